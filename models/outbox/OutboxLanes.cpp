#include "models/outbox/OutboxLanes.h"

#include <QStringList>

#include "models/address/HostName.h"
#include "models/outbox/OutboxRows.h"

namespace courier::outboxlanes {
namespace {

/// The waiting head of every lane, from the index delivery_lane alone.
QString isHead() {
  return QStringLiteral("d.id IN (SELECT MIN(id) FROM delivery WHERE state IN %1 GROUP BY address) AND d.state = '%2'")
      .arg(openDeliveryStates(), deliveryStateKey(DeliveryState::Waiting));
}

/// When a waiting delivery is due: an early try if one was asked for, never before a Retry-After.
const char* const dueTime =
    "CASE WHEN d.early_at > 0 AND d.early_at < d.next_try_at THEN MAX(d.early_at, d.not_before) ELSE d.next_try_at END";

QString placeholders(qsizetype count) {
  return QStringList(count, QStringLiteral("?")).join(u',');
}

/// While offline, the origins that cannot be reached are left alone like others.
Expected<LaneScope> reachable(Session& session, LaneScope scope) {
  if (!scope.offline) return scope;
  const auto origins = session.rows(QStringLiteral("SELECT DISTINCT d.origin FROM delivery d WHERE %1").arg(isHead()),
                                    {}, [](const QSqlQuery& query) { return query.value(0).toString(); });
  if (!origins) return origins.error();
  for (const QString& origin : *origins) {
    if (!isNearHost(QUrl(origin).host())) scope.exceptOrigins.insert(origin);
  }
  return scope;
}

Expected<QVector<Delivery>> dueIn(Session& session, const LaneScope& scope, int limit, qint64 nowMs) {
  QVariantList values{nowMs};
  const QString inScope = scopeCondition(scope, values);
  values.append(limit);
  return outboxrows::deliveries(session,
                                QStringLiteral("WHERE %1 AND t.state = 'active' AND %2 <= ?%3 ORDER BY d.id LIMIT ?")
                                    .arg(isHead(), QLatin1String(dueTime), inScope),
                                values);
}

Expected<qint64> nextDueIn(Session& session, const LaneScope& scope, qint64 afterMs) {
  QVariantList values{afterMs};
  const QString inScope = scopeCondition(scope, values);
  const auto next = session.row(
      QStringLiteral("SELECT MIN(%1) FROM delivery d JOIN target t ON t.id = d.target_id WHERE %2 AND t.state = "
                     "'active' AND %1 > ?%3")
          .arg(QLatin1String(dueTime), isHead(), inScope),
      values, [](const QSqlQuery& query) { return query.value(0).toLongLong(); });
  if (!next) return next.error();
  return next->value_or(0);
}

Expected<int> tryEarly(Session& session, const QString& condition, QVariantList values, const LaneScope& scope,
                       qint64 nowMs) {
  const QString inScope = scopeCondition(scope, values);
  return outboxrows::askEarly(session, isHead() + condition + inScope, values, nowMs);
}

/// Something was queued since `afterId`: its origin's other lanes are tried as well.
Expected<void> tryOriginsOfNew(Session& session, const LaneScope& scope, qint64 afterId, qint64 nowMs) {
  QVariantList values{afterId};
  const QString inScope = scopeCondition(scope, values);
  const auto origins =
      session.rows(QStringLiteral("SELECT DISTINCT d.origin FROM delivery d WHERE d.id > ? AND d.state = 'waiting' AND "
                                  "d.attempts = 0%1")
                       .arg(inScope),
                   values, [](const QSqlQuery& query) { return query.value(0).toString(); });
  if (!origins) return origins.error();
  for (const QString& origin : *origins) {
    if (auto asked = tryOriginEarly(session, origin, scope, nowMs); !asked) return asked.error();
  }
  return {};
}

}  // namespace

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

Expected<OutboxView> look(Session& session, const LaneScope& scope, int limit, qint64 afterId, qint64 nowMs) {
  const auto newest = session.row(QStringLiteral("SELECT MAX(id) FROM delivery"), {},
                                  [](const QSqlQuery& query) { return query.value(0).toLongLong(); });
  if (!newest) return newest.error();
  OutboxView view;
  view.newestId = newest->value_or(0);
  if (afterId >= 0 && view.newestId > afterId) {
    if (auto asked = tryOriginsOfNew(session, scope, afterId, nowMs); !asked) return asked.error();
  }
  const auto known = reachable(session, scope);
  if (!known) return known.error();
  auto heads = dueIn(session, *known, limit, nowMs);
  if (!heads) return heads.error();
  view.due = *heads;
  const auto next = nextDueIn(session, *known, nowMs);
  if (!next) return next.error();
  view.nextDueMs = *next;
  return view;
}

Expected<std::optional<Delivery>> blocker(Session& session, const Delivery& delivery) {
  if (isFinal(delivery.state)) return std::optional<Delivery>();
  return outboxrows::first(
      session,
      QStringLiteral("WHERE d.address = ? AND d.id < ? AND d.state IN %1 ORDER BY d.id").arg(openDeliveryStates()),
      {delivery.to.url.lane(), delivery.id.value});
}

Expected<std::optional<Delivery>> overwritten(Session& session, const QString& lane, JobId job, DeliveryId after) {
  return outboxrows::first(
      session,
      QStringLiteral("JOIN job j ON j.id = d.job_id WHERE d.address = ? AND d.state = 'delivered' AND d.id > ? AND "
                     "COALESCE(j.source_job_id, j.id) > (SELECT COALESCE(own.source_job_id, own.id) FROM job own "
                     "WHERE own.id = ?) ORDER BY d.id DESC"),
      {lane, after.value, job.value});
}

Expected<std::optional<Delivery>> deliveredBefore(Session& session, const Delivery& delivery) {
  return outboxrows::first(
      session, QStringLiteral("WHERE d.address = ? AND d.state = 'delivered' AND d.id < ? ORDER BY d.id DESC"),
      {delivery.to.url.lane(), delivery.id.value});
}

Expected<std::optional<DeliveredBefore>> lastDelivered(Session& session, const QString& lane) {
  const auto last = outboxrows::first(
      session, QStringLiteral("WHERE d.address = ? AND d.state = 'delivered' ORDER BY d.id DESC"), {lane});
  if (!last) return last.error();
  if (!last->has_value()) return std::optional<DeliveredBefore>();
  const Delivery& delivered = **last;
  // An attempt without a good answer may have arrived all the same.
  const auto later = session.row(
      QStringLiteral("SELECT 1 FROM delivery INDEXED BY delivery_lane WHERE address = ? AND state IN %1 UNION ALL "
                     "SELECT 1 FROM delivery WHERE id > ? AND address = ? AND attempts > 0 LIMIT 1")
          .arg(openDeliveryStates()),
      {lane, delivered.id.value, lane}, [](const QSqlQuery&) { return true; });
  if (!later) return later.error();
  return std::optional<DeliveredBefore>({factsOf(delivered), delivered.finishedMs, !later->has_value()});
}

Expected<void> tryOriginEarly(Session& session, const QString& origin, const LaneScope& scope, qint64 nowMs) {
  const auto asked = tryEarly(session, QStringLiteral(" AND d.origin = ?"), {origin}, scope, nowMs);
  if (!asked) return asked.error();
  return {};
}

Expected<int> tryAllEarly(Session& session, const LaneScope& scope, qint64 nowMs) {
  return tryEarly(session, {}, {}, scope, nowMs);
}

}  // namespace courier::outboxlanes
