#pragma once

#include <QString>
#include <optional>

namespace courier {

/// How far a delivery is on its way to its target.
enum class DeliveryState { Waiting, Sending, Held, Delivered, Refused, Expired, Cancelled };
[[nodiscard]] bool isFinal(DeliveryState state);
[[nodiscard]] QString deliveryStateKey(DeliveryState state);  ///< as stored: "waiting", "sending", …
[[nodiscard]] std::optional<DeliveryState> deliveryStateFromKey(const QString& key);

/// The states that are not final, for SQL: "('waiting', 'sending', 'held')", letter for letter as the index
/// delivery_lane lists them, which serves no other list.
[[nodiscard]] const QString& openDeliveryStates();

}  // namespace courier
