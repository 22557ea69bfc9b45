#include "models/schedules/ScheduleJobs.h"

#include <QCoreApplication>
#include <QTimeZone>

#include "models/base/UserName.h"
#include "models/jobs/JobRows.h"
#include "models/notices/ScheduleNotices.h"
#include "models/schedules/MissedLines.h"
#include "models/schedules/ScheduleVariables.h"
#include "models/targets/TargetRows.h"

namespace courier::schedulejobs {

namespace {

struct ScheduleJobsTr {
  Q_DECLARE_TR_FUNCTIONS(ScheduleStore)
};

/// Where the request leads now. A saved target's path is joined anew; one typed in place keeps its address.
Expected<DeliveryRequest> presentRequest(Session& session, DeliveryRequest request) {
  const auto target = targetrows::load(session, request.targetId);
  if (!target) {
    if (target.error().kind != ErrorKind::NotFound) return target.error();
    return Error::notFound(
        ScheduleJobsTr::tr("The target %1 is gone. Choose another for this schedule.").arg(request.targetText));
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

/// The job's SQL and request with this slot's values; the sentence of what cannot be, "" where all is well.
Expected<QString> fill(Session& session, Job& job, const SlotValues& values) {
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

}  // namespace

Expected<JobId> queue(Session& session, const Schedule& schedule, qint64 slotMs, JobKind kind, qint64 nowMs) {
  auto name = session.row(QStringLiteral("SELECT name FROM connection WHERE id = ?"), {schedule.connectionId.value},
                          [](const QSqlQuery& query) { return query.value(0).toString(); });
  if (!name) return name.error();
  Job job;
  job.kind = kind;
  job.queryName = schedule.name;
  job.sql = schedule.sql;
  job.connectionId = schedule.connectionId;
  job.connectionName = name->value_or(QString());
  job.scheduleId = schedule.id;
  job.priority = schedule.priority;
  job.retryLimit = schedule.retryLimit;
  job.sendTo = schedule.sendTo;
  // A backfill is asked for slot by slot: none takes another one's place.
  if (job.sendTo && kind == JobKind::Backfill) job.sendTo->latestWins = false;
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

Expected<QVector<JobId>> backfill(Session& session, const Schedule& schedule, const QVector<qint64>& slotsMs,
                                  qint64 nowMs) {
  QVector<JobId> jobs;
  CronWalk walk(schedule.cron, QTimeZone(schedule.zone.toUtf8()));
  for (const qint64 slotMs : slotsMs) {
    const auto job = queue(session, schedule, slotMs, JobKind::Backfill, nowMs);
    if (!job) return job.error();
    if (auto apart = missedlines::takeOut(session, schedule, walk, slotMs); !apart) return apart.error();
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
  if (ended.state == JobState::Success && ended.scheduleId.isValid()) {
    const auto isDone =
        session.change(QStringLiteral("UPDATE slot SET state = 'queued' WHERE job_id = ? AND state = 'interrupted'"),
                       {ended.id.value});
    if (!isDone) return isDone.error();
    return schedulenotices::afterSuccess(session, ended.scheduleId);
  }
  // Who asked for a run sees how it ends, and who stopped one knows.
  if (ended.kind != JobKind::Scheduled || ended.state != JobState::Error) return {};
  return schedulenotices::afterFailure(session, ended.scheduleId, ended.error, ended.endedMs);
}

}  // namespace courier::schedulejobs
