#include "models/outbox/OutboxLanes.h"

#include <QStringList>

#include "models/address/HostName.h"
#include "models/outbox/OutboxRows.h"

namespace courier::outboxlanes {
namespace {

/// The head of every lane, from the partial index alone. The list of states is that of the index, word for word.
const char* const isHead =
    "d.id IN (SELECT MIN(id) FROM delivery WHERE state IN ('waiting', 'sending', 'held') GROUP BY address) AND d.state "
    "= "
    "'waiting'";

/// When a waiting delivery is due: an early try if one was asked for, never before a Retry-After.
const char* const dueTime =
    "CASE WHEN d.early_at > 0 AND d.early_at < d.next_try_at THEN MAX(d.early_at, d.not_before) ELSE d.next_try_at END";

QString placeholders(qsizetype count) {
  return QStringList(count, QStringLiteral("?")).join(u',');
}

/// While offline, the origins that cannot be reached are left alone like others.
Expected<LaneScope> reachable(Session& session, LaneScope scope) {
  if (!scope.offline) return scope;
  const auto origins =
      session.rows(QStringLiteral("SELECT DISTINCT d.origin FROM delivery d WHERE %1").arg(QLatin1String(isHead)), {},
                   [](const QSqlQuery& query) { return query.value(0).toString(); });
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
                                    .arg(QLatin1String(isHead), QLatin1String(dueTime), inScope),
                                values);
}

Expected<qint64> nextDueIn(Session& session, const LaneScope& scope, qint64 afterMs) {
  QVariantList values{afterMs};
  const QString inScope = scopeCondition(scope, values);
  const auto next = session.row(
      QStringLiteral("SELECT MIN(%1) FROM delivery d JOIN target t ON t.id = d.target_id WHERE %2 AND t.state = "
                     "'active' AND %1 > ?%3")
          .arg(QLatin1String(dueTime), QLatin1String(isHead), inScope),
      values, [](const QSqlQuery& query) { return query.value(0).toLongLong(); });
  if (!next) return next.error();
  return next->value_or(0);
}

Expected<int> tryEarly(Session& session, const QString& condition, QVariantList values, const LaneScope& scope,
                       qint64 nowMs) {
  values = QVariantList{nowMs, nowMs, nowMs, nowMs} + values;
  const QString inScope = scopeCondition(scope, values);
  return session.change(QStringLiteral("UPDATE delivery AS d SET early_at = ? WHERE %1 AND d.not_before <= ? AND "
                                       "d.next_try_at > ? AND (d.early_at = 0 OR d.early_at > ?)%2%3")
                            .arg(QLatin1String(isHead), condition, inScope),
                        values);
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

Expected<QVector<Delivery>> due(Session& session, const LaneScope& scope, int limit, qint64 nowMs) {
  const auto known = reachable(session, scope);
  if (!known) return known.error();
  return dueIn(session, *known, limit, nowMs);
}

Expected<qint64> nextDue(Session& session, const LaneScope& scope, qint64 afterMs) {
  const auto known = reachable(session, scope);
  if (!known) return known.error();
  return nextDueIn(session, *known, afterMs);
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
  auto older = outboxrows::deliveries(session,
                                      QStringLiteral("WHERE d.address = ? AND d.id < ? AND d.state IN ('waiting', "
                                                     "'sending', 'held') ORDER BY d.id LIMIT 1"),
                                      {delivery.to.url.lane(), delivery.id.value});
  if (!older) return older.error();
  if (older->isEmpty()) return std::optional<Delivery>();
  return std::optional<Delivery>(older->takeFirst());
}

Expected<std::optional<Delivery>> overwritten(Session& session, const QString& lane, JobId job, DeliveryId after) {
  auto later = outboxrows::deliveries(
      session,
      QStringLiteral("JOIN job j ON j.id = d.job_id WHERE d.address = ? AND d.state = 'delivered' AND d.id > ? AND "
                     "COALESCE(j.source_job_id, j.id) > (SELECT COALESCE(own.source_job_id, own.id) FROM job own "
                     "WHERE own.id = ?) ORDER BY d.id DESC LIMIT 1"),
      {lane, after.value, job.value});
  if (!later) return later.error();
  if (later->isEmpty()) return std::optional<Delivery>();
  return std::optional<Delivery>(later->takeFirst());
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
