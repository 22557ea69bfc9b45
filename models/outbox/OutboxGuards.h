#pragma once

#include <optional>

#include "models/outbox/DeliveryGuards.h"
#include "models/storage/Session.h"

namespace courier::outboxguards {

/// The guards of a target against what its lane was sent before. Store thread, within the caller's transaction.

/// The last body delivered to `lane`, whatever target or user sent it there.
[[nodiscard]] Expected<std::optional<DeliveredBefore>> deliveredBefore(Session& session, const QString& lane);

}  // namespace courier::outboxguards
