#include "models/delivery/DeliveryPace.h"

#include <algorithm>
#include <utility>

namespace courier {

LaneScope DeliveryPace::scope(LaneScope base) const {
  base.exceptOrigins.unite(m_backoff.resting(m_clock.monotonicMs()));
  base.offline = m_offline;
  return base;
}

bool DeliveryPace::begin(const QString& origin) {
  const qint64 nowMs = m_clock.monotonicMs();
  if (m_backoff.resting(nowMs).contains(origin)) return false;
  m_backoff.begun(origin, nowMs);
  return true;
}

void DeliveryPace::failed(const QString& origin) {
  m_backoff.failed(origin, m_clock.monotonicMs());
}

void DeliveryPace::answered(const QString& origin) {
  m_backoff.answered(origin);
}

qint64 DeliveryPace::sleepMs(qint64 nextDueMs) const {
  qint64 sleepMs = longestSleepMs;
  if (nextDueMs > 0) sleepMs = std::clamp(nextDueMs - m_clock.nowMs(), shortestSleepMs, longestSleepMs);
  const qint64 restLeftMs = m_backoff.msUntilNext(m_clock.monotonicMs());
  if (restLeftMs >= 0) sleepMs = std::min(sleepMs, restLeftMs + shortestSleepMs);
  return sleepMs;
}

void DeliveryPace::sleepBegins(qint64 ms) {
  m_wakesAtMs = m_clock.monotonicMs() + ms;
}

bool DeliveryPace::wokeUpLate() {
  const qint64 wakesAtMs = std::exchange(m_wakesAtMs, -1);
  return wakesAtMs >= 0 && m_clock.monotonicMs() > wakesAtMs + lateMs;
}

bool DeliveryPace::setOffline(bool offline) {
  return std::exchange(m_offline, offline) && !offline;
}

}  // namespace courier
