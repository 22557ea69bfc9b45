#include "models/schedules/SlotLines.h"

#include <QHash>

#include "models/jobs/JobRows.h"
#include "models/outbox/OutboxRows.h"
#include "models/schedules/ScheduleRows.h"

namespace courier {

namespace slotlines {

Expected<QVector<SlotLine>> read(Session& session, ScheduleId id, int limit) {
  const auto records = schedulerows::history(session, id, limit);
  if (!records) return records.error();
  QVector<JobId> ids;
  for (const SlotRecord& record : *records) {
    if (record.jobId.isValid()) ids.append(record.jobId);
  }
  const QVariantList wanted{jobrows::idList(ids)};
  const auto jobs = jobrows::jobs(session, QStringLiteral("WHERE j.id IN (SELECT value FROM json_each(?))"), wanted,
                                  jobrows::Sql::Beginning);
  if (!jobs) return jobs.error();
  const auto deliveries = outboxrows::deliveries(
      session,
      QStringLiteral("WHERE d.id IN (SELECT (SELECT max(n.id) FROM delivery n WHERE n.job_id = value) "
                     "FROM json_each(?))"),
      wanted);
  if (!deliveries) return deliveries.error();
  QHash<JobId, Job> jobOf;
  for (const Job& job : *jobs) jobOf.insert(job.id, job);
  QHash<JobId, Delivery> deliveryOf;
  for (const Delivery& delivery : *deliveries) deliveryOf.insert(delivery.jobId, delivery);
  QVector<SlotLine> lines;
  lines.reserve(records->size());
  for (const SlotRecord& record : *records) {
    SlotLine line;
    line.slot = record;
    if (const auto job = jobOf.constFind(record.jobId); job != jobOf.constEnd()) line.job = *job;
    if (const auto sent = deliveryOf.constFind(record.jobId); sent != deliveryOf.constEnd()) line.delivery = *sent;
    lines.append(line);
  }
  return lines;
}

std::optional<qint64> lateMs(const SlotLine& line) {
  if (!line.job) return std::nullopt;
  qint64 atMs = line.job->startedMs;
  // One that failed before it began.
  if (atMs == 0 && line.job->endedMs > 0) atMs = line.job->createdMs;
  if (atMs == 0) return std::nullopt;
  return qMax<qint64>(0, atMs - line.slot.dueMs);
}

}  // namespace slotlines

}  // namespace courier
