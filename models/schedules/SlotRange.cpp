#include "models/schedules/SlotRange.h"

#include <QDateTime>

#include "models/schedules/CronWalk.h"

namespace courier::slotrange {

SlotRange between(const Schedule& schedule, qint64 fromMs, qint64 toMs, int most) {
  SlotRange range;
  if (schedule.cron.isOnDemand()) return {{fromMs}, 1};
  if (toMs < fromMs) return range;
  CronWalk walk(schedule.cron, QTimeZone(schedule.zone.toUtf8()));
  for (auto slot = walk.next(fromMs - 1); slot && slot->atMs <= toMs; slot = walk.next(slot->atMs)) {
    if (range.slotsMs.size() == most) {
      range.total = most + walk.count(range.slotsMs.last(), toMs);
      return range;
    }
    range.slotsMs.append(slot->atMs);
  }
  range.total = range.slotsMs.size();
  return range;
}

qint64 instantOf(const QDate& date, const QTime& time, const QTimeZone& zone) {
  // From UTC to local time, never back: what this zone's offset was a day before and is a day after are the two that
  // the local time can have.
  const qint64 local = QDateTime(date, time, Qt::UTC).toMSecsSinceEpoch();
  constexpr qint64 dayMs = 86'400'000;
  const auto offsetMs = [&zone](qint64 atMs) {
    return qint64{zone.offsetFromUtc(QDateTime::fromMSecsSinceEpoch(atMs, Qt::UTC))} * 1000;
  };
  const qint64 before = offsetMs(local - dayMs);
  const qint64 after = offsetMs(local + dayMs);
  const qint64 first = local - qMax(before, after);
  const qint64 second = local - qMin(before, after);
  if (first + offsetMs(first) == local) return first;
  if (second + offsetMs(second) == local) return second;
  // In a gap: its end is where the later offset begins.
  for (qint64 low = first, high = second;;) {
    if (high - low <= 1) return high;
    const qint64 middle = low + (high - low) / 2;
    (offsetMs(middle) == after ? high : low) = middle;
  }
}

}  // namespace courier::slotrange
