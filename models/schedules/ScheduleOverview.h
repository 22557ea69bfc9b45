#pragma once

#include <optional>

#include "models/jobs/Job.h"
#include "models/schedules/Schedule.h"

namespace courier {

/// A schedule with what its list shows: what became of its newest slot.
struct ScheduleOverview {
  Schedule schedule;
  std::optional<SlotRecord> last;  ///< its newest slot that has come
  std::optional<JobState> job;     ///< of that slot
  qint64 rows = -1;                ///< that the job gave, -1: not known
  QString error;                   ///< of the job, "" for none
  std::optional<DeliveryState> delivery;
  QString reason;  ///< of the delivery, "" for none
};

}  // namespace courier
