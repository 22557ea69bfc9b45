#include "models/jobs/JobLines.h"

#include <QHash>
#include <QString>
#include <QStringList>
#include <QVariantList>
#include <limits>

#include "models/jobs/JobFilter.h"
#include "models/jobs/JobRows.h"
#include "models/outbox/OutboxRows.h"

namespace courier {
namespace {

/// A JobFilter becomes SQL on jobs j and deliveries d, written so that the indexes of courier.db serve it.

/// A piece of SQL with the values of its question marks.
struct Clause {
  QString sql;
  QVariantList values;
};

/// Deliveries d that a person has to look at.
QString needsYou() {
  return QStringLiteral("lower(d.state) IN ('held', 'refused', 'expired') AND (d.state = 'held' OR ") +
         outboxrows::isUnanswered() + u')';
}

/// Deliveries d that are on their way.
QString isUnderWay() {
  return QStringLiteral("lower(d.state) IN ('waiting', 'sending')");
}

/// Jobs j that wait or run.
QString isAtWork() {
  return QStringLiteral("j.state IN ('queued', 'running')");
}

/// Conditions that hold together.
class Conditions {
 public:
  void add(const Clause& clause) {
    if (clause.sql.isEmpty()) return;
    m_parts.append(clause.sql);
    m_values += clause.values;
  }
  void add(const QString& sql, const QVariantList& values = {}) { add(Clause{sql, values}); }
  [[nodiscard]] Clause all() const {
    return {m_parts.isEmpty() ? QStringLiteral("1") : m_parts.join(QStringLiteral(" AND ")), m_values};
  }

 private:
  QStringList m_parts;
  QVariantList m_values;
};

QString pattern(QString text) {
  for (const QChar special : {QLatin1Char('\\'), QLatin1Char('%'), QLatin1Char('_')}) {
    text.replace(special, QString(QLatin1Char('\\')) + special);
  }
  return QLatin1Char('%') + text + QLatin1Char('%');
}

Clause containing(const QString& text, const QStringList& columns) {
  if (text.isEmpty()) return {};
  Clause clause;
  QStringList likes;
  for (const QString& column : columns) {
    likes.append(column + QStringLiteral(" LIKE ? ESCAPE '\\'"));
    clause.values.append(pattern(text));
  }
  clause.sql = QLatin1Char('(') + likes.join(QStringLiteral(" OR ")) + QLatin1Char(')');
  return clause;
}

/// Says of `column` that it is one of the target's ids; no list of them means any.
Clause isTarget(const QString& column, const JobTarget& target) {
  if (!target.name.isEmpty()) {
    return {column + QStringLiteral(" IN (SELECT id FROM target WHERE name = ?)"), {target.name}};
  }
  if (target.address.isEmpty()) return {};
  return {column + QStringLiteral(" IN (SELECT id FROM target WHERE name = '' AND address = ?)"), {target.address}};
}

constexpr qint64 unbounded = std::numeric_limits<qint64>::max();

/// Both ends always: SQLite takes its index of times only for a range with two.
void addTimes(Conditions& conditions, const QString& column, const JobFilter& filter) {
  if (filter.fromMs <= 0 && filter.toMs <= 0) return;
  conditions.add(QStringLiteral("%1 >= ? AND %1 < ?").arg(column),
                 {filter.fromMs, filter.toMs > 0 ? filter.toMs : unbounded});
}

/// As the index delivery_state has it.
QString deliveryIs(const QString& states) {
  return QStringLiteral("lower(d.state) IN (%1)").arg(states);
}

QString failed() {
  return QStringLiteral("j.state IN ('error', 'killed') AND j.state = 'error'");
}

QString stopped() {
  return QStringLiteral("j.state IN ('error', 'killed') AND j.state = 'killed'");
}

QString deliveryState(JobFilter::State state) {
  switch (state) {
    case JobFilter::State::Any:
      return {};
    case JobFilter::State::Running:
      return isAtWork();
    case JobFilter::State::Failed:
      return failed();
    case JobFilter::State::Stopped:
      return stopped();
    case JobFilter::State::Waiting:
      return deliveryIs(QStringLiteral("'waiting'"));
    case JobFilter::State::Sending:
      return deliveryIs(QStringLiteral("'sending'"));
    case JobFilter::State::Held:
      return deliveryIs(QStringLiteral("'held'"));
    case JobFilter::State::Delivered:
      return deliveryIs(QStringLiteral("'delivered'"));
    case JobFilter::State::Refused:
      return deliveryIs(QStringLiteral("'refused'"));
    case JobFilter::State::Expired:
      return deliveryIs(QStringLiteral("'expired'"));
    case JobFilter::State::Cancelled:
      return deliveryIs(QStringLiteral("'cancelled'"));
  }
  return {};
}

/// Of a job without a delivery; "0" where no such job can be meant.
QString bareState(JobFilter::State state) {
  switch (state) {
    case JobFilter::State::Any:
    case JobFilter::State::Running:
    case JobFilter::State::Failed:
    case JobFilter::State::Stopped:
      return deliveryState(state);
    default:
      return QStringLiteral("0");
  }
}

/// Of the jobs j that are wanted, which deliveries d are lines.
Clause deliveryConditions(const JobFilter& filter) {
  Conditions conditions;
  if (filter.group == JobFilter::Group::NeedsYou) conditions.add(needsYou());
  if (filter.group == JobFilter::Group::Waiting) conditions.add(isUnderWay());
  conditions.add(deliveryState(filter.state));
  conditions.add(isTarget(QStringLiteral("d.target_id"), filter.target));
  addTimes(conditions, QStringLiteral("d.created_at"), filter);
  conditions.add(containing(filter.text, {QStringLiteral("j.query_name"), QStringLiteral("j.sql"),
                                          QStringLiteral("d.target_text"), QStringLiteral("d.address")}));
  return conditions.all();
}

/// Of jobs that have no delivery, or, where the list wants what is at work, whose own work is meant.
Clause bareConditions(const JobFilter& filter) {
  Conditions conditions;
  if (filter.group == JobFilter::Group::NeedsYou) conditions.add(QStringLiteral("0"));
  if (filter.group == JobFilter::Group::Waiting) {
    conditions.add(isAtWork());
  } else {
    conditions.add(QStringLiteral("NOT EXISTS (SELECT 1 FROM delivery other WHERE other.job_id = j.id)"));
  }
  conditions.add(bareState(filter.state));
  conditions.add(isTarget(QStringLiteral("json_extract(j.plan, '$.targetId')"), filter.target));
  addTimes(conditions, QStringLiteral("j.created_at"), filter);
  conditions.add(containing(filter.text, {QStringLiteral("j.query_name"), QStringLiteral("j.sql"),
                                          QStringLiteral("json_extract(j.plan, '$.targetText')"),
                                          QStringLiteral("json_extract(j.plan, '$.address')")}));
  return conditions.all();
}

/// Ids of the wanted jobs, newest first, as one column: at most the filter's limit.
Clause wantedJobs(const JobFilter& filter) {
  const qint64 before = filter.beforeJob > 0 ? filter.beforeJob : unbounded;
  if (!filter.isRestricted()) {
    return {QStringLiteral("SELECT j.id FROM job j WHERE j.id < ? ORDER BY j.id DESC LIMIT ?"), {before, filter.limit}};
  }
  const Clause sent = deliveryConditions(filter);
  const Clause bare = bareConditions(filter);
  // The plus sign leaves the index of times to a list of a few days.
  const QString plus = filter.fromMs > 0 || filter.toMs > 0 ? QStringLiteral("+") : QString();
  return {
      QStringLiteral("SELECT d.job_id AS id FROM delivery d JOIN job j ON j.id = d.job_id WHERE %1 AND %3d.job_id < "
                     "? UNION SELECT j.id FROM job j WHERE %2 AND %3j.id < ? ORDER BY id DESC LIMIT ?")
          .arg(sent.sql, bare.sql, plus),
      sent.values + QVariantList{before} + bare.values + QVariantList{before, filter.limit}};
}

Expected<qint64> count(Session& session, const QString& sql) {
  auto number = session.row(sql, {}, [](const QSqlQuery& query) { return query.value(0).toLongLong(); });
  if (!number) return number.error();
  return number->value_or(0);
}

}  // namespace

namespace joblines {

Expected<QVector<JobLine>> read(Session& session, const JobFilter& filter) {
  const Clause wanted = wantedJobs(filter);
  const auto ids = session.rows(wanted.sql, wanted.values,
                                [](const QSqlQuery& query) { return JobId{query.value(0).toLongLong()}; });
  if (!ids) return ids.error();
  const auto jobs =
      jobrows::jobs(session, QStringLiteral("WHERE j.id IN (SELECT value FROM json_each(?)) ORDER BY j.id DESC"),
                    {jobrows::idList(*ids)}, jobrows::Sql::Beginning);
  if (!jobs) return jobs.error();
  const Clause wantedDelivery = deliveryConditions(filter);
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
      {&totals.needsYou, QStringLiteral("SELECT COUNT(*) FROM delivery d WHERE ") + needsYou()},
      {&totals.waiting, QStringLiteral("SELECT (SELECT COUNT(*) FROM delivery d WHERE %1) + "
                                       "(SELECT COUNT(*) FROM job j WHERE %2)")
                            .arg(isUnderWay(), isAtWork())}};
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

}  // namespace joblines

}  // namespace courier
