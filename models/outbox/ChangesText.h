#pragma once

#include <QString>
#include <optional>

#include "models/outbox/DeliveryGuards.h"

namespace courier {

/// How a body differs from the last one delivered to its address, in words: when that was delivered, "1,234 rows then,
/// 1,300 now (+66, +5.3 %)", the columns that changed, or that it is the same. Says so too where nothing was delivered
/// there yet. Pure.
[[nodiscard]] QString changesText(const BodyFacts& body, const std::optional<DeliveredBefore>& before);

}  // namespace courier
