#include "models/schedules/ScheduleRows.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include "models/jobs/JobRows.h"
#include "models/schedules/ScheduleJobs.h"

namespace courier::schedulerows {

namespace {

struct ScheduleRowsTr {
  Q_DECLARE_TR_FUNCTIONS(ScheduleStore)
};

QVariant orNull(qint64 id) {
  return id == 0 ? QVariant() : QVariant(id);
}

/// For json_each().
QString slotList(const QVector<qint64>& slotsMs) {
  QJsonArray list;
  for (const qint64 slotMs : slotsMs) list.append(slotMs);
  return QString::fromUtf8(QJsonDocument(list).toJson(QJsonDocument::Compact));
}

struct Row {
  Schedule schedule;
  bool isKnown = false;
};

Row readRow(const QSqlQuery& query) {
  Row row;
  Schedule& schedule = row.schedule;
  const auto cron = CronExpression::parse(query.value(2).toString());
  row.isKnown = cron.ok();
  schedule.id.value = query.value(0).toLongLong();
  schedule.name = query.value(1).toString();
  if (cron) schedule.cron = *cron;
  schedule.zone = query.value(3).toString();
  schedule.delaySeconds = query.value(4).toLongLong();
  schedule.sql = query.value(5).toString();
  schedule.connectionId.value = query.value(6).toLongLong();
  schedule.sendTo = jobrows::sendToFromText(query.value(7).toString());
  schedule.priority = query.value(8).toInt();
  schedule.retryLimit = query.value(9).toInt();
  schedule.missed = missedPolicyFromKey(query.value(10).toString()).value_or(MissedPolicy::Once);
  schedule.overlap = overlapPolicyFromKey(query.value(11).toString()).value_or(OverlapPolicy::Skip);
  schedule.isOn = query.value(12).toBool();
  schedule.createdMs = query.value(13).toLongLong();
  schedule.consideredMs = query.value(14).toLongLong();
  return row;
}

QVariantList valuesOf(const Schedule& schedule) {
  return {schedule.name,
          schedule.cron.text(),
          schedule.zone,
          schedule.delaySeconds,
          schedule.sql,
          orNull(schedule.connectionId.value),
          jobrows::sendToText(schedule.sendTo),
          schedule.priority,
          schedule.retryLimit,
          missedPolicyKey(schedule.missed),
          overlapPolicyKey(schedule.overlap),
          schedule.isOn};
}

/// The slot's row where it may be decided on: it is new, or was cut off. False: it has been decided.
Expected<bool> claim(Session& session, const SlotRecord& record) {
  auto written = session.change(
      QStringLiteral("INSERT INTO slot (schedule_id, slot, state, reason, job_id, missed, due_at, recorded_at) "
                     "VALUES (?, ?, ?, ?, NULL, ?, ?, ?) ON CONFLICT (schedule_id, slot) DO UPDATE SET "
                     "state = excluded.state, reason = excluded.reason, job_id = NULL, missed = excluded.missed, "
                     "due_at = excluded.due_at, recorded_at = excluded.recorded_at WHERE slot.state = 'interrupted'"),
      {record.scheduleId.value, record.slotMs, slotStateKey(record.state), record.reason, record.missed, record.dueMs,
       record.recordedMs});
  if (!written) return written.error();
  return *written > 0;
}

/// Slots that were looked at before the clock was set back have rows: they are not left out a second time.
Expected<qint64> recordedBetween(Session& session, ScheduleId id, qint64 afterMs, qint64 untilMs) {
  auto count =
      session.row(QStringLiteral("SELECT coalesce(sum(max(missed, 1)), 0) FROM slot WHERE schedule_id = ? "
                                 "AND slot > ? AND slot <= ? AND state <> 'interrupted'"),
                  {id.value, afterMs, untilMs}, [](const QSqlQuery& query) { return query.value(0).toLongLong(); });
  if (!count) return count.error();
  return count->value_or(0);
}

/// How many slots it adds to what was recorded as left out.
Expected<qint64> record(Session& session, const SchedulePlan& sendTo, SlotRecord record) {
  if (record.missed > 1) {
    const auto known = recordedBetween(session, record.scheduleId, sendTo.fromMs, record.slotMs);
    if (!known) return known.error();
    record.missed -= *known;
    if (record.missed <= 0) return qint64{0};
  }
  const auto claimed = claim(session, record);
  if (!claimed) return claimed.error();
  return *claimed ? qMax<qint64>(record.missed, 1) : 0;
}

Expected<QVector<SlotRecord>> slotRecords(Session& session, ScheduleId id, const QString& condition,
                                          const QVariant& value) {
  return session.rows(
      QStringLiteral(
          "SELECT slot, state, reason, job_id, missed, due_at, recorded_at FROM slot WHERE schedule_id = ? ") +
          condition,
      {id.value, value}, [id](const QSqlQuery& query) {
        SlotRecord record;
        record.scheduleId = id;
        record.slotMs = query.value(0).toLongLong();
        record.state = slotStateFromKey(query.value(1).toString()).value_or(SlotState::Skipped);
        record.reason = query.value(2).toString();
        record.jobId.value = query.value(3).toLongLong();
        record.missed = query.value(4).toLongLong();
        record.dueMs = query.value(5).toLongLong();
        record.recordedMs = query.value(6).toLongLong();
        return record;
      });
}

/// What of a sendTo did not run at its time.
struct LeftOut {
  schedulenotices::MissedSlots missed;
  qint64 skipped = 0;
};

/// The jobs of the sendTo's slots.
Expected<QVector<JobId>> queueRuns(Session& session, const Schedule& schedule, const SchedulePlan& sendTo, qint64 nowMs,
                                   LeftOut& left) {
  QVector<JobId> queued;
  for (const qint64 slotMs : sendTo.run) {
    SlotRecord slot;
    slot.scheduleId = schedule.id;
    slot.slotMs = slotMs;
    slot.dueMs = schedule.dueMs(slotMs);
    slot.recordedMs = nowMs;
    const auto claimed = claim(session, slot);
    if (!claimed) return claimed.error();
    if (!*claimed) continue;
    auto job = schedulejobs::queue(session, schedule, slotMs, JobKind::Scheduled, nowMs);
    if (!job) return job.error();
    auto named = session.change(QStringLiteral("UPDATE slot SET job_id = ? WHERE schedule_id = ? AND slot = ?"),
                                {job->value, schedule.id.value, slotMs});
    if (!named) return named.error();
    queued.append(*job);
    if (nowMs - slot.dueMs > scheduleplan::graceMs) ++left.missed.caughtUp;
  }
  return queued;
}

Expected<void> tell(Session& session, ScheduleId id, const SchedulePlan& sendTo, const LeftOut& left, qint64 nowMs) {
  if (sendTo.isForbidden) return schedulenotices::afterForbidding(session, nowMs);
  if (left.skipped > 0) {
    if (auto told = schedulenotices::afterSkipping(session, id, left.skipped, nowMs); !told) return told;
  }
  return schedulenotices::afterMissing(session, id, left.missed, nowMs);
}

}  // namespace

Error notFound() {
  return Error::notFound(ScheduleRowsTr::tr("This schedule no longer exists."));
}

Expected<QVector<Schedule>> schedules(Session& session, const QString& condition, const QVariantList& values) {
  auto rows = session.rows(
      QStringLiteral("SELECT id, name, cron, zone, delay_s, sql, connection_id, plan, priority, retry_limit, missed, "
                     "overlap, is_on, created_at, considered_until FROM schedule WHERE deleted_at IS NULL ") +
          condition,
      values, readRow);
  if (!rows) return rows.error();
  QVector<Schedule> found;
  for (const Row& row : *rows) {
    if (row.isKnown) found.append(row.schedule);
  }
  return found;
}

Expected<Schedule> load(Session& session, ScheduleId id) {
  auto found = schedules(session, QStringLiteral("AND id = ?"), {id.value});
  if (!found) return found.error();
  if (found->isEmpty()) return notFound();
  return found->takeFirst();
}

Expected<ScheduleId> insert(Session& session, const Schedule& schedule, qint64 nowMs) {
  auto id = session.insert(
      QStringLiteral("INSERT INTO schedule (name, cron, zone, delay_s, sql, connection_id, plan, priority, "
                     "retry_limit, missed, overlap, is_on, created_at, considered_until) "
                     "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      valuesOf(schedule) << nowMs << nowMs);
  if (!id) return id.error();
  return ScheduleId{*id};
}

Expected<void> overwrite(Session& session, const Schedule& schedule) {
  auto changed = session.change(
      QStringLiteral("UPDATE schedule SET name = ?, cron = ?, zone = ?, delay_s = ?, sql = ?, connection_id = ?, "
                     "plan = ?, priority = ?, retry_limit = ?, missed = ?, overlap = ?, is_on = ?, "
                     "considered_until = ? WHERE id = ? AND deleted_at IS NULL"),
      valuesOf(schedule) << schedule.consideredMs << schedule.id.value);
  if (!changed) return changed.error();
  return {};
}

Expected<QVector<SlotRecord>> history(Session& session, ScheduleId id, int limit) {
  return slotRecords(session, id, QStringLiteral("ORDER BY slot DESC LIMIT ?"), limit > 0 ? limit : -1);
}

Expected<QVector<SlotRecord>> records(Session& session, ScheduleId id, const QVector<qint64>& slotsMs) {
  return slotRecords(session, id, QStringLiteral("AND slot IN (SELECT value FROM json_each(?))"), slotList(slotsMs));
}

Expected<ScheduleSituation> situation(Session& session, ScheduleId id) {
  ScheduleSituation situation;
  auto states = session.rows(QStringLiteral("SELECT DISTINCT state FROM job WHERE state IN ('queued', 'running') "
                                            "AND schedule_id = ?"),
                             {id.value}, [](const QSqlQuery& query) { return query.value(0).toString(); });
  if (!states) return states.error();
  situation.isRunning = states->contains(jobStateKey(JobState::Running));
  situation.isQueued = states->contains(jobStateKey(JobState::Queued));
  auto interrupted = session.rows(QStringLiteral("SELECT slot FROM slot WHERE schedule_id = ? AND state = "
                                                 "'interrupted' ORDER BY slot"),
                                  {id.value}, [](const QSqlQuery& query) { return query.value(0).toLongLong(); });
  if (!interrupted) return interrupted.error();
  situation.interrupted = *interrupted;
  return situation;
}

Expected<QVector<JobId>> carryOut(Session& session, const Schedule& schedule, const SchedulePlan& sendTo,
                                  schedulenotices::Absence absence, qint64 nowMs) {
  // Somebody may have changed it since it was looked at: then it is looked at anew.
  auto kept = session.change(
      QStringLiteral("UPDATE schedule SET considered_until = ? WHERE id = ? AND is_on AND "
                     "deleted_at IS NULL AND considered_until = ? AND cron = ? AND zone = ?"),
      {sendTo.consideredMs, schedule.id.value, schedule.consideredMs, schedule.cron.text(), schedule.zone});
  if (!kept) return kept.error();
  if (*kept == 0) return QVector<JobId>();
  LeftOut left;
  left.missed.absence = absence;
  for (const SlotRecord& one : sendTo.records) {
    const auto count = record(session, sendTo, one);
    if (!count) return count.error();
    (one.state == SlotState::Missed ? left.missed.leftOut : left.skipped) += *count;
  }
  const auto queued = queueRuns(session, schedule, sendTo, nowMs, left);
  if (!queued) return queued.error();
  // One that was found cut off since is decided on with the next look.
  const auto cutOff = session.change(
      QStringLiteral("UPDATE slot SET state = 'missed', missed = 1, reason = ?, recorded_at = ? WHERE schedule_id = ? "
                     "AND state = 'interrupted' AND slot IN (SELECT value FROM json_each(?))"),
      {ScheduleRowsTr::tr("Cut off: the program ended before the result was queued."), nowMs, schedule.id.value,
       slotList(sendTo.interrupted)});
  if (!cutOff) return cutOff.error();
  if (*cutOff > 0) left.missed.absence = schedulenotices::Absence::Closed;
  left.missed.leftOut += *cutOff;
  if (auto told = tell(session, schedule.id, sendTo, left, nowMs); !told) return told.error();
  return queued;
}

}  // namespace courier::schedulerows
