#include "models/schedules/MissedLines.h"

#include <optional>

namespace courier::missedlines {
namespace {

struct Line {
  qint64 slotMs = 0;
  qint64 missed = 0;
};

bool isDue(CronWalk& walk, qint64 slotMs) {
  return walk.last(slotMs - 1, slotMs).has_value();
}

/// The row at this slot, or after it the first that stands for many.
Expected<std::optional<Line>> lineFor(Session& session, ScheduleId id, qint64 slotMs) {
  return session.row(QStringLiteral("SELECT slot, missed FROM slot WHERE schedule_id = ? AND (slot = ? OR slot > ? AND "
                                    "missed > 1) ORDER BY slot LIMIT 1"),
                     {id.value, slotMs, slotMs}, [](const QSqlQuery& query) {
                       return Line{query.value(0).toLongLong(), query.value(1).toLongLong()};
                     });
}

/// The due slots between two instants, the later one counted, that have no row.
Expected<qint64> unrecorded(Session& session, ScheduleId id, CronWalk& walk, qint64 afterMs, qint64 untilMs) {
  const auto rows =
      session.rows(QStringLiteral("SELECT slot FROM slot WHERE schedule_id = ? AND slot > ? AND slot < ?"),
                   {id.value, afterMs, untilMs}, [](const QSqlQuery& query) { return query.value(0).toLongLong(); });
  if (!rows) return rows.error();
  qint64 count = walk.count(afterMs, untilMs);
  for (const qint64 slotMs : *rows) count -= isDue(walk, slotMs) ? 1 : 0;
  return count;
}

Expected<void> countOneLess(Session& session, ScheduleId id, qint64 slotMs) {
  const auto changed = session.change(
      QStringLiteral("UPDATE slot SET missed = missed - 1 WHERE schedule_id = ? AND slot = ?"), {id.value, slotMs});
  if (!changed) return changed.error();
  return {};
}

/// The line's row goes to the newest slot before it that has no row.
Expected<void> moveBack(Session& session, const Schedule& schedule, CronWalk& walk, const Line& line) {
  std::optional<CronSlot> before = walk.last(schedule.createdMs, line.slotMs - 1);
  for (; before; before = walk.last(schedule.createdMs, before->atMs - 1)) {
    const auto moved = session.change(
        QStringLiteral("UPDATE OR IGNORE slot SET slot = ?, missed = missed - 1 WHERE schedule_id = ? AND slot = ?"),
        {before->atMs, schedule.id.value, line.slotMs});
    if (!moved) return moved.error();
    if (*moved > 0) return {};
  }
  return {};
}

}  // namespace

Expected<void> takeOut(Session& session, const Schedule& schedule, CronWalk& walk, qint64 slotMs) {
  const auto line = lineFor(session, schedule.id, slotMs);
  if (!line) return line.error();
  if (!*line || (*line)->missed <= 1) return {};
  if ((*line)->slotMs == slotMs) return moveBack(session, schedule, walk, **line);
  if (!isDue(walk, slotMs)) return {};
  // So many of the line's slots are newer: where those are all of them, it does not reach back to this one.
  const auto newer = unrecorded(session, schedule.id, walk, slotMs, (*line)->slotMs);
  if (!newer) return newer.error();
  if (*newer >= (*line)->missed) return {};
  return countOneLess(session, schedule.id, (*line)->slotMs);
}

}  // namespace courier::missedlines
