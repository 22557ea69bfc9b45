#include "models/jobs/JobRows.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "models/data/Column.h"

namespace courier::jobrows {

namespace {

struct JobRowsTr {
  Q_DECLARE_TR_FUNCTIONS(JobStore)
};

QString compact(const QJsonDocument& document) {
  return QString::fromUtf8(document.toJson(QJsonDocument::Compact));
}

/// NULL stands for "not yet", "none".
QVariant orNull(qint64 value, qint64 none) {
  return value == none ? QVariant() : QVariant(value);
}

Job read(const QSqlQuery& query) {
  int column = 0;
  const auto next = [&] { return query.value(column++); };
  Job job;
  job.id.value = next().toLongLong();
  job.kind = jobKindFromKey(next().toString()).value_or(JobKind::OnDemand);
  job.state = jobStateFromKey(next().toString()).value_or(JobState::Error);
  job.queryName = next().toString();
  job.sql = next().toString();
  job.connectionId.value = next().toLongLong();
  job.connectionName = next().toString();
  job.sourceJobId.value = next().toLongLong();
  job.priority = next().toInt();
  job.retryLimit = next().toInt();
  job.sendTo = sendToFromText(next().toString());
  job.killRequested = next().toBool();
  job.who = next().toString();
  job.runner = next().toString();
  job.createdMs = next().toLongLong();
  job.startedMs = next().toLongLong();
  job.endedMs = next().toLongLong();
  const QVariant rows = next();
  job.rows = rows.isNull() ? -1 : rows.toLongLong();
  job.truncated = next().toBool();
  job.repairedTexts = next().toLongLong();
  const QString columns = next().toString();
  job.columns = columnsFromJson(columns);
  job.unsettled = unsettledFromJson(columns);
  job.spoolName = next().toString();
  job.spoolBytes = next().toLongLong();
  job.spoolSha256 = next().toByteArray();
  job.error = next().toString();
  job.scheduleId.value = next().toLongLong();
  job.notices = next().toString();
  job.remoteId = next().toString();
  return job;
}

Expected<void> change(Session& session, const QString& sql, const QVariantList& values) {
  const auto changed = session.change(sql, values);
  if (!changed) return changed.error();
  return {};
}

}  // namespace

Expected<QVector<Job>> jobs(Session& session, const QString& condition, const QVariantList& values, Sql sql) {
  const auto text = [sql](const char* column) {
    const QString name = QLatin1String("j.") + QLatin1String(column);
    return sql == Sql::Whole ? name : QStringLiteral("substr(%1, 1, %2)").arg(name).arg(beginningOfSql);
  };
  return session.rows(
      QStringLiteral("SELECT j.id, j.kind, j.state, j.query_name, %1, j.connection_id, j.connection_name, "
                     "j.source_job_id, j.priority, j.retry_limit, j.plan, j.kill_requested, j.who, j.runner, "
                     "j.created_at, "
                     "j.started_at, j.ended_at, j.rows, j.truncated, j.repaired_texts, j.columns, j.spool_name, "
                     "j.spool_bytes, j.spool_sha256, j.error, j.schedule_id, %2, j.remote_id FROM job j %3")
          .arg(text("sql"), text("notices"), condition),
      values, read);
}

Expected<Job> job(Session& session, JobId id) {
  auto found = jobs(session, QStringLiteral("WHERE j.id = ?"), {id.value});
  if (!found) return found.error();
  if (found->isEmpty()) {
    return Error::notFound(JobRowsTr::tr("There is no job %1.").arg(id.value));
  }
  return found->takeFirst();
}

Expected<JobId> insert(Session& session, const Job& job) {
  auto id = session.insert(
      QStringLiteral("INSERT INTO job (kind, state, query_name, sql, connection_id, connection_name, source_job_id, "
                     "priority, retry_limit, plan, who, runner, created_at, started_at, schedule_id) "
                     "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      {jobKindKey(job.kind), jobStateKey(job.state), job.queryName, job.sql, orNull(job.connectionId.value, 0),
       job.connectionName, orNull(job.sourceJobId.value, 0), job.priority, job.retryLimit, sendToText(job.sendTo),
       job.who, job.runner, job.createdMs, orNull(job.startedMs, 0), orNull(job.scheduleId.value, 0)});
  if (!id) return id.error();
  return JobId{*id};
}

Expected<void> writeRequest(Session& session, const Job& job) {
  return change(session, QStringLiteral("UPDATE job SET sql = ?, plan = ? WHERE id = ?"),
                {job.sql, sendToText(job.sendTo), job.id.value});
}

Expected<void> followTarget(Session& session, const Target& target) {
  auto open =
      jobs(session, QStringLiteral("WHERE json_extract(j.plan, '$.targetId') = ? AND j.state IN ('queued', 'running')"),
           {target.id.value});
  if (!open) return open.error();
  for (Job& job : *open) {
    if (!job.sendTo) continue;
    job.sendTo->to = job.sendTo->to.withConnectionOf(target.to);
    if (auto written = writeRequest(session, job); !written) return written;
  }
  return {};
}

Expected<void> writeStart(Session& session, JobId id, const QString& runner, qint64 nowMs) {
  return change(session, QStringLiteral("UPDATE job SET state = 'running', runner = ?, started_at = ? WHERE id = ?"),
                {runner, nowMs, id.value});
}

Expected<void> writeRemote(Session& session, JobId id, const QString& remoteId) {
  return change(session, QStringLiteral("UPDATE job SET remote_id = ? WHERE id = ?"), {remoteId, id.value});
}

Expected<void> writeBackToQueue(Session& session, JobId id) {
  return change(session, QStringLiteral("UPDATE job SET state = 'queued', runner = '', started_at = NULL WHERE id = ?"),
                {id.value});
}

Expected<void> writeResult(Session& session, const Job& job) {
  return change(
      session,
      QStringLiteral("UPDATE job SET rows = ?, truncated = ?, repaired_texts = ?, columns = ?, spool_name "
                     "= ?, spool_bytes = ?, spool_sha256 = ?, notices = ? WHERE id = ?"),
      {job.rows, job.truncated, job.repairedTexts, columnsJson(job.columns, job.unsettled), job.spoolName,
       job.spoolBytes, job.spoolName.isEmpty() ? QVariant() : QVariant(job.spoolSha256), job.notices, job.id.value});
}

Expected<void> writeKillRequest(Session& session, JobId id) {
  return change(session, QStringLiteral("UPDATE job SET kill_requested = 1 WHERE id = ?"), {id.value});
}

Expected<void> writeEnd(Session& session, const Job& job) {
  return change(session, QStringLiteral("UPDATE job SET state = ?, error = ?, ended_at = ? WHERE id = ?"),
                {jobStateKey(job.state), job.error, job.endedMs, job.id.value});
}

Expected<void> forgetBody(Session& session, const QString& spoolName) {
  return change(session, QStringLiteral("UPDATE job SET spool_name = '' WHERE spool_name = ?"), {spoolName});
}

QString sendToText(const std::optional<DeliveryRequest>& sendTo) {
  if (!sendTo) return QStringLiteral("{}");
  return compact(QJsonDocument(QJsonObject{{QStringLiteral("targetId"), sendTo->targetId.value},
                                           {QStringLiteral("targetText"), sendTo->targetText},
                                           {QStringLiteral("address"), sendTo->to.url.address()},
                                           {QStringLiteral("origin"), sendTo->to.url.origin()},
                                           {QStringLiteral("user"), sendTo->to.user},
                                           {QStringLiteral("secretKey"), sendTo->to.secretKey},
                                           {QStringLiteral("method"), httpMethodName(sendTo->to.method)},
                                           {QStringLiteral("options"), sendTo->to.options.toJson()},
                                           {QStringLiteral("rowCap"), sendTo->to.rowCap},
                                           {QStringLiteral("latestWins"), sendTo->latestWins}}));
}

std::optional<DeliveryRequest> sendToFromText(const QString& text) {
  const QJsonObject object = QJsonDocument::fromJson(text.toUtf8()).object();
  const auto address = TargetUrl::parse(object.value(QStringLiteral("address")).toString());
  if (!address) return std::nullopt;
  DeliveryRequest sendTo;
  sendTo.targetId.value = object.value(QStringLiteral("targetId")).toInteger();
  sendTo.targetText = object.value(QStringLiteral("targetText")).toString();
  sendTo.to.url = address->url;
  sendTo.to.user = object.value(QStringLiteral("user")).toString();
  sendTo.to.secretKey = object.value(QStringLiteral("secretKey")).toString();
  const bool isPost = object.value(QStringLiteral("method")).toString() == httpMethodName(HttpMethod::Post);
  sendTo.to.method = isPost ? HttpMethod::Post : HttpMethod::Put;
  sendTo.to.options = TargetOptions::fromJson(object.value(QStringLiteral("options")).toString());
  sendTo.to.rowCap = object.value(QStringLiteral("rowCap")).toInteger(sendTo.to.rowCap);
  sendTo.latestWins = object.value(QStringLiteral("latestWins")).toBool();
  return sendTo;
}

QString idList(const QVector<JobId>& ids) {
  QJsonArray list;
  for (const JobId id : ids) list.append(id.value);
  return compact(QJsonDocument(list));
}

}  // namespace courier::jobrows
