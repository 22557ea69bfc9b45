#pragma once

#include <QVector>
#include <optional>

#include "models/schedules/CronWalk.h"
#include "models/schedules/Schedule.h"

namespace courier {

/// What is known of a schedule's runs.
struct ScheduleSituation {
  bool isAllowed = true;        ///< by the administrator
  bool isRunning = false;       ///< one of its jobs runs
  bool isQueued = false;        ///< one of its jobs waits
  QVector<qint64> interrupted;  ///< slots that were cut off, oldest first
};

/// What to do about a schedule now.
struct SchedulePlan {
  QVector<qint64> run;           ///< slots to queue, oldest first
  QVector<SlotRecord> records;   ///< what is not run, and why
  qint64 fromMs = 0;             ///< after which was looked
  qint64 consideredMs = 0;       ///< how far was looked
  std::optional<qint64> wakeMs;  ///< when the next slot's time, its delay counted, comes; nothing: never
  bool isForbidden = false;      ///< by the administrator: `records` are for that
  QVector<qint64> interrupted;   ///< slots that were known to be cut off: those not in `run` are missed

  [[nodiscard]] bool isEmpty() const { return run.isEmpty() && records.isEmpty(); }
};

namespace scheduleplan {

/// A slot that is no later than this still counts as on time.
inline constexpr qint64 graceMs = 90'000;
inline constexpr qint64 lateLimitMs = qint64{24} * 3'600'000;
/// The same limit for schedules that are due less often than daily.
inline constexpr qint64 rareLateLimitMs = 7 * lateLimitMs;
inline constexpr int mostCaughtUp = 100;

}  // namespace scheduleplan

/// Decides about the slots after schedule.consideredMs whose time, the delay counted, has come at `nowMs`. A clock that
/// was set back only means that less is known. `walk`: of the schedule's expression and zone. Pure.
[[nodiscard]] SchedulePlan planSchedule(const Schedule& schedule, CronWalk& walk, const ScheduleSituation& situation,
                                        qint64 nowMs);

}  // namespace courier
