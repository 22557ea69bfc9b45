#include "models/schedules/SchedulePlan.h"

#include <QCoreApplication>
#include <algorithm>

namespace courier {

namespace {

struct SchedulePlanTr {
  Q_DECLARE_TR_FUNCTIONS(SchedulePlan)
};

QString lateText(qint64 lateMs) {
  const auto minutes = static_cast<int>(qMax<qint64>(1, lateMs / 60'000));
  if (minutes < 120) return SchedulePlanTr::tr("%n minutes late", nullptr, minutes);
  if (minutes < 48 * 60) return SchedulePlanTr::tr("%n hours late", nullptr, minutes / 60);
  return SchedulePlanTr::tr("%n days late", nullptr, minutes / (24 * 60));
}

/// The slots that have come, those before the newest few only counted.
struct Due {
  QVector<qint64> newest;  ///< oldest first
  qint64 olderCount = 0;
  qint64 newestOlder = 0;  ///< the last of the older ones
};

Due dueSlots(CronWalk& walk, const QVector<qint64>& interrupted, qint64 afterMs, qint64 untilMs, int most) {
  Due due;
  for (qint64 until = untilMs; due.newest.size() <= most;) {
    const auto slot = walk.last(afterMs, until);
    if (!slot) break;
    due.newest.prepend(slot->atMs);
    until = slot->atMs - 1;
  }
  if (due.newest.size() > most) {
    due.newestOlder = due.newest.takeFirst();
    due.olderCount = walk.count(afterMs, due.newestOlder);
  }
  // Those that find no place here have a row of their own, which says that they were cut off.
  for (auto cutOff = interrupted.crbegin(); cutOff != interrupted.crend(); ++cutOff) {
    if (due.newest.contains(*cutOff) || due.newest.size() >= most || due.olderCount > 0) continue;
    due.newest.insert(std::lower_bound(due.newest.begin(), due.newest.end(), *cutOff), *cutOff);
  }
  return due;
}

class Planner {
 public:
  Planner(const Schedule& schedule, const ScheduleSituation& situation, qint64 nowMs)
      : m_schedule(schedule), m_situation(situation), m_nowMs(nowMs) {}

  void decide(const Due& due, SchedulePlan& plan) const {
    if (due.newest.isEmpty()) return;
    if (!m_situation.isAllowed) {
      plan.isForbidden = true;
      return leaveOut(due, due.newest.size(), SlotState::Skipped,
                      SchedulePlanTr::tr("Not run: the administrator allows no schedules."), plan);
    }
    const bool hasMissed = due.olderCount > 0 || isMissed(due.newest.first());
    if (!hasMissed) {
      for (const qint64 slot : due.newest) queueOrSkip(slot, plan);
      return;
    }
    const qsizetype kept = caughtUp(due);
    const qsizetype left = due.newest.size() - kept;
    leaveOut(due, left, SlotState::Missed, missedReason(due, left), plan);
    if (m_schedule.missed == MissedPolicy::All) {
      plan.run = due.newest.mid(left);
    } else {
      for (const qint64 slot : due.newest.mid(left)) queueOrSkip(slot, plan);
    }
  }

 private:
  [[nodiscard]] qint64 lateness(qint64 slotMs) const { return m_nowMs - m_schedule.dueMs(slotMs); }
  [[nodiscard]] bool isLate(qint64 slotMs) const { return lateness(slotMs) > scheduleplan::graceMs; }

  [[nodiscard]] bool isMissed(qint64 slotMs) const {
    return isLate(slotMs) || m_situation.interrupted.contains(slotMs);
  }

  /// How many of the newest are run although some were missed.
  [[nodiscard]] qsizetype caughtUp(const Due& due) const {
    const qint64 newest = due.newest.last();
    switch (m_schedule.missed) {
      case MissedPolicy::All:
        return due.newest.size();
      case MissedPolicy::None:
        return std::find_if(due.newest.rbegin(), due.newest.rend(), [this](qint64 slot) { return isMissed(slot); }) -
               due.newest.rbegin();
      case MissedPolicy::Once:
        break;
    }
    const qint64 limit = m_schedule.cron.isDueEveryDay() ? scheduleplan::lateLimitMs : scheduleplan::rareLateLimitMs;
    return lateness(newest) <= limit ? 1 : 0;
  }

  [[nodiscard]] QString missedReason(const Due& due, qsizetype left) const {
    const qint64 newest = left > 0 ? due.newest.at(left - 1) : due.newestOlder;
    return SchedulePlanTr::tr("Not run: %1.", "%1: 9 days late").arg(lateText(lateness(newest)));
  }

  /// One row for the first `count` of the newest and all older ones.
  void leaveOut(const Due& due, qsizetype count, SlotState state, const QString& reason, SchedulePlan& plan) const {
    SlotRecord record = recordOf(due.newestOlder, state, reason);
    record.missed = due.olderCount;
    for (const qint64 slot : due.newest.first(count)) {
      if (m_situation.interrupted.contains(slot)) continue;
      record.slotMs = slot;
      ++record.missed;
    }
    if (record.missed > 0) plan.records.append(record);
  }

  void queueOrSkip(qint64 slotMs, SchedulePlan& plan) const {
    const bool isGoing = m_situation.isRunning || m_situation.isQueued || !plan.run.isEmpty();
    const bool oneWaits = m_situation.isQueued || !plan.run.isEmpty();
    if (!isGoing || (m_schedule.overlap == OverlapPolicy::Queue && !oneWaits)) {
      plan.run.append(slotMs);
      return;
    }
    SlotRecord record = recordOf(slotMs, SlotState::Skipped,
                                 oneWaits && m_schedule.overlap == OverlapPolicy::Queue
                                     ? SchedulePlanTr::tr("Not run: an earlier run was still waiting.")
                                     : SchedulePlanTr::tr("Not run: the previous run was still running."));
    record.missed = 1;
    plan.records.append(record);
  }

  [[nodiscard]] SlotRecord recordOf(qint64 slotMs, SlotState state, const QString& reason) const {
    SlotRecord record;
    record.scheduleId = m_schedule.id;
    record.slotMs = slotMs;
    record.state = state;
    record.reason = reason;
    record.recordedMs = m_nowMs;
    return record;
  }

  const Schedule& m_schedule;
  const ScheduleSituation& m_situation;
  qint64 m_nowMs;
};

}  // namespace

SchedulePlan planSchedule(const Schedule& schedule, CronWalk& walk, const ScheduleSituation& situation, qint64 nowMs) {
  SchedulePlan plan;
  const qint64 delayMs = schedule.delaySeconds * 1000;
  const qint64 untilMs = nowMs - delayMs;
  // A considered instant ahead of the clock means that the clock was set back: what ran then has its row.
  plan.fromMs = qMin(schedule.consideredMs, nowMs);
  plan.interrupted = situation.interrupted;
  const int most = schedule.missed == MissedPolicy::All ? scheduleplan::mostCaughtUp : 2;
  const Due due = dueSlots(walk, situation.interrupted, plan.fromMs, untilMs, most);
  Planner(schedule, situation, nowMs).decide(due, plan);
  plan.consideredMs = qMax(plan.fromMs, untilMs);
  if (const auto next = walk.next(plan.consideredMs)) plan.wakeMs = next->atMs + delayMs;
  return plan;
}

}  // namespace courier
