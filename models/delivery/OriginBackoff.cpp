#include "models/delivery/OriginBackoff.h"

namespace courier {

void OriginBackoff::begun(const QString& origin, qint64 nowMs) {
  const auto found = m_origins.find(origin);
  if (found != m_origins.end() && found->failures >= failuresBeforeRest) found->restsUntilMs = nowMs + restMs;
}

void OriginBackoff::failed(const QString& origin, qint64 nowMs) {
  Origin& failing = m_origins[origin];
  failing.failures += 1;
  if (failing.failures >= failuresBeforeRest) failing.restsUntilMs = nowMs + restMs;
}

void OriginBackoff::answered(const QString& origin) {
  m_origins.remove(origin);
}

QSet<QString> OriginBackoff::resting(qint64 nowMs) const {
  QSet<QString> origins;
  for (auto it = m_origins.begin(); it != m_origins.end(); ++it) {
    if (it->restsUntilMs > nowMs) origins.insert(it.key());
  }
  return origins;
}

qint64 OriginBackoff::msUntilNext(qint64 nowMs) const {
  qint64 next = -1;
  for (const Origin& origin : m_origins) {
    const qint64 left = origin.restsUntilMs - nowMs;
    if (left > 0 && (next < 0 || left < next)) next = left;
  }
  return next;
}

}  // namespace courier
