#include "models/jobs/BodyRetention.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>

#include "models/address/TargetOptionTable.h"
#include "models/jobs/JobRows.h"
#include "models/outbox/OutboxRows.h"

namespace courier::bodyretention {
namespace {

constexpr qint64 dayMs = qint64{24} * 3600 * 1000;

/// One row that names a file: a delivery, or a job's own result.
struct Use {
  qint64 jobId = 0;
  QString name;
  qint64 bytes = 0;
  bool isNeeded = false;
  qint64 finalMs = 0;
  QString retention;         ///< a delivery's; "" where its options say nothing
  bool isDelivered = false;  ///< it, or the same result sent again
};

Use readUse(const QSqlQuery& query) {
  Use use;
  use.jobId = query.value(0).toLongLong();
  use.name = query.value(1).toString();
  use.bytes = query.value(2).toLongLong();
  use.isNeeded = query.value(3).toBool();
  use.finalMs = query.value(4).toLongLong();
  use.retention = query.value(5).toString();
  use.isDelivered = query.value(6).toBool();
  return use;
}

/// A job that still runs, or whose result is being sent elsewhere, needs what it and its deliveries name.
QString jobIsAtWork() {
  return QStringLiteral(
      "(j.state IN ('queued', 'running') OR EXISTS (SELECT 1 FROM job e WHERE e.source_job_id = j.id AND +e.state IN "
      "('queued', 'running')))");
}

/// The plus signs keep SQLite from indexes by which each row would be compared with the whole history.
/// Deliveries whose body is kept, and all others of jobs whose own result is: that one goes with the last of them.
Expected<QVector<Use>> deliveryUses(Session& session) {
  return session.rows(
      QStringLiteral("SELECT d.job_id, d.spool_name, d.body_bytes, d.state IN %2 OR d.finished_at IS NULL OR %1, "
                     "d.finished_at, CASE WHEN json_valid(d.options) THEN json_extract(d.options, '$.keep') END, "
                     "d.state = 'delivered' OR EXISTS (SELECT 1 FROM delivery later WHERE later.job_id = d.job_id AND "
                     "+later.address = d.address AND later.id > d.id AND later.state = 'delivered') "
                     "FROM delivery d JOIN job j ON j.id = d.job_id WHERE d.spool_name <> '' OR j.spool_name <> ''")
          .arg(jobIsAtWork(), openDeliveryStates()),
      {}, readUse);
}

Expected<QVector<Use>> jobUses(Session& session) {
  return session.rows(QStringLiteral("SELECT j.id, j.spool_name, j.spool_bytes, j.ended_at IS NULL OR %1, j.ended_at, "
                                     "NULL, 0 FROM job j WHERE j.spool_name <> ''")
                          .arg(jobIsAtWork()),
                      {}, readUse);
}

/// What several rows say about one file, as one.
void add(KeptBody& body, const KeptBody& use) {
  body.bytes = std::max(body.bytes, use.bytes);
  body.isNeeded = body.isNeeded || use.isNeeded;
  body.finalMs = std::max(body.finalMs, use.finalMs);
  body.keptUntilMs = std::max(body.keptUntilMs, use.keptUntilMs);
}

}  // namespace

qint64 keptUntil(Retention retention, bool isDelivered, qint64 finalMs, const RetentionRule& rule) {
  qint64 days = 90;
  if (retention == Retention::Days7) days = 7;
  if (retention == Retention::UntilDelivered && isDelivered) days = 0;
  return finalMs + std::min<qint64>(days, rule.longestDays.value_or(static_cast<int>(days))) * dayMs;
}

QVector<KeptBody> releasable(QVector<KeptBody> kept, const RetentionRule& rule, qint64 nowMs) {
  std::sort(kept.begin(), kept.end(), [](const KeptBody& a, const KeptBody& b) {
    return std::pair(a.finalMs, a.name) < std::pair(b.finalMs, b.name);
  });
  qint64 total = 0;
  for (const KeptBody& body : kept) total += body.bytes;
  QVector<KeptBody> released;
  QVector<KeptBody> wanted;  // nobody needs them, but their time has not come
  for (const KeptBody& body : kept) {
    if (body.isNeeded) continue;
    const bool isDue = rule.everything || body.keptUntilMs <= nowMs;
    (isDue ? released : wanted).append(body);
    if (isDue) total -= body.bytes;
  }
  for (const KeptBody& body : wanted) {
    if (total <= rule.capBytes) break;
    released.append(body);
    total -= body.bytes;
  }
  return released;
}

Expected<QVector<KeptBody>> keptBodies(Session& session, const RetentionRule& rule) {
  const auto deliveries = deliveryUses(session);
  if (!deliveries) return deliveries.error();
  const auto jobs = jobUses(session);
  if (!jobs) return jobs.error();

  QHash<QString, KeptBody> bodies;
  QHash<qint64, KeptBody> ofJob;  // what a job's deliveries say together
  for (const Use& use : *deliveries) {
    const Retention retention = optionValueOf<Retention>(OptionId::Keep, use.retention).value_or(Retention::Days90);
    const KeptBody said = {use.name, use.bytes, use.isNeeded, use.finalMs,
                           keptUntil(retention, use.isDelivered, use.finalMs, rule)};
    add(ofJob[use.jobId], said);
    if (!use.name.isEmpty()) add(bodies[use.name], said);
  }
  for (const Use& use : *jobs) {
    KeptBody said = {use.name, use.bytes, use.isNeeded, use.finalMs,
                     keptUntil(Retention::Days90, false, use.finalMs, rule)};
    if (const auto sent = ofJob.constFind(use.jobId); sent != ofJob.constEnd()) {
      said.isNeeded = said.isNeeded || sent->isNeeded;
      said.finalMs = std::max(said.finalMs, sent->finalMs);
      said.keptUntilMs = sent->keptUntilMs;
    }
    add(bodies[use.name], said);
  }
  QVector<KeptBody> kept;
  kept.reserve(bodies.size());
  for (auto body = bodies.begin(); body != bodies.end(); ++body) {
    body->name = body.key();
    kept.append(*body);
  }
  return kept;
}

Expected<ReleasedBodies> releasableNow(Session& session, const RetentionRule& rule, qint64 nowMs) {
  const auto kept = keptBodies(session, rule);
  if (!kept) return kept.error();
  ReleasedBodies going;
  for (const KeptBody& body : releasable(*kept, rule, nowMs)) {
    going.names.append(body.name);
    going.bytes += body.bytes;
  }
  return going;
}

Expected<ReleasedBodies> release(Session& session, const RetentionRule& rule, qint64 nowMs) {
  const auto going = releasableNow(session, rule, nowMs);
  if (!going) return going;
  for (const QString& name : going->names) {
    if (auto forgotten = outboxrows::forgetBody(session, name); !forgotten) return forgotten.error();
    if (auto forgotten = jobrows::forgetBody(session, name); !forgotten) return forgotten.error();
  }
  return going;
}

Expected<QVector<QString>> unnamed(Session& session, const QVector<QString>& names) {
  const QByteArray list = QJsonDocument(QJsonArray::fromStringList(QStringList(names))).toJson(QJsonDocument::Compact);
  return session.rows(QStringLiteral("SELECT value FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM delivery WHERE "
                                     "spool_name = value) AND NOT EXISTS (SELECT 1 FROM job WHERE spool_name = value)"),
                      {QString::fromUtf8(list)}, [](const QSqlQuery& query) { return query.value(0).toString(); });
}

}  // namespace courier::bodyretention
