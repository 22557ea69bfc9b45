#pragma once

#include <QTimeZone>
#include <QVector>
#include <optional>

#include "models/schedules/Schedule.h"

namespace courier {

/// The slots of a schedule between two instants. A value.
struct SlotRange {
  QVector<qint64> slotsMs;  ///< the oldest, UTC ms, at most as many as were asked for
  qint64 total = 0;         ///< all of them

  [[nodiscard]] bool isCut() const { return total > slotsMs.size(); }
};

namespace slotrange {

/// How many slots one backfill queues.
inline constexpr int mostAtOnce = 100;

/// The slots from `fromMs` to `toMs`, both included. A schedule that runs on demand alone has one: `fromMs`. None where
/// `toMs` comes before `fromMs`. Pure.
[[nodiscard]] SlotRange between(const Schedule& schedule, qint64 fromMs, qint64 toMs, int most = mostAtOnce);

/// The instant at which a clock in `zone` shows this local time: the first of two, or the end of the gap that holds it.
/// Pure.
[[nodiscard]] qint64 instantOf(const QDate& date, const QTime& time, const QTimeZone& zone);

}  // namespace slotrange

}  // namespace courier
