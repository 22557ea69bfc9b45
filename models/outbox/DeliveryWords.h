#pragma once

#include <QString>

#include "models/base/TableRoles.h"
#include "models/outbox/Delivery.h"

namespace courier {

/// How a delivery's state reads in a list, and in which colour. Pure, translated.

[[nodiscard]] QString deliveryStateWord(DeliveryState state);  ///< "delivered", "waiting" …
[[nodiscard]] Tone toneOf(DeliveryState state);
/// The status that a sentence for people begins with: "401" of "401: the server …"; "" where it begins with none.
[[nodiscard]] QString statusOfReason(const QString& reason);

/// When a waiting delivery is tried next unless something older blocks it: UTC ms, an early try counted.
[[nodiscard]] qint64 dueTimeMs(const Delivery& delivery);

/// A delivery in a few words, with what comes next: "delivered", "next try in 4 min", "paused: 401", "refused: 405".
struct DeliveryWords {
  QString text;
  Tone tone = Tone::None;
};
[[nodiscard]] DeliveryWords deliveryWords(const Delivery& delivery, qint64 nowMs);

}  // namespace courier
