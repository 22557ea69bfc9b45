#pragma once

#include <QVector>
#include <optional>

#include "models/jobs/Job.h"
#include "models/schedules/Schedule.h"
#include "models/storage/Session.h"

namespace courier {

/// One line of a schedule's history with what became of its job. A value.
struct SlotLine {
  SlotRecord slot;
  std::optional<Job> job;            ///< with the beginning of its SQL
  std::optional<Delivery> delivery;  ///< the job's newest
};

namespace slotlines {

/// Newest first; `limit` 0: all. Store thread, in the caller's reading transaction.
[[nodiscard]] Expected<QVector<SlotLine>> read(Session& session, ScheduleId id, int limit);

/// How late (ms) a slot's run began, the delay that it had then not counted. Nothing: it has not begun, or there is
/// none. Pure.
[[nodiscard]] std::optional<qint64> lateMs(const SlotLine& line);

}  // namespace slotlines

/// A schedule with what its list shows. A value.
struct ScheduleOverview {
  Schedule schedule;
  std::optional<SlotLine> last;  ///< what became of its newest slot that has come
  QString lacks;                 ///< why it cannot run: its target or its connection was deleted; "": nothing
};

}  // namespace courier
