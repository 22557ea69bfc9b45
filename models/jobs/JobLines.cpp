#include "models/jobs/JobLines.h"

#include <QHash>

#include "models/jobs/JobConditions.h"
#include "models/jobs/JobRows.h"
#include "models/outbox/OutboxRows.h"

namespace courier::joblines {

namespace {

using jobconditions::Clause;

Expected<qint64> count(Session& session, const QString& sql) {
  auto number = session.row(sql, {}, [](const QSqlQuery& query) { return query.value(0).toLongLong(); });
  if (!number) return number.error();
  return number->value_or(0);
}

}  // namespace

Expected<QVector<JobLine>> read(Session& session, const JobFilter& filter) {
  const Clause wanted = jobconditions::wantedJobs(filter);
  const auto ids = session.rows(wanted.sql, wanted.values,
                                [](const QSqlQuery& query) { return JobId{query.value(0).toLongLong()}; });
  if (!ids) return ids.error();
  const auto jobs =
      jobrows::jobs(session, QStringLiteral("WHERE j.id IN (SELECT value FROM json_each(?)) ORDER BY j.id DESC"),
                    {jobrows::idList(*ids)}, jobrows::Sql::Beginning);
  if (!jobs) return jobs.error();
  const Clause wantedDelivery = jobconditions::wantedDelivery(filter);
  // Of the wanted jobs alone: no index but theirs serves here.
  const auto deliveries = outboxrows::deliveries(
      session,
      QStringLiteral("JOIN job j ON j.id = d.job_id WHERE d.job_id IN (SELECT value FROM json_each(?)) AND (%1) "
                     "ORDER BY d.job_id DESC, d.id DESC")
          .arg(wantedDelivery.sql),
      QVariantList{jobrows::idList(*ids)} + wantedDelivery.values);
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

Expected<JobStore::Totals> totals(Session& session) {
  JobStore::Totals totals;
  const std::pair<qint64*, QString> sums[] = {
      {&totals.jobs, QStringLiteral("SELECT value FROM tally WHERE name = 'jobs'")},
      {&totals.keptBodyBytes, QStringLiteral("SELECT value FROM tally WHERE name = 'kept_bytes'")},
      {&totals.needsYou, QStringLiteral("SELECT COUNT(*) FROM delivery d WHERE ") + jobconditions::needsYou()},
      {&totals.waiting, QStringLiteral("SELECT (SELECT COUNT(*) FROM delivery d WHERE %1) + "
                                       "(SELECT COUNT(*) FROM job j WHERE %2)")
                            .arg(jobconditions::isUnderWay(), jobconditions::isAtWork())}};
  for (const auto& [sum, sql] : sums) {
    const auto number = count(session, sql);
    if (!number) return number.error();
    *sum = *number;
  }
  return totals;
}

Expected<QVector<JobTarget>> targets(Session& session) {
  // The ids that deliveries name, by skipping through their index.
  return session.rows(
      QStringLiteral("WITH RECURSIVE used (id) AS (SELECT MIN(target_id) FROM delivery UNION ALL SELECT (SELECT "
                     "MIN(target_id) FROM delivery WHERE target_id > used.id) FROM used WHERE used.id IS NOT NULL) "
                     "SELECT DISTINCT t.name, CASE WHEN t.name = '' THEN t.address ELSE '' END AS typed FROM used JOIN "
                     "target t ON t.id = used.id ORDER BY t.name = '', t.name, typed LIMIT 500"),
      {}, [](const QSqlQuery& query) {
        return JobTarget{query.value(0).toString(), query.value(1).toString()};
      });
}

}  // namespace courier::joblines
