#pragma once

#include <atomic>

#include "models/base/Clock.h"

namespace courier::testing {

// Milliseconds.
constexpr qint64 second = 1000;
constexpr qint64 minute = 60 * second;
constexpr qint64 hour = 60 * minute;
constexpr qint64 day = 24 * hour;
/// Where a FakeClock starts: 2026-01-01T00:00:00Z.
constexpr qint64 now = 1'767'225'600'000;

/// A clock that stands still until it is told to go on. Thread-safe.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(qint64 nowMs = now) : m_nowMs(nowMs) {}
  [[nodiscard]] qint64 nowMs() const override { return m_nowMs; }
  [[nodiscard]] qint64 monotonicMs() const override { return m_monotonicMs; }
  [[nodiscard]] qint64 asleepMs() const override { return m_asleepMs; }
  void advance(qint64 ms) {
    m_nowMs += ms;
    m_monotonicMs += ms;
  }
  /// The computer sleeps as long.
  void sleep(qint64 ms) {
    advance(ms);
    m_asleepMs += ms;
  }
  /// The wall clock jumps; the monotonic one does not.
  void jumpTo(qint64 nowMs) { m_nowMs = nowMs; }

 private:
  std::atomic<qint64> m_nowMs;
  std::atomic<qint64> m_monotonicMs = 1000;
  std::atomic<qint64> m_asleepMs = 0;
};

}  // namespace courier::testing
