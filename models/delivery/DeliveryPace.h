#pragma once

#include "models/base/Clock.h"
#include "models/delivery/OriginBackoff.h"
#include "models/outbox/Outbox.h"

namespace courier {

/// Decides for a delivery loop, between two reads of the outbox, which origins to leave alone, which attempts may
/// begin, how long to sleep, and whether it slept too long. Only in memory; has no thread or timer.
class DeliveryPace {
 public:
  static constexpr qint64 longestSleepMs = 30'000;
  static constexpr qint64 shortestSleepMs = 20;
  static constexpr qint64 lateMs = 10'000;  ///< a timer that is later than this: the computer was asleep

  explicit DeliveryPace(const Clock& clock) : m_clock(clock) {}

  /// `base` without what is left alone now.
  [[nodiscard]] LaneScope scope(LaneScope base) const;
  /// True when an attempt at `origin` may begin now; then it counts as begun.
  [[nodiscard]] bool begin(const QString& origin);
  /// An attempt at `origin` ended without an answer, or with that of a busy server.
  void failed(const QString& origin);
  /// An attempt at `origin` ended with another answer.
  void answered(const QString& origin);

  /// How long to sleep until the next look, when the next head is due at `nextDueMs` (UTC ms, 0: none).
  [[nodiscard]] qint64 sleepMs(qint64 nextDueMs) const;
  /// A sleep of `ms` begins.
  void sleepBegins(qint64 ms);
  /// The sleep is over: true when it took so long that the computer must have been asleep itself.
  [[nodiscard]] bool wokeUpLate();

  /// The network went or came; true when it is back.
  [[nodiscard]] bool setOffline(bool offline);
  /// The network is back, or the computer woke up: no origin is left alone for what happened before.
  void forgetFailures() { m_backoff = OriginBackoff(); }

 private:
  const Clock& m_clock;
  OriginBackoff m_backoff;
  bool m_offline = false;
  qint64 m_wakesAtMs = -1;  ///< by the monotonic clock; -1: no sleep
};

}  // namespace courier
