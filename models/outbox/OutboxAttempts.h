#pragma once

#include "models/outbox/OutboxLanes.h"
#include "models/outbox/RetryPolicy.h"

namespace courier::outboxattempts {

/// Attempts, and what they and the passing of time make of deliveries. Store thread, within the caller's transaction;
/// each as the function of Outbox that is named beside it.

[[nodiscard]] Expected<Attempt> begin(Session& session, DeliveryId id, bool early, qint64 nowMs);  ///< beginAttempt()
[[nodiscard]] Expected<Delivery> finish(Session& session, Attempt attempt, const RetryDecision& decision,
                                        const QString& reason, const LaneScope& scope, qint64 nowMs);
/// postpone()
[[nodiscard]] Expected<void> postpone(Session& session, DeliveryId id, DeliveryState state, ReasonKind kind,
                                      const QString& reason, qint64 nextTryMs, qint64 nowMs);
[[nodiscard]] Expected<int> recover(Session& session, qint64 nowMs);                            ///< recover()
[[nodiscard]] Expected<int> expireOld(Session& session, const LaneScope& scope, qint64 nowMs);  ///< expireOld()

}  // namespace courier::outboxattempts
