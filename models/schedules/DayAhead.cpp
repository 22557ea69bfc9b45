#include "models/schedules/DayAhead.h"

#include <QDateTime>
#include <QHash>
#include <algorithm>
#include <map>

#include "models/schedules/CronWalk.h"

namespace courier {

namespace {

constexpr qint64 minuteMs = 60'000;

/// The slots after `afterMs` up to and with `untilMs`.
QVector<qint64> slotsBetween(const Schedule& schedule, qint64 afterMs, qint64 untilMs) {
  CronWalk walk(schedule.cron, QTimeZone(schedule.zone.toUtf8()));
  QVector<qint64> found;
  for (auto slot = walk.next(afterMs); slot && slot->atMs <= untilMs; slot = walk.next(slot->atMs)) {
    found.append(slot->atMs);
  }
  return found;
}

}  // namespace

int RunsAhead::busiest() const {
  const auto most =
      std::max_element(bars.begin(), bars.end(), [](const RunsBar& a, const RunsBar& b) { return a.count < b.count; });
  return most == bars.end() ? -1 : static_cast<int>(most - bars.begin());
}

int RunsAhead::nearest(qint64 atMs) const {
  if (bars.isEmpty()) return -1;
  const auto behind =
      std::lower_bound(bars.begin(), bars.end(), atMs, [](const RunsBar& bar, qint64 at) { return bar.startMs < at; });
  if (behind == bars.begin()) return 0;
  const auto before = behind - 1;
  const bool takesBefore = behind == bars.end() || atMs - before->startMs <= behind->startMs - atMs;
  return static_cast<int>((takesBefore ? before : behind) - bars.begin());
}

RunsAhead dayahead::runsAhead(const QVector<Schedule>& schedules, qint64 fromMs) {
  RunsAhead ahead;
  ahead.fromMs = fromMs;
  std::map<qint64, RunsBar> bars;
  // Many schedules have one expression.
  QHash<QString, QVector<qint64>> known;
  for (const Schedule& schedule : schedules) {
    if (!schedule.isOn || schedule.cron.isNever()) continue;
    const qint64 delayMs = schedule.delaySeconds * 1000;
    const QString key = QStringLiteral("%1\n%2\n%3").arg(schedule.cron.text(), schedule.zone, QString::number(delayMs));
    auto runs = known.find(key);
    if (runs == known.end()) {
      runs = known.insert(key, slotsBetween(schedule, fromMs - delayMs, fromMs - delayMs + spanMs));
    }
    for (const qint64 slotMs : *runs) {
      const qint64 startMs = (slotMs + delayMs) / minuteMs * minuteMs;
      RunsBar& bar = bars[startMs];
      bar.startMs = startMs;
      if (bar.count++ == 0) bar.firstSchedule = schedule.id;
      if (bar.names.size() < mostNames) bar.names.append(schedule.name);
    }
    ahead.total += runs->size();
  }
  ahead.bars.reserve(static_cast<qsizetype>(bars.size()));
  for (const auto& [startMs, bar] : bars) ahead.bars.append(bar);
  return ahead;
}

QVector<HourMark> dayahead::hourMarks(qint64 fromMs, const QTimeZone& zone, int stepHours) {
  // Some zones are a quarter of an hour off.
  constexpr qint64 quarterMs = 15 * minuteMs;
  QVector<HourMark> marks;
  for (qint64 atMs = (fromMs / quarterMs + 1) * quarterMs; atMs <= fromMs + spanMs; atMs += quarterMs) {
    const QTime local = QDateTime::fromMSecsSinceEpoch(atMs, zone).time();
    if (local.minute() == 0 && local.hour() % stepHours == 0) marks.append({atMs, local.hour()});
  }
  return marks;
}

}  // namespace courier
