#pragma once

#include <QVariantList>
#include <QVector>
#include <optional>

#include "models/base/Expected.h"
#include "models/outbox/Delivery.h"
#include "models/storage/Session.h"
#include "models/targets/Target.h"

namespace courier::outboxrows {

/// Reading the delivery and attempt tables into values. Store thread, within the caller's transaction if there is one.

/// Deliveries d for which `condition` holds ("WHERE …", "ORDER BY …"; `d` and its target `t` can be named). Storage
/// when a row's address cannot be read.
[[nodiscard]] Expected<QVector<Delivery>> deliveries(Session& session, const QString& condition,
                                                     const QVariantList& values);
/// NotFound: "There is no delivery 12."
[[nodiscard]] Expected<Delivery> delivery(Session& session, DeliveryId id);
/// A delivery's attempts, oldest first.
[[nodiscard]] Expected<QVector<Attempt>> attempts(Session& session, DeliveryId id);

/// A subquery with one value, a target's id: that target and, where it is unnamed, all unnamed ones of its address.
[[nodiscard]] QString targetAndItsAddress();

/// What a target says today to its deliveries. An unnamed one is stopped where any of its address is.
struct TargetRow {
  TargetState state = TargetState::Active;
  QString origin;  ///< of its present address
  QString user;
  QString secretKey;
  TargetOptions options;
};
/// NotFound where there is no such row; a removed target's row is still there.
[[nodiscard]] Expected<TargetRow> target(Session& session, TargetId id);

/// Writes a new row and gives its id; `delivery.id` is ignored.
[[nodiscard]] Expected<DeliveryId> insert(Session& session, const Delivery& delivery);

}  // namespace courier::outboxrows
