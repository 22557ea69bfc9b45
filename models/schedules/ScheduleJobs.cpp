#include "models/schedules/ScheduleJobs.h"

#include <QCoreApplication>
#include <QTimeZone>
#include <optional>

#include "models/base/Expected.h"
#include "models/base/UserName.h"
#include "models/jobs/JobRows.h"
#include "models/notices/ScheduleNotices.h"
#include "models/schedules/CronWalk.h"
#include "models/schedules/ScheduleVariables.h"
#include "models/targets/TargetRows.h"

namespace courier {
namespace {

struct ScheduleJobsTr {
  Q_DECLARE_TR_FUNCTIONS(ScheduleStore)
};

/// A row of the slot table that may stand for many missed slots: their newest, and how many with it.
struct Line {
  qint64 slotMs = 0;
  qint64 missed = 0;
};

bool isDue(CronWalk& walk, qint64 slotMs) {
  return walk.last(slotMs - 1, slotMs).has_value();
}

/// The row at this slot, or after it the first that stands for many.
Expected<std::optional<Line>> lineFor(Session& session, ScheduleId id, qint64 slotMs) {
  return session.row(QStringLiteral("SELECT slot, missed FROM slot WHERE schedule_id = ? AND (slot = ? OR slot > ? AND "
                                    "missed > 1) ORDER BY slot LIMIT 1"),
                     {id.value, slotMs, slotMs}, [](const QSqlQuery& query) {
                       return Line{query.value(0).toLongLong(), query.value(1).toLongLong()};
                     });
}

/// The due slots between two instants, the later one counted, that have no row.
Expected<qint64> unrecorded(Session& session, ScheduleId id, CronWalk& walk, qint64 afterMs, qint64 untilMs) {
  const auto rows =
      session.rows(QStringLiteral("SELECT slot FROM slot WHERE schedule_id = ? AND slot > ? AND slot < ?"),
                   {id.value, afterMs, untilMs}, [](const QSqlQuery& query) { return query.value(0).toLongLong(); });
  if (!rows) return rows.error();
  qint64 count = walk.count(afterMs, untilMs);
  for (const qint64 slotMs : *rows) count -= isDue(walk, slotMs) ? 1 : 0;
  return count;
}

Expected<void> countOneLess(Session& session, ScheduleId id, qint64 slotMs) {
  const auto changed = session.change(
      QStringLiteral("UPDATE slot SET missed = missed - 1 WHERE schedule_id = ? AND slot = ?"), {id.value, slotMs});
  if (!changed) return changed.error();
  return {};
}

/// The line's row goes to the newest slot before it that has no row.
Expected<void> moveBack(Session& session, const Schedule& schedule, CronWalk& walk, const Line& line) {
  std::optional<CronSlot> before = walk.last(schedule.createdMs, line.slotMs - 1);
  for (; before; before = walk.last(schedule.createdMs, before->atMs - 1)) {
    const auto moved = session.change(
        QStringLiteral("UPDATE OR IGNORE slot SET slot = ?, missed = missed - 1 WHERE schedule_id = ? AND slot = ?"),
        {before->atMs, schedule.id.value, line.slotMs});
    if (!moved) return moved.error();
    if (*moved > 0) return {};
  }
  return {};
}

/// A slot (UTC ms) that such a row stands for gets a row of its own: the other row counts one less, and where the slot
/// was its newest it moves to the one before. Does nothing to a slot that no such row stands for. `walk`: of the
/// schedule's expression and zone. Within a caller's transaction, on the store thread.
Expected<void> takeOutOfMissed(Session& session, const Schedule& schedule, CronWalk& walk, qint64 slotMs) {
  const auto line = lineFor(session, schedule.id, slotMs);
  if (!line) return line.error();
  if (!*line || (*line)->missed <= 1) return {};
  if ((*line)->slotMs == slotMs) return moveBack(session, schedule, walk, **line);
  if (!isDue(walk, slotMs)) return {};
  // So many of the line's slots are newer: where those are all of them, it does not reach back to this one.
  const auto newer = unrecorded(session, schedule.id, walk, slotMs, (*line)->slotMs);
  if (!newer) return newer.error();
  if (*newer >= (*line)->missed) return {};
  return countOneLess(session, schedule.id, (*line)->slotMs);
}

/// Where the request leads now. A saved target's path is joined anew; one typed in place keeps its address.
Expected<DeliveryRequest> presentRequest(Session& session, DeliveryRequest request) {
  const auto target = targetrows::load(session, request.targetId);
  if (!target) {
    if (target.error().kind != ErrorKind::NotFound) return target.error();
    return Error::notFound(ScheduleJobsTr::tr("The target %1 no longer exists. Choose another for this schedule.")
                               .arg(request.targetText));
  }
  if (target->name.isEmpty()) {
    request.to.user = target->to.user;
    request.to.secretKey = target->to.secretKey;
    return request;
  }
  const qsizetype colon = request.targetText.indexOf(u':');
  const QString tail = colon < 0 ? QString() : request.targetText.mid(colon + 1);
  const auto joined = target->to.joined(tail);
  if (!joined) return joined.error();
  request.to = *joined;
  request.targetText = tail.isEmpty() ? target->name : target->name + u':' + tail;
  return request;
}

/// The job's SQL and target with this slot's values; the sentence of what cannot be, "" where all is well.
Expected<QString> fill(Session& session, JobRequest& job, const SlotValues& values) {
  const auto sql = schedulevariables::expandSql(job.sql, values);
  if (!sql) return sql.error().message;
  job.sql = *sql;
  if (!job.sendTo) return QString();
  auto request = presentRequest(session, *job.sendTo);
  if (!request) {
    if (request.error().kind == ErrorKind::Storage) return request.error();
    return request.error().message;
  }
  job.sendTo = *request;
  const auto url = schedulevariables::expandUrl(job.sendTo->to.url, values);
  if (!url) return url.error().message;
  job.sendTo->to.url = *url;
  return QString();
}

JobRequest requestOf(const Schedule& schedule, JobKind kind, const QString& connectionName) {
  JobRequest request;
  request.kind = kind;
  request.queryName = schedule.name;
  request.sql = schedule.sql;
  request.connectionId = schedule.connectionId;
  request.connectionName = connectionName;
  request.scheduleId = schedule.id;
  request.priority = schedule.priority;
  request.retryLimit = schedule.retryLimit;
  request.sendTo = schedule.sendTo;
  // A backfill is asked for slot by slot: none takes another one's place.
  if (request.sendTo && kind == JobKind::Backfill) request.sendTo->latestWins = false;
  return request;
}

/// The job's slot is not to be caught up.
Expected<void> keepSlot(Session& session, JobId id) {
  const auto kept = session.change(
      QStringLiteral("UPDATE slot SET state = 'queued' WHERE job_id = ? AND state = 'interrupted'"), {id.value});
  if (!kept) return kept.error();
  return {};
}

}  // namespace

namespace schedulejobs {

Expected<JobId> queue(Session& session, const Schedule& schedule, qint64 slotMs, JobKind kind, qint64 nowMs) {
  auto name = session.row(QStringLiteral("SELECT name FROM connection WHERE id = ?"), {schedule.connectionId.value},
                          [](const QSqlQuery& query) { return query.value(0).toString(); });
  if (!name) return name.error();
  Job job(requestOf(schedule, kind, name->value_or(QString())));
  job.who = userName();
  job.createdMs = nowMs;
  auto id = jobrows::insert(session, job);
  if (!id) return id;
  job.id = *id;
  const auto failure = fill(session, job, SlotValues{slotMs, QTimeZone(schedule.zone.toUtf8()), *id});
  if (!failure) return failure.error();
  if (auto filled = jobrows::writeRequest(session, job); !filled) return filled.error();
  if (failure->isEmpty()) return id;
  job.state = JobState::Error;
  job.error = *failure;
  job.endedMs = nowMs;
  if (auto failed = jobrows::writeEnd(session, job); !failed) return failed.error();
  if (kind != JobKind::Scheduled) return id;
  if (auto told = schedulenotices::afterFailure(session, schedule.id, *failure, nowMs); !told) return told.error();
  return id;
}

Expected<QString> lackOf(Session& session, const Schedule& schedule) {
  const auto connection = session.row(
      QStringLiteral("SELECT name, deleted_at IS NOT NULL FROM connection WHERE id = ?"), {schedule.connectionId.value},
      [](const QSqlQuery& query) { return query.value(1).toBool() ? query.value(0).toString() : QString(); });
  if (!connection) return connection.error();
  if (const QString deleted = connection->value_or(QString()); !deleted.isEmpty())
    return ScheduleJobsTr::tr("The connection %1 no longer exists. Choose another for this schedule.").arg(deleted);
  if (!schedule.sendTo) return QString();
  const auto request = presentRequest(session, *schedule.sendTo);
  if (request) return QString();
  if (request.error().kind == ErrorKind::Storage) return request.error();
  return request.error().message;
}

Expected<QVector<JobId>> backfill(Session& session, const Schedule& schedule, const QVector<qint64>& slotsMs,
                                  qint64 nowMs) {
  QVector<JobId> jobs;
  CronWalk walk(schedule.cron, QTimeZone(schedule.zone.toUtf8()));
  for (const qint64 slotMs : slotsMs) {
    const auto job = queue(session, schedule, slotMs, JobKind::Backfill, nowMs);
    if (!job) return job.error();
    if (auto apart = takeOutOfMissed(session, schedule, walk, slotMs); !apart) return apart.error();
    // Where the expression has changed since, a line that stands for many keeps saying so.
    const auto written = session.change(
        QStringLiteral("INSERT INTO slot (schedule_id, slot, state, reason, job_id, missed, due_at, recorded_at) "
                       "VALUES (?, ?, 'queued', '', ?, 0, ?, ?) ON CONFLICT (schedule_id, slot) DO UPDATE SET "
                       "state = 'queued', reason = '', job_id = excluded.job_id, missed = 0, due_at = excluded.due_at, "
                       "recorded_at = excluded.recorded_at WHERE slot.missed <= 1"),
        {schedule.id.value, slotMs, job->value, schedule.dueMs(slotMs), nowMs});
    if (!written) return written.error();
    jobs.append(*job);
  }
  return jobs;
}

Expected<void> afterEnd(Session& session, const Job& ended, JobEnding ending) {
  if (ending == JobEnding::CutOff) {
    // Nothing of it was queued for delivery: its slot counts as missed.
    const auto cutOff =
        session.change(QStringLiteral("UPDATE slot SET state = 'interrupted' WHERE job_id = ?"), {ended.id.value});
    if (!cutOff) return cutOff.error();
    return {};
  }
  if (ending == JobEnding::GoesOn) return keepSlot(session, ended.id);
  if (ended.state == JobState::Success && ended.scheduleId.isValid()) {
    if (auto isDone = keepSlot(session, ended.id); !isDone) return isDone;
    return schedulenotices::afterSuccess(session, ended.scheduleId);
  }
  // Who asked for a run sees how it ends, and who stopped one knows.
  if (ended.kind != JobKind::Scheduled || ended.state != JobState::Error) return {};
  return schedulenotices::afterFailure(session, ended.scheduleId, ended.error, ended.endedMs);
}

}  // namespace schedulejobs

}  // namespace courier
