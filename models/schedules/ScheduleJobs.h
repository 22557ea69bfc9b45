#pragma once

#include <QVector>

#include "models/jobs/JobStore.h"
#include "models/schedules/Schedule.h"
#include "models/storage/Session.h"

namespace courier {

namespace schedulejobs {

/// The jobs that schedules make. Store thread, within the caller's transaction.

/// A queued job for a slot (UTC ms), its variables put in, to where its target leads now: a schedule follows its
/// target's address, sign-in and options. What cannot be put in, or a target that is gone, makes it a job that failed,
/// saying why.
[[nodiscard]] Expected<JobId> queue(Session& session, const Schedule& schedule, qint64 slotMs, JobKind kind,
                                    qint64 nowMs);
/// What a schedule has lost, in a sentence with the mend: its target or its connection was deleted, so that its runs
/// fail. "": nothing.
[[nodiscard]] Expected<QString> lackOf(Session& session, const Schedule& schedule);
/// Jobs of kind backfill for these slots, whether or not they ran before; the history shows the newest run of each.
[[nodiscard]] Expected<QVector<JobId>> backfill(Session& session, const Schedule& schedule,
                                                const QVector<qint64>& slotsMs, qint64 nowMs);
/// A JobFollower: what the end of a schedule's job means for its slot, and what a person is told of it.
[[nodiscard]] Expected<void> afterEnd(Session& session, const Job& ended, JobEnding ending);

}  // namespace schedulejobs

}  // namespace courier
