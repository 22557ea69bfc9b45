#include "models/jobs/JobConditions.h"

#include <QStringList>
#include <limits>

#include "models/outbox/OutboxRows.h"

namespace courier::jobconditions {
namespace {

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

}  // namespace

QString needsYou() {
  return QStringLiteral("lower(d.state) IN ('held', 'refused', 'expired') AND (d.state = 'held' OR ") +
         outboxrows::isUnanswered() + u')';
}

QString isUnderWay() {
  return QStringLiteral("lower(d.state) IN ('waiting', 'sending')");
}

QString isAtWork() {
  return QStringLiteral("j.state IN ('queued', 'running')");
}

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

Clause wantedDelivery(const JobFilter& filter) {
  return deliveryConditions(filter);
}

}  // namespace courier::jobconditions
