#include "models/schedules/Scheduler.h"

#include <limits>

#include "models/base/WhenDone.h"
#include "models/schedules/ZoneNames.h"

namespace courier {

namespace {
constexpr qint64 longestLookMs = 30'000;
}

Scheduler::Scheduler(ScheduleStore& schedules, const Clock& clock, const AdminPolicyFile* policy, QObject* parent)
    : QObject(parent), m_schedules(schedules), m_clock(clock), m_policy(policy) {
  m_timer.setSingleShot(true);
  m_timer.setTimerType(Qt::PreciseTimer);
  connect(&m_timer, &QTimer::timeout, this, &Scheduler::look);
  connect(&m_schedules, &ScheduleStore::changed, this, &Scheduler::wake, Qt::QueuedConnection);
}

void Scheduler::start() {
  if (m_isOn) return;
  m_isOn = true;
  m_hasLooked = false;
  look();
}

void Scheduler::stop() {
  m_isOn = false;
  m_timer.stop();
}

void Scheduler::wake() {
  if (m_isOn) look();
}

void Scheduler::look() {
  if (!m_isOn) return;
  if (m_isLooking) {
    m_looksAgain = true;
    return;
  }
  m_isLooking = true;
  m_looksAgain = false;
  m_hasQueued = false;
  m_wakeMs = std::numeric_limits<qint64>::max();
  whenDone(m_schedules.views(), this, [this](const Expected<QVector<ScheduleView>>& views) {
    m_open = 1;
    if (!views) {
      Q_EMIT failed(views.error());
    } else if (m_isOn) {
      decide(*views);
      m_hasLooked = true;
      m_lookedMs = m_clock.monotonicMs();
      m_asleepMs = m_clock.asleepMs();
    }
    oneDone();
  });
}

void Scheduler::decide(const QVector<ScheduleView>& views) {
  const qint64 now = m_clock.nowMs();
  const bool isAllowed = m_policy == nullptr || m_policy->current().areSchedulesAllowed();
  const auto why = absence();
  for (ScheduleView view : views) {
    // Earlier versions took any word as a zone, and ran at UTC what was meant for elsewhere.
    if (const auto zone = zoneNamed(view.schedule.zone); !zone) {
      refuse(view.schedule, zone.error());
      continue;
    }
    view.situation.isAllowed = isAllowed;
    const SchedulePlan plan = planSchedule(view.schedule, walkOf(view.schedule), view.situation, now);
    if (plan.wakeMs) m_wakeMs = qMin(m_wakeMs, *plan.wakeMs);
    const bool isClockBack = view.schedule.consideredMs > now;
    if (plan.isEmpty() && view.situation.interrupted.isEmpty() && !isClockBack) continue;
    ++m_open;
    whenDone(m_schedules.carryOut(view.schedule, plan, why), this, [this](const Expected<QVector<JobId>>& queued) {
      if (!queued) {
        Q_EMIT failed(queued.error());
      } else if (!queued->isEmpty()) {
        m_hasQueued = true;
      }
      oneDone();
    });
  }
}

schedulenotices::Absence Scheduler::absence() const {
  if (!m_hasLooked) return schedulenotices::Absence::Closed;
  const qint64 gone = m_clock.monotonicMs() - m_lookedMs;
  const qint64 asleep = m_clock.asleepMs() - m_asleepMs;
  // This program may have stood still, or the wall clock have been set: that is no sleep.
  return asleep > 0 && 2 * asleep >= gone ? schedulenotices::Absence::Asleep : schedulenotices::Absence::HeldUp;
}

void Scheduler::refuse(const Schedule& schedule, const Error& error) {
  ++m_open;
  const QString why =
      tr("%1 It is switched off until you choose its time zone.", "what is wrong with the zone").arg(error.message);
  whenDone(m_schedules.switchOff(schedule.id, why), this, [this](const Expected<void>& off) {
    if (!off) Q_EMIT failed(off.error());
    oneDone();
  });
}

void Scheduler::oneDone() {
  if (--m_open > 0) return;
  m_isLooking = false;
  if (m_hasQueued) Q_EMIT this->queued();
  if (m_isOn) {
    const qint64 untilNext = m_wakeMs - m_clock.nowMs();
    m_timer.start(static_cast<int>(m_looksAgain ? 0 : qBound<qint64>(1, untilNext, longestLookMs)));
  }
  // What was asked for meanwhile may have come due after the schedules were read.
  if (!m_looksAgain) Q_EMIT looked();
}

CronWalk& Scheduler::walkOf(const Schedule& schedule) {
  auto& kept = m_walks[schedule.id];
  if (!kept || kept->cron != schedule.cron || kept->zone != schedule.zone) {
    kept = std::make_shared<Walk>();
    kept->cron = schedule.cron;
    kept->zone = schedule.zone;
    kept->walk = std::make_unique<CronWalk>(schedule.cron, QTimeZone(schedule.zone.toUtf8()));
  }
  return *kept->walk;
}

}  // namespace courier
