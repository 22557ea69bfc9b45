#include "app/gui/PendingWork.h"

#include <QGuiApplication>
#include <QTimeZone>
#include <algorithm>

#include "models/base/WhenDone.h"
#include "models/base/Wording.h"

namespace courier {
namespace {

constexpr auto kSoon = std::chrono::milliseconds(120);

int capped(qint64 count) {
  return static_cast<int>(std::min<qint64>(count, 1'000'000'000));
}

}  // namespace

OutboxWatch::OutboxWatch(Outbox& outbox, QObject* parent)
    : QObject(parent), m_outbox(outbox), m_soon(kSoon, [this] { read(); }) {
  connect(&m_outbox, &Outbox::changed, this, &OutboxWatch::refresh);
  read();
}

void OutboxWatch::refresh() {
  m_soon.ask();
}

void OutboxWatch::read() {
  whenDone(m_outbox.counts(), this, [this](const Expected<OutboxCounts>& counts) {
    if (!counts) return;
    m_counts = *counts;
    Q_EMIT changed();
  });
}

PendingWork::PendingWork(const OutboxWatch& outbox, ScheduleStore& schedules, const Clock& clock,
                         const AdminPolicyFile& policy, QObject* parent)
    : QObject(parent),
      m_outbox(outbox),
      m_schedules(schedules),
      m_clock(clock),
      m_policy(policy),
      m_soon(kSoon, [this] { read(); }) {
  connect(&m_schedules, &ScheduleStore::changed, this, &PendingWork::refresh);
  read();
}

bool PendingWork::isAny() const {
  return m_outbox.counts().waiting > 0 || !m_on.isEmpty();
}

QString PendingWork::quitWords(After after) const {
  QStringList parts;
  if (const qint64 waiting = m_outbox.counts().waiting; waiting > 0)
    parts.append(tr("%Ln delivery(ies) wait", nullptr, capped(waiting)));
  if (!m_on.isEmpty()) parts.append(tr("%Ln schedule(s) are on", nullptr, capped(m_on.size())));
  if (parts.isEmpty()) return {};
  const QString pending = parts.size() == 2 ? tr("%1 and %2").arg(parts.first(), parts.last()) : parts.first();
  switch (after) {
    case After::Agent:
      return tr("%1. The agent keeps running without this window.").arg(pending);
    case After::AgentAtLogin:
      return tr("%1. The agent keeps running if it runs already; otherwise it starts at your next login.").arg(pending);
    case After::Nobody:
      break;
  }
  return tr("%1. Nothing runs until you start Query Courier again.").arg(pending);
}

QString PendingWork::toolTip() const {
  const qint64 nowMs = m_clock.nowMs();
  std::optional<qint64> soonest;
  QString name;
  for (const Schedule& schedule : m_on) {
    const auto next = schedule.cron.next(nowMs, QTimeZone(schedule.zone.toUtf8()));
    if (!next || (soonest && *soonest <= *next)) continue;
    soonest = next;
    name = schedule.name;
  }
  const QString program = QGuiApplication::applicationDisplayName();
  if (!soonest) return program;
  return tr("%1\nNext run: %2, %3").arg(program, name, momentText(*soonest, nowMs));
}

void PendingWork::refresh() {
  m_soon.ask();
}

void PendingWork::read() {
  whenDone(m_schedules.all(), this, [this](const Expected<QVector<Schedule>>& schedules) {
    if (!schedules) return;
    m_on.clear();
    for (const Schedule& schedule : *schedules) {
      const bool comes = schedule.isOn && !schedule.cron.isOnDemand() && !schedule.cron.isNever();
      if (comes && m_policy.current().areSchedulesAllowed()) m_on.append(schedule);
    }
    Q_EMIT changed();
  });
}

}  // namespace courier
