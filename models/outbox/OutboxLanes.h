#pragma once

#include <QSet>
#include <QVector>
#include <optional>

#include "models/outbox/DeliveryGuards.h"
#include "models/storage/Session.h"

namespace courier {

/// Which lanes a delivery loop may try: all (window, agent), or those of a command's own deliveries. Never those of
/// origins that are left alone for now; while offline, only those that a private network reaches.
struct LaneScope {
  bool all = true;
  QSet<QString> lanes;
  QSet<QString> exceptOrigins;
  bool offline = false;
};

/// What a delivery loop reads from the outbox at once.
struct OutboxView {
  /// The heads of lanes that may be tried now, oldest first: each lane's oldest delivery that is not final, if it is
  /// waiting, its time has come, and its target is active.
  QVector<Delivery> due;
  qint64 nextDueMs = 0;  ///< UTC ms: when the next head that is not due yet will be; 0: none waits
  qint64 newestId = 0;   ///< of all deliveries
};

/// The strict order of lanes as queries on the delivery table: a lane is an address, its head the oldest delivery that
/// is not final. Store thread.
namespace outboxlanes {

/// " AND …" on deliveries d for those of `scope`; its values are appended. Says nothing of offline.
[[nodiscard]] QString scopeCondition(const LaneScope& scope, QVariantList& values);
/// See Outbox::look().
[[nodiscard]] Expected<OutboxView> look(Session& session, const LaneScope& scope, int limit, qint64 afterId,
                                        qint64 nowMs);
/// The head of `delivery`'s lane, if that is an older delivery.
[[nodiscard]] Expected<std::optional<Delivery>> blocker(Session& session, const Delivery& delivery);
/// See Outbox::overwrittenAt(); of deliveries with an id beyond `after`.
[[nodiscard]] Expected<std::optional<Delivery>> overwritten(Session& session, const QString& lane, JobId job,
                                                            DeliveryId after);
/// The last that was delivered to `delivery`'s lane before it.
[[nodiscard]] Expected<std::optional<Delivery>> deliveredBefore(Session& session, const Delivery& delivery);
/// The last body delivered to `lane`, whatever target or user sent it there: what guards compare with.
[[nodiscard]] Expected<std::optional<DeliveredBefore>> lastDelivered(Session& session, const QString& lane);
/// Asks for an early try of what waits at `origin` in `scope`, but for a lane that its server told to wait.
[[nodiscard]] Expected<void> tryOriginEarly(Session& session, const QString& origin, const LaneScope& scope,
                                            qint64 nowMs);
/// The same at every origin; how many.
[[nodiscard]] Expected<int> tryAllEarly(Session& session, const LaneScope& scope, qint64 nowMs);

}  // namespace outboxlanes
}  // namespace courier
