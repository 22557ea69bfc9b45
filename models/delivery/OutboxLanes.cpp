#include "models/delivery/OutboxLanes.h"

#include <QStringList>

#include "models/delivery/OutboxRows.h"

namespace courier::outboxlanes {
namespace {

/// Waiting, first of its lane, for an active target. The list of states is that of the partial index, word for word.
const char* const isHead =
    "d.state IN ('waiting', 'sending', 'held') AND d.state = 'waiting' AND t.state = 'active' AND NOT EXISTS (SELECT 1 "
    "FROM delivery older WHERE older.address = "
    "d.address AND older.id < d.id AND older.state IN ('waiting', 'sending', 'held'))";

/// When a waiting delivery is due: an early try if one was asked for, never before a Retry-After.
const char* const dueTime =
    "CASE WHEN d.early_at > 0 AND d.early_at < d.next_try_at THEN MAX(d.early_at, d.not_before) ELSE d.next_try_at END";

QString placeholders(qsizetype count) {
  return QStringList(count, QStringLiteral("?")).join(u',');
}

QString scopeCondition(const LaneScope& scope, QVariantList& values) {
  QString condition;
  if (!scope.all) {
    condition += QStringLiteral(" AND d.address IN (%1)").arg(placeholders(scope.lanes.size()));
    for (const QString& lane : scope.lanes) values.append(lane);
  }
  if (!scope.exceptOrigins.isEmpty()) {
    condition += QStringLiteral(" AND d.origin NOT IN (%1)").arg(placeholders(scope.exceptOrigins.size()));
    for (const QString& origin : scope.exceptOrigins) values.append(origin);
  }
  return condition;
}

}  // namespace

Result<QVector<Delivery>> due(Session& session, const LaneScope& scope, int limit, qint64 nowMs) {
  QVariantList values{nowMs};
  const QString inScope = scopeCondition(scope, values);
  values.append(limit);
  return outboxrows::deliveries(session,
                                QStringLiteral("WHERE %1 AND %2 <= ?%3 ORDER BY d.id LIMIT ?")
                                    .arg(QLatin1String(isHead), QLatin1String(dueTime), inScope),
                                values);
}

Result<qint64> nextDue(Session& session, const LaneScope& scope) {
  QVariantList values;
  const QString inScope = scopeCondition(scope, values);
  const auto next =
      session.row(QStringLiteral("SELECT MIN(%1) FROM delivery d JOIN target t ON t.id = d.target_id WHERE %2%3")
                      .arg(QLatin1String(dueTime), QLatin1String(isHead), inScope),
                  values, [](const QSqlQuery& query) { return query.value(0).toLongLong(); });
  if (!next) return next.error();
  return next->value_or(0);
}

Result<std::optional<Delivery>> blocker(Session& session, const Delivery& delivery) {
  if (isFinal(delivery.state)) return std::optional<Delivery>();
  auto older = outboxrows::deliveries(session,
                                      QStringLiteral("WHERE d.address = ? AND d.id < ? AND d.state IN ('waiting', "
                                                     "'sending', 'held') ORDER BY d.id LIMIT 1"),
                                      {delivery.url.lane(), delivery.id.value});
  if (!older) return older.error();
  if (older->isEmpty()) return std::optional<Delivery>();
  return std::optional<Delivery>(older->takeFirst());
}

Result<void> tryOriginEarly(Session& session, const QString& origin, qint64 nowMs) {
  const auto asked = session.change(
      QStringLiteral("UPDATE delivery SET early_at = ? WHERE state IN ('waiting', 'sending', 'held') AND "
                     "state = 'waiting' AND origin = ? AND not_before <= ? AND "
                     "next_try_at > ? AND (early_at = 0 OR early_at > ?)"),
      {nowMs, origin, nowMs, nowMs, nowMs});
  if (!asked) return asked.error();
  return {};
}

}  // namespace courier::outboxlanes
