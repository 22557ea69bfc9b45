#include "models/schedules/ScheduleStore.h"

#include <QJsonArray>
#include <QJsonDocument>

#include "models/base/NameText.h"
#include "models/jobs/JobRows.h"
#include "models/schedules/ScheduleJobs.h"
#include "models/schedules/ScheduleRows.h"

namespace courier {

namespace {

Result<void> check(const Schedule& schedule) {
  const auto invalid = [](const QString& message) { return Error{ErrorKind::InvalidInput, message, {}, {}}; };
  if (schedule.name.trimmed().isEmpty())
    return invalid(ScheduleStore::tr("The schedule's name is empty. Give it one."));
  if (hasControlCharacters(schedule.name))
    return invalid(
        ScheduleStore::tr("The schedule's name holds a line break or another control character. Take it out."));
  if (schedule.name.trimmed() != schedule.name)
    return invalid(ScheduleStore::tr("The schedule's name begins or ends with a space. Take it out."));
  if (schedule.sql.trimmed().isEmpty())
    return invalid(ScheduleStore::tr("The schedule's query is empty: write a statement."));
  if (!QTimeZone(schedule.zone.toUtf8()).isValid())
    return invalid(ScheduleStore::tr("There is no time zone '%1'. Give a name such as Europe/Berlin or UTC.")
                       .arg(schedule.zone.left(60)));
  if (schedule.delaySeconds < 0 || schedule.delaySeconds > 86'400)
    return invalid(ScheduleStore::tr("The delay %1 is out of range (0 to 86400 seconds).").arg(schedule.delaySeconds));
  if (schedule.priority < -2 || schedule.priority > 2)
    return invalid(ScheduleStore::tr("Priority %1 is out of range (-2 to 2).").arg(schedule.priority));
  if (schedule.retryLimit < 0)
    return invalid(ScheduleStore::tr("The number of retries, %1, is negative.").arg(schedule.retryLimit));
  return {};
}

/// The name is free, or belongs to `self`.
Result<void> checkFree(Session& session, const QString& name, ScheduleId self) {
  auto taken = session.row(QStringLiteral("SELECT 1 FROM schedule WHERE name = ? AND deleted_at IS NULL AND id <> ?"),
                           {name, self.value}, [](const QSqlQuery&) { return true; });
  if (!taken) return taken.error();
  if (!taken->has_value()) return {};
  return Error{ErrorKind::AlreadyExists,
               ScheduleStore::tr("There is a schedule named '%1' already. Choose another name.").arg(name),
               {},
               {}};
}

}  // namespace

ScheduleStore::ScheduleStore(Database& database, const Clock& clock, QObject* parent)
    : Store(database, clock, parent) {}

QFuture<Result<ScheduleId>> ScheduleStore::create(const Schedule& schedule) {
  return write([schedule, now = nowMs()](Session& session) -> Result<ScheduleId> {
    if (auto fine = check(schedule); !fine) return fine.error();
    if (auto isFree = checkFree(session, schedule.name, {}); !isFree) return isFree.error();
    return schedulerows::insert(session, schedule, now);
  });
}

template <class Change>
QFuture<Result<void>> ScheduleStore::overwrite(ScheduleId id, Change change) {
  return write([id, change, now = nowMs()](Session& session) -> Result<void> {
    const auto before = schedulerows::load(session, id);
    if (!before) return before.error();
    Schedule after = *before;
    change(after);
    if (auto fine = check(after); !fine) return fine;
    if (auto isFree = checkFree(session, after.name, id); !isFree) return isFree;
    const bool isSameTime = before->cron == after.cron && before->zone == after.zone && before->isOn == after.isOn;
    after.id = id;
    after.consideredMs = isSameTime ? before->consideredMs : now;
    return schedulerows::overwrite(session, after);
  });
}

QFuture<Result<void>> ScheduleStore::update(const Schedule& schedule) {
  return overwrite(schedule.id, [schedule](Schedule& row) { row = schedule; });
}

QFuture<Result<void>> ScheduleStore::setOn(ScheduleId id, bool isOn) {
  return overwrite(id, [isOn](Schedule& row) { row.isOn = isOn; });
}

QFuture<Result<void>> ScheduleStore::remove(ScheduleId id) {
  return write([id, now = nowMs()](Session& session) -> Result<void> {
    auto hidden = session.change(
        QStringLiteral("UPDATE schedule SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL"), {now, id.value});
    if (!hidden) return hidden.error();
    if (*hidden == 0) return schedulerows::notFound();
    return schedulenotices::withdraw(session, id, now);
  });
}

QFuture<Result<Schedule>> ScheduleStore::find(ScheduleId id) {
  return read([id](Session& session) { return schedulerows::load(session, id); });
}

QFuture<Result<Schedule>> ScheduleStore::findByName(const QString& name) {
  return read([name](Session& session) -> Result<Schedule> {
    auto found = schedulerows::schedules(session, QStringLiteral("AND name = ?"), {name});
    if (!found) return found.error();
    if (!found->isEmpty()) return found->first();
    auto names =
        session.rows(QStringLiteral("SELECT name FROM schedule WHERE deleted_at IS NULL ORDER BY name LIMIT 6"), {},
                     [](const QSqlQuery& query) { return query.value(0).toString(); });
    if (!names) return names.error();
    const QString message = names->isEmpty()
                                ? tr("There is no schedule named '%1', nor any other.").arg(name)
                                : tr("There is no schedule named '%1'. Schedules: %2.").arg(name, listedNames(*names));
    return Error{ErrorKind::NotFound, message, {}, {}};
  });
}

QFuture<Result<QVector<Schedule>>> ScheduleStore::all() {
  return read([](Session& session) {
    return schedulerows::schedules(session, QStringLiteral("ORDER BY name COLLATE NOCASE, name"), {});
  });
}

QFuture<Result<QVector<SlotRecord>>> ScheduleStore::history(ScheduleId id, int limit) {
  return read([id, limit](Session& session) { return schedulerows::history(session, id, limit); });
}

QFuture<Result<QVector<ScheduleOverview>>> ScheduleStore::overviews() {
  return read([](Session& session) -> Result<QVector<ScheduleOverview>> {
    auto schedules = schedulerows::schedules(session, QStringLiteral("ORDER BY name COLLATE NOCASE, name"), {});
    if (!schedules) return schedules.error();
    QVector<ScheduleOverview> overviews;
    for (const Schedule& schedule : *schedules) {
      const auto newest = slotlines::read(session, schedule.id, 1);
      if (!newest) return newest.error();
      overviews.append({schedule, newest->isEmpty() ? std::nullopt : std::optional(newest->first())});
    }
    return overviews;
  });
}

QFuture<Result<JobId>> ScheduleStore::nextJobId() {
  return read([](Session& session) -> Result<JobId> {
    auto last = session.row(QStringLiteral("SELECT seq FROM sqlite_sequence WHERE name = 'job'"), {},
                            [](const QSqlQuery& query) { return query.value(0).toLongLong(); });
    if (!last) return last.error();
    return JobId{last->value_or(0) + 1};
  });
}

QFuture<Result<QVector<SlotLine>>> ScheduleStore::historyLines(ScheduleId id, int limit) {
  return read([id, limit](Session& session) { return slotlines::read(session, id, limit); });
}

QFuture<Result<QVector<SlotRecord>>> ScheduleStore::records(ScheduleId id, const QVector<qint64>& slotsMs) {
  return read([id, slotsMs](Session& session) { return schedulerows::records(session, id, slotsMs); });
}

QFuture<Result<QVector<ScheduleView>>> ScheduleStore::views() {
  return read([](Session& session) -> Result<QVector<ScheduleView>> {
    auto schedules = schedulerows::schedules(session, QStringLiteral("AND is_on AND cron <> '' ORDER BY id"), {});
    if (!schedules) return schedules.error();
    QVector<ScheduleView> views;
    for (const Schedule& schedule : *schedules) {
      auto situation = schedulerows::situation(session, schedule.id);
      if (!situation) return situation.error();
      views.append({schedule, *situation});
    }
    return views;
  });
}

QFuture<Result<QVector<JobId>>> ScheduleStore::carryOut(const Schedule& schedule, const SchedulePlan& plan,
                                                        schedulenotices::Absence absence) {
  return write([schedule, plan, absence, now = nowMs()](Session& session) {
    return schedulerows::carryOut(session, schedule, plan, absence, now);
  });
}

QFuture<Result<QVector<JobId>>> ScheduleStore::backfill(ScheduleId id, const QVector<qint64>& slotsMs) {
  return write([id, slotsMs, now = nowMs()](Session& session) -> Result<QVector<JobId>> {
    const auto schedule = schedulerows::load(session, id);
    if (!schedule) return schedule.error();
    return schedulejobs::backfill(session, *schedule, slotsMs, now);
  });
}

QFuture<Result<int>> ScheduleStore::interruptRunning(const QString& runner) {
  return write([runner](Session& session) {
    return session.change(
        QStringLiteral("UPDATE slot SET state = 'interrupted' WHERE job_id IN (SELECT id FROM job WHERE state IN "
                       "('queued', 'running') AND state = 'running' AND runner = ? AND schedule_id IS NOT NULL)"),
        {runner});
  });
}

}  // namespace courier
