#pragma once

#include <QVariantList>
#include <QVector>

#include "models/notices/ScheduleNotices.h"
#include "models/schedules/Schedule.h"
#include "models/schedules/SchedulePlan.h"
#include "models/storage/Session.h"

namespace courier::schedulerows {

/// Reading and writing the schedule and slot tables' rows. Store thread, within the caller's transaction.

/// Schedules that are not deleted and for which `condition` holds ("AND …", "ORDER BY …"). A row whose expression or
/// zone this version cannot read is left out.
[[nodiscard]] Expected<QVector<Schedule>> schedules(Session& session, const QString& condition,
                                                    const QVariantList& values);
[[nodiscard]] Error notFound();
[[nodiscard]] Expected<Schedule> load(Session& session, ScheduleId id);
[[nodiscard]] Expected<ScheduleId> insert(Session& session, const Schedule& schedule, qint64 nowMs);
[[nodiscard]] Expected<void> overwrite(Session& session, const Schedule& schedule);
/// Newest first; `limit` 0: all.
[[nodiscard]] Expected<QVector<SlotRecord>> history(Session& session, ScheduleId id, int limit);
/// Those of these slots that have a line.
[[nodiscard]] Expected<QVector<SlotRecord>> records(Session& session, ScheduleId id, const QVector<qint64>& slotsMs);
/// But for what the administrator allows.
[[nodiscard]] Expected<ScheduleSituation> situation(Session& session, ScheduleId id);
/// See ScheduleStore::carryOut().
[[nodiscard]] Expected<QVector<JobId>> carryOut(Session& session, const Schedule& schedule, const SchedulePlan& sendTo,
                                                schedulenotices::Absence absence, qint64 nowMs);

}  // namespace courier::schedulerows
