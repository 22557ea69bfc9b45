#pragma once

#include <optional>

#include "models/schedules/SlotLines.h"

namespace courier {

/// A schedule with what its list shows. A value.
struct ScheduleOverview {
  Schedule schedule;
  std::optional<SlotLine> last;  ///< what became of its newest slot that has come
};

}  // namespace courier
