#pragma once

#include <QString>
#include <QStringList>
#include <QTimeZone>
#include <QVector>

#include "models/schedules/Schedule.h"

namespace courier {

/// The runs that begin in one minute. A value.
struct RunsBar {
  qint64 startMs = 0;  ///< the minute, UTC ms
  int count = 0;
  QStringList names;         ///< of the first few schedules that run, in the order they were given
  ScheduleId firstSchedule;  ///< whose name stands first
};

/// The runs of the 24 hours after an instant. A value.
struct RunsAhead {
  qint64 fromMs = 0;      ///< UTC ms
  qint64 total = 0;       ///< runs in all
  QVector<RunsBar> bars;  ///< by time; only minutes with runs

  /// The minute in which the most runs begin, the earliest of several; -1: there are no runs.
  [[nodiscard]] int busiest() const;
  /// The bar nearest to an instant; -1: there are no runs.
  [[nodiscard]] int nearest(qint64 atMs) const;
};

/// A full hour of local time, to be written below a time line.
struct HourMark {
  qint64 atMs = 0;  ///< UTC ms
  int hour = 0;     ///< 0 … 23
};

namespace dayahead {

inline constexpr qint64 spanMs = qint64{24} * 3'600'000;
inline constexpr int mostNames = 6;

/// When the schedules that are switched on begin to run, their delay counted, in the 24 hours after `fromMs`. A slot
/// that has passed and whose delay has not is among them. Pure.
[[nodiscard]] RunsAhead runsAhead(const QVector<Schedule>& schedules, qint64 fromMs);

/// The local hours that are a multiple of `stepHours` in the 24 hours after `fromMs`. Pure.
[[nodiscard]] QVector<HourMark> hourMarks(qint64 fromMs, const QTimeZone& zone, int stepHours);

}  // namespace dayahead

}  // namespace courier
