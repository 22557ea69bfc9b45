#pragma once

#include <optional>

#include "models/outbox/DeliveryGuards.h"
#include "models/outbox/RetryPolicy.h"
#include "models/storage/Session.h"

namespace courier::outboxnotices {

/// What a person has to be told of a delivery's way, written in the transaction of what happened. Store thread.

/// After an attempt was recorded: refused, given up, its target paused or switched off; or delivered after a failure.
[[nodiscard]] Expected<void> afterAttempt(Session& session, const Delivery& delivery, const RetryDecision& decision,
                                          qint64 nowMs);
/// It was given up without a further attempt.
[[nodiscard]] Expected<void> afterExpiry(Session& session, const Delivery& delivery, qint64 nowMs);
/// It is held: by a guard, or because its password or body is missing.
[[nodiscard]] Expected<void> afterHold(Session& session, const Delivery& delivery, qint64 nowMs);
/// It was queued and no guard holds it: reports what is unusual in the result of a schedule.
[[nodiscard]] Expected<void> afterQueued(Session& session, const Delivery& delivery,
                                         const std::optional<DeliveredBefore>& before, qint64 nowMs);

}  // namespace courier::outboxnotices
