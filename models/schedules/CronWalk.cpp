#include "models/schedules/CronWalk.h"

#include <QDateTime>
#include <algorithm>

namespace courier {

namespace {

/// No zone's offset ever changed by more than a day and an hour or two (those that crossed the date line).
constexpr qint64 memorySeconds = 2 * daySeconds;
constexpr qint64 horizonSeconds = 40 * 366 * daySeconds;
constexpr qint64 earliestSecond = -377'705'116'800;  // 1 January of the year -9999
constexpr qint64 latestSecond = 253'402'300'800;     // of the year 10000
constexpr size_t keptStretches = 512;

QDateTime utc(qint64 second) {
  return QDateTime::fromMSecsSinceEpoch(second * 1000, Qt::UTC);
}

}  // namespace

CronWalk::CronWalk(CronExpression expression, QTimeZone zone)
    : m_expression(std::move(expression)), m_zone(std::move(zone)) {}

std::optional<CronSlot> CronWalk::next(qint64 afterMs) {
  const qint64 from = floorDivided(afterMs, 1000) + 1;
  if (m_expression.isNever() || !m_zone.isValid() || from < earliestSecond || from >= latestSecond) return std::nullopt;
  const qint64 horizon = qMin(from + horizonSeconds, latestSecond);
  for (size_t index = stretchAt(from);; ++index) {
    if (index == m_stretches.size()) {
      if (m_stretches.back().end >= horizon) return std::nullopt;
      extend();
    }
    if (m_stretches.at(index).begin >= horizon) return std::nullopt;
    const auto found = nextIn(index, from);
    if (!found) continue;
    if (found->atMs >= horizon * 1000) return std::nullopt;
    return found;
  }
}

qint64 CronWalk::count(qint64 afterMs, qint64 untilMs) {
  qint64 found = 0;
  while (afterMs < untilMs) {
    const auto slot = next(afterMs);
    if (!slot || slot->atMs > untilMs) break;
    ++found;
    afterMs = slot->atMs;
    // The rest by whole days, where nothing is moved or left out.
    const qint64 from = floorDivided(afterMs, 1000) + 1;
    const Stretch stretch = m_stretches.at(stretchAt(from));
    const qint64 quietFrom = qMax(from, stretch.begin + memorySeconds) + stretch.offset;
    const qint64 firstDay = -floorDivided(-quietFrom, daySeconds);
    const qint64 endDay = floorDivided(qMin(stretch.end, floorDivided(untilMs, 1000) + 1) + stretch.offset, daySeconds);
    if (endDay <= firstDay + 1 || firstDay * daySeconds - from - stretch.offset > daySeconds) continue;
    const qint64 blockMs = (firstDay * daySeconds - stretch.offset) * 1000 - 1;
    for (auto early = next(afterMs); early && early->atMs <= blockMs; early = next(afterMs)) {
      ++found;
      afterMs = early->atMs;
    }
    for (qint64 day = firstDay; day < endDay; ++day) found += m_expression.countOfDay(day);
    afterMs = (endDay * daySeconds - stretch.offset) * 1000 - 1;
  }
  return found;
}

std::optional<CronSlot> CronWalk::last(qint64 afterMs, qint64 untilMs) {
  // Looks back further and further, so that few slots are walked through whatever their distance is.
  for (const qint64 backSeconds :
       {qint64{60}, qint64{3600}, daySeconds, 31 * daySeconds, 366 * daySeconds, horizonSeconds}) {
    const qint64 beginMs = qMax(afterMs, untilMs - backSeconds * 1000);
    std::optional<CronSlot> found;
    for (auto slot = next(beginMs); slot && slot->atMs <= untilMs; slot = next(slot->atMs)) found = slot;
    if (found || beginMs == afterMs) return found;
  }
  return std::nullopt;
}

void CronWalk::forget(qint64 second) {
  const bool isFar = m_stretches.empty() || second - memorySeconds < m_stretches.front().begin ||
                     second > m_stretches.back().end + horizonSeconds || m_stretches.size() > keptStretches;
  if (!isFar) return;
  m_stretches.clear();
  // What was before is never asked for: an empty stretch stands for it.
  const qint64 begin = second - memorySeconds;
  m_stretches.push_back({begin, begin, m_zone.offsetFromUtc(utc(begin))});
}

void CronWalk::extend() {
  Stretch next{m_stretches.back().end, latestSecond + daySeconds, 0};
  next.offset = m_zone.offsetFromUtc(utc(next.begin));
  for (qint64 at = next.begin; m_zone.hasTransitions();) {
    const auto change = m_zone.nextTransition(utc(at));
    const qint64 second = change.atUtc.isValid() ? change.atUtc.toSecsSinceEpoch() : at;
    if (second <= at || second >= next.end) break;
    at = second;
    if (m_zone.offsetFromUtc(utc(second)) == next.offset) continue;  // only its name changed
    next.end = second;
    break;
  }
  m_stretches.push_back(next);
}

size_t CronWalk::stretchAt(qint64 second) {
  forget(second);
  while (m_stretches.back().end <= second) extend();
  const auto behind = std::upper_bound(m_stretches.begin(), m_stretches.end(), second,
                                       [](qint64 at, const Stretch& stretch) { return at < stretch.begin; });
  return static_cast<size_t>(behind - m_stretches.begin()) - 1;
}

bool CronWalk::ranBefore(size_t index, qint64 localSeconds) const {
  const qint64 at = m_stretches.at(index).begin;
  for (size_t earlier = index; earlier-- > 0 && m_stretches.at(earlier).end > at - memorySeconds;) {
    const Stretch& stretch = m_stretches.at(earlier);
    if (localSeconds >= stretch.begin + stretch.offset && localSeconds < stretch.end + stretch.offset) return true;
  }
  return false;
}

bool CronWalk::fallsIntoGap(size_t index) const {
  if (index == 0) return false;
  const qint64 begin = m_stretches.at(index).begin;
  const qint64 gapBegin = begin + m_stretches.at(index - 1).offset;
  const qint64 gapEnd = begin + m_stretches.at(index).offset;
  for (auto local = m_expression.nextLocal(gapBegin, gapEnd); local;
       local = m_expression.nextLocal(*local + 1, gapEnd)) {
    if (!ranBefore(index, *local)) return true;
  }
  return false;
}

std::optional<CronSlot> CronWalk::nextIn(size_t index, qint64 fromSecond) const {
  const Stretch& stretch = m_stretches.at(index);
  const bool isFixed = !m_expression.isWildcard();
  const qint64 localBegin = stretch.begin + stretch.offset;
  if (isFixed && stretch.begin >= fromSecond && fallsIntoGap(index)) {
    const bool hasOwn = m_expression.nextLocal(localBegin, localBegin + 1).has_value();
    return CronSlot{stretch.begin * 1000, !hasOwn};
  }
  const qint64 end = stretch.end + stretch.offset;
  qint64 from = qMax(fromSecond + stretch.offset, localBegin);
  while (const auto local = m_expression.nextLocal(from, end)) {
    if (!isFixed || !ranBefore(index, *local)) return CronSlot{(*local - stretch.offset) * 1000, false};
    from = *local + 1;
  }
  return std::nullopt;
}

}  // namespace courier
