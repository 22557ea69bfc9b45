#pragma once

#include <QVector>
#include <optional>

#include "models/outbox/Delivery.h"
#include "models/outbox/Outbox.h"

namespace courier::outboxlanes {

/// The strict order of lanes as queries on the delivery table: a lane is an address, its head the oldest delivery that
/// is not final. Store thread.

/// " AND …" on deliveries d for those of `scope`; its values are appended. Says nothing of offline.
[[nodiscard]] QString scopeCondition(const LaneScope& scope, QVariantList& values);
/// The heads that may be tried at `nowMs`: see Outbox::due().
[[nodiscard]] Expected<QVector<Delivery>> due(Session& session, const LaneScope& scope, int limit, qint64 nowMs);
/// When the next waiting head that is due after `afterMs` is: see Outbox::nextDue().
[[nodiscard]] Expected<qint64> nextDue(Session& session, const LaneScope& scope, qint64 afterMs = 0);
/// See Outbox::look().
[[nodiscard]] Expected<OutboxView> look(Session& session, const LaneScope& scope, int limit, qint64 afterId,
                                        qint64 nowMs);
/// The head of `delivery`'s lane, if that is an older delivery.
[[nodiscard]] Expected<std::optional<Delivery>> blocker(Session& session, const Delivery& delivery);
/// See Outbox::overwrittenAt(); of deliveries with an id beyond `after`.
[[nodiscard]] Expected<std::optional<Delivery>> overwritten(Session& session, const QString& lane, JobId job,
                                                            DeliveryId after);
/// Asks for an early try of what waits at `origin` in `scope`, but for a lane that its server told to wait.
[[nodiscard]] Expected<void> tryOriginEarly(Session& session, const QString& origin, const LaneScope& scope,
                                            qint64 nowMs);
/// The same at every origin; how many.
[[nodiscard]] Expected<int> tryAllEarly(Session& session, const LaneScope& scope, qint64 nowMs);

}  // namespace courier::outboxlanes
