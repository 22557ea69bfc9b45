#include "models/schedules/ScheduleStore.h"

#include <QJsonArray>
#include <QJsonDocument>

#include "models/base/Wording.h"
#include "models/jobs/JobRows.h"
#include "models/schedules/ScheduleJobs.h"
#include "models/schedules/ScheduleRows.h"
#include "models/schedules/ZoneNames.h"

namespace courier {

namespace {

Expected<void> check(const Schedule& schedule) {
  const auto invalid = [](const QString& message) { return Error::invalidInput(message); };
  if (schedule.name.trimmed().isEmpty())
    return invalid(ScheduleStore::tr("The schedule's name is empty. Give it one."));
  if (hasControlCharacters(schedule.name))
    return invalid(
        ScheduleStore::tr("The schedule's name contains a line break or another control character. Remove it."));
  if (schedule.name.trimmed() != schedule.name)
    return invalid(ScheduleStore::tr("The schedule's name begins or ends with a space. Remove it."));
  if (schedule.sql.trimmed().isEmpty())
    return invalid(ScheduleStore::tr("The schedule's query is empty: write a statement."));
  if (const auto zone = zoneNamed(schedule.zone); !zone) return zone.error();
  if (schedule.delaySeconds < 0 || schedule.delaySeconds > 86'400)
    return invalid(ScheduleStore::tr("The delay %1 is out of range (0 to 86400 seconds).").arg(schedule.delaySeconds));
  if (schedule.priority < -2 || schedule.priority > 2)
    return invalid(ScheduleStore::tr("Priority %1 is out of range (-2 to 2).").arg(schedule.priority));
  if (schedule.retryLimit < 0)
    return invalid(
        ScheduleStore::tr("The number of retries, %1, is negative. Give 0 or more.").arg(schedule.retryLimit));
  return {};
}

/// The name is free, or belongs to `self`.
Expected<void> checkScheduleName(Session& session, const QString& name, ScheduleId self) {
  auto taken = session.row(QStringLiteral("SELECT 1 FROM schedule WHERE name = ? AND deleted_at IS NULL AND id <> ?"),
                           {name, self.value}, [](const QSqlQuery&) { return true; });
  if (!taken) return taken.error();
  if (!taken->has_value()) return {};
  return Error::of(ErrorKind::AlreadyExists,
                   ScheduleStore::tr("There is a schedule named '%1' already. Choose another name.").arg(name));
}

}  // namespace

ScheduleStore::ScheduleStore(Database& database, const Clock& clock, QObject* parent)
    : Store(database, clock, parent) {}

QFuture<Expected<ScheduleId>> ScheduleStore::create(const Schedule& schedule) {
  return write([schedule, now = nowMs()](Session& session) -> Expected<ScheduleId> {
    if (auto fine = check(schedule); !fine) return fine.error();
    if (auto isFree = checkScheduleName(session, schedule.name, {}); !isFree) return isFree.error();
    return schedulerows::insert(session, schedule, now);
  });
}

template <class Change>
QFuture<Expected<void>> ScheduleStore::overwrite(ScheduleId id, Change change) {
  return write([id, change, now = nowMs()](Session& session) -> Expected<void> {
    const auto before = schedulerows::load(session, id);
    if (!before) return before.error();
    Schedule after = *before;
    change(after);
    if (auto fine = check(after); !fine) return fine;
    if (auto isFree = checkScheduleName(session, after.name, id); !isFree) return isFree;
    const bool isSameTime = before->cron == after.cron && before->zone == after.zone && before->isOn == after.isOn;
    after.id = id;
    after.consideredMs = isSameTime ? before->consideredMs : now;
    return schedulerows::overwrite(session, after);
  });
}

QFuture<Expected<void>> ScheduleStore::update(const Schedule& schedule) {
  return overwrite(schedule.id, [schedule](Schedule& row) { row = schedule; });
}

QFuture<Expected<void>> ScheduleStore::setOn(ScheduleId id, bool isOn) {
  return overwrite(id, [isOn](Schedule& row) { row.isOn = isOn; });
}

QFuture<Expected<void>> ScheduleStore::switchOff(ScheduleId id, const QString& why) {
  return write([id, why, now = nowMs()](Session& session) -> Expected<void> {
    const auto off = session.change(
        QStringLiteral("UPDATE schedule SET is_on = 0 WHERE id = ? AND is_on AND deleted_at IS NULL"), {id.value});
    if (!off) return off.error();
    if (*off == 0) return {};
    return schedulenotices::afterFailure(session, id, why, now);
  });
}

QFuture<Expected<void>> ScheduleStore::remove(ScheduleId id) {
  return write([id, now = nowMs()](Session& session) -> Expected<void> {
    auto hidden = session.change(
        QStringLiteral("UPDATE schedule SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL"), {now, id.value});
    if (!hidden) return hidden.error();
    if (*hidden == 0) return schedulerows::notFound();
    return schedulenotices::withdraw(session, id, now);
  });
}

QFuture<Expected<Schedule>> ScheduleStore::find(ScheduleId id) {
  return read([id](Session& session) { return schedulerows::load(session, id); });
}

QFuture<Expected<Schedule>> ScheduleStore::findByName(const QString& name) {
  return read([name](Session& session) -> Expected<Schedule> {
    auto found = schedulerows::schedules(session, QStringLiteral("AND name = ?"), {name});
    if (!found) return found.error();
    if (!found->isEmpty()) return found->first();
    auto names =
        session.rows(QStringLiteral("SELECT name FROM schedule WHERE deleted_at IS NULL ORDER BY name LIMIT 6"), {},
                     [](const QSqlQuery& query) { return query.value(0).toString(); });
    if (!names) return names.error();
    const QString message = names->isEmpty()
                                ? tr("There is no schedule named '%1', because none has been saved yet.").arg(name)
                                : tr("There is no schedule named '%1'. Schedules: %2.").arg(name, listedNames(*names));
    return Error::notFound(message);
  });
}

QFuture<Expected<QVector<Schedule>>> ScheduleStore::all() {
  return read([](Session& session) {
    return schedulerows::schedules(session, QStringLiteral("ORDER BY name COLLATE NOCASE, name"), {});
  });
}

QFuture<Expected<QVector<SlotRecord>>> ScheduleStore::history(ScheduleId id, int limit) {
  return read([id, limit](Session& session) { return schedulerows::history(session, id, limit); });
}

QFuture<Expected<QVector<ScheduleOverview>>> ScheduleStore::overviews() {
  return read([](Session& session) -> Expected<QVector<ScheduleOverview>> {
    auto schedules = schedulerows::schedules(session, QStringLiteral("ORDER BY name COLLATE NOCASE, name"), {});
    if (!schedules) return schedules.error();
    QVector<ScheduleOverview> overviews;
    for (const Schedule& schedule : *schedules) {
      const auto newest = slotlines::read(session, schedule.id, 1);
      if (!newest) return newest.error();
      const auto lacks = schedulejobs::lackOf(session, schedule);
      if (!lacks) return lacks.error();
      overviews.append({schedule, newest->isEmpty() ? std::nullopt : std::optional(newest->first()), *lacks});
    }
    return overviews;
  });
}

QFuture<Expected<JobId>> ScheduleStore::nextJobId() {
  return read([](Session& session) -> Expected<JobId> {
    auto last = session.row(QStringLiteral("SELECT seq FROM sqlite_sequence WHERE name = 'job'"), {},
                            [](const QSqlQuery& query) { return query.value(0).toLongLong(); });
    if (!last) return last.error();
    return JobId{last->value_or(0) + 1};
  });
}

QFuture<Expected<QVector<SlotLine>>> ScheduleStore::historyLines(ScheduleId id, int limit) {
  return read([id, limit](Session& session) { return slotlines::read(session, id, limit); });
}

QFuture<Expected<QVector<SlotRecord>>> ScheduleStore::records(ScheduleId id, const QVector<qint64>& slotsMs) {
  return read([id, slotsMs](Session& session) { return schedulerows::records(session, id, slotsMs); });
}

QFuture<Expected<QVector<ScheduleView>>> ScheduleStore::views() {
  return read([](Session& session) -> Expected<QVector<ScheduleView>> {
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

QFuture<Expected<QVector<JobId>>> ScheduleStore::carryOut(const Schedule& schedule, const SchedulePlan& sendTo,
                                                          schedulenotices::Absence absence) {
  return write([schedule, sendTo, absence, now = nowMs()](Session& session) {
    return schedulerows::carryOut(session, schedule, sendTo, absence, now);
  });
}

QFuture<Expected<QVector<JobId>>> ScheduleStore::backfill(ScheduleId id, const QVector<qint64>& slotsMs) {
  return write([id, slotsMs, now = nowMs()](Session& session) -> Expected<QVector<JobId>> {
    const auto schedule = schedulerows::load(session, id);
    if (!schedule) return schedule.error();
    return schedulejobs::backfill(session, *schedule, slotsMs, now);
  });
}

QFuture<Expected<int>> ScheduleStore::interruptRunning(const QString& runner) {
  return write([runner](Session& session) {
    return session.change(
        QStringLiteral("UPDATE slot SET state = 'interrupted' WHERE job_id IN (SELECT id FROM job WHERE state IN "
                       "('queued', 'running') AND state = 'running' AND runner = ? AND schedule_id IS NOT NULL AND "
                       "remote_id = '')"),
        {runner});
  });
}

}  // namespace courier
