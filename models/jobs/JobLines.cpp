#include "models/jobs/JobLines.h"

#include <QHash>
#include <limits>

#include "models/delivery/OutboxRows.h"
#include "models/jobs/JobRows.h"

namespace courier::joblines {

namespace {

/// A piece of SQL with the values of its question marks.
struct Clause {
  QString sql;
  QVariantList values;
};

/// The first list repeats the index's own condition, without which SQLite does not use it.
QString needsYou() {
  return QStringLiteral(
      "d.state IN ('held', 'refused', 'expired') AND (d.state = 'held' OR NOT EXISTS (SELECT 1 FROM delivery later "
      "WHERE later.job_id = d.job_id AND later.address = d.address AND later.id > d.id))");
}

QString isWaiting() {
  return QStringLiteral("d.state IN ('waiting', 'sending', 'held') AND d.state <> 'held'");
}

QString isAtWork() {
  return QStringLiteral("j.state IN ('queued', 'running')");
}

QString pattern(QString text) {
  for (const QChar special : {QLatin1Char('\\'), QLatin1Char('%'), QLatin1Char('_')}) {
    text.replace(special, QString(QLatin1Char('\\')) + special);
  }
  return QLatin1Char('%') + text + QLatin1Char('%');
}

Clause containing(const QString& text, const QStringList& columns) {
  if (text.isEmpty()) return {QStringLiteral("1"), {}};
  Clause clause;
  QStringList likes;
  for (const QString& column : columns) {
    likes.append(column + QStringLiteral(" LIKE ? ESCAPE '\\'"));
    clause.values.append(pattern(text));
  }
  clause.sql = QLatin1Char('(') + likes.join(QStringLiteral(" OR ")) + QLatin1Char(')');
  return clause;
}

Clause deliveryHas(const QString& text) {
  return containing(text, {QStringLiteral("j.query_name"), QStringLiteral("j.sql"), QStringLiteral("d.target_text")});
}

Clause jobHas(const QString& text) {
  return containing(text, {QStringLiteral("j.query_name"), QStringLiteral("j.sql"),
                           QStringLiteral("json_extract(j.plan, '$.targetText')")});
}

/// The jobs whose lines are wanted, as one column.
Clause wantedJobs(const JobFilter& filter) {
  const Clause job = jobHas(filter.text);
  const Clause delivery = deliveryHas(filter.text);
  const QString deliveries = QStringLiteral("FROM delivery d JOIN job j ON j.id = d.job_id WHERE ");
  Clause wanted;
  switch (filter.group) {
    case JobFilter::Group::All:
      wanted.sql = QStringLiteral("SELECT j.id FROM job j WHERE (") + job.sql;
      wanted.values = job.values;
      if (!filter.text.isEmpty()) {
        const Clause target = containing(filter.text, {QStringLiteral("d.target_text")});
        wanted.sql +=
            QStringLiteral(" OR EXISTS (SELECT 1 FROM delivery d WHERE d.job_id = j.id AND %1)").arg(target.sql);
        wanted.values += target.values;
      }
      wanted.sql += QStringLiteral(") AND j.id < ? ORDER BY j.id DESC LIMIT ?");
      break;
    case JobFilter::Group::NeedsYou:
      wanted.sql =
          QStringLiteral("SELECT DISTINCT d.job_id %1%2 AND %3 AND d.job_id < ? ORDER BY d.job_id DESC LIMIT ?")
              .arg(deliveries, needsYou(), delivery.sql);
      wanted.values = delivery.values;
      break;
    case JobFilter::Group::Waiting:
      wanted.sql = QStringLiteral(
                       "SELECT id FROM (SELECT d.job_id AS id %1%2 AND %3 "
                       "UNION SELECT j.id FROM job j WHERE %4 AND %5) WHERE id < ? ORDER BY id DESC LIMIT ?")
                       .arg(deliveries, isWaiting(), delivery.sql, isAtWork(), job.sql);
      wanted.values = delivery.values + job.values;
      break;
  }
  wanted.values << (filter.beforeJob > 0 ? filter.beforeJob : std::numeric_limits<qint64>::max()) << filter.limit;
  return wanted;
}

/// Of the wanted jobs, the deliveries whose lines are wanted.
Clause wantedDeliveries(const JobFilter& filter, const QVector<JobId>& jobs) {
  QString group = QStringLiteral("1");
  if (filter.group == JobFilter::Group::NeedsYou) group = needsYou();
  if (filter.group == JobFilter::Group::Waiting) group = isWaiting();
  const Clause text = deliveryHas(filter.text);
  return {
      QStringLiteral("JOIN job j ON j.id = d.job_id WHERE d.job_id IN (SELECT value FROM json_each(?)) AND %1 AND %2 "
                     "ORDER BY d.job_id DESC, d.id DESC")
          .arg(group, text.sql),
      QVariantList{jobrows::idList(jobs)} + text.values};
}

Result<qint64> count(Session& session, const QString& sql) {
  auto number = session.row(sql, {}, [](const QSqlQuery& query) { return query.value(0).toLongLong(); });
  if (!number) return number.error();
  return number->value_or(0);
}

}  // namespace

Result<QVector<JobLine>> read(Session& session, const JobFilter& filter) {
  const Clause wanted = wantedJobs(filter);
  const auto ids = session.rows(wanted.sql, wanted.values,
                                [](const QSqlQuery& query) { return JobId{query.value(0).toLongLong()}; });
  if (!ids) return ids.error();
  const auto jobs =
      jobrows::jobs(session, QStringLiteral("WHERE j.id IN (SELECT value FROM json_each(?)) ORDER BY j.id DESC"),
                    {jobrows::idList(*ids)}, jobrows::Sql::Beginning);
  if (!jobs) return jobs.error();
  const Clause of = wantedDeliveries(filter, *ids);
  const auto deliveries = outboxrows::deliveries(session, of.sql, of.values);
  if (!deliveries) return deliveries.error();

  QVector<JobLine> lines;
  lines.reserve(std::max(jobs->size(), deliveries->size()));
  qsizetype next = 0;
  for (const Job& job : *jobs) {
    if (next == deliveries->size() || deliveries->at(next).jobId != job.id) lines.append({job, std::nullopt});
    for (; next < deliveries->size() && deliveries->at(next).jobId == job.id; ++next) {
      lines.append({job, deliveries->at(next)});
    }
  }
  return lines;
}

Result<JobStore::Totals> totals(Session& session) {
  JobStore::Totals totals;
  const std::pair<qint64*, QString> sums[] = {
      {&totals.jobs, QStringLiteral("SELECT COUNT(*) FROM job")},
      {&totals.keptBodyBytes, QStringLiteral("SELECT SUM(bytes) FROM (SELECT MAX(bytes) AS bytes FROM (SELECT "
                                             "spool_name AS name, spool_bytes AS bytes FROM job WHERE spool_name <> '' "
                                             "UNION ALL SELECT spool_name, body_bytes FROM delivery WHERE spool_name "
                                             "<> '') GROUP BY name)")},
      {&totals.needsYou, QStringLiteral("SELECT COUNT(*) FROM delivery d WHERE ") + needsYou()},
      {&totals.waiting, QStringLiteral("SELECT (SELECT COUNT(*) FROM delivery d WHERE %1) + "
                                       "(SELECT COUNT(*) FROM job j WHERE %2)")
                            .arg(isWaiting(), isAtWork())}};
  for (const auto& [sum, sql] : sums) {
    const auto number = count(session, sql);
    if (!number) return number.error();
    *sum = *number;
  }
  return totals;
}

}  // namespace courier::joblines
