#pragma once

#include <QDateTime>
#include <QtGlobal>

namespace courier {

/// Tells the time for every decision of the program, in UTC milliseconds since 1970. Tests replace it with a fake.
/// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  /// Wall clock, UTC milliseconds since 1970-01-01T00:00:00Z; may jump.
  [[nodiscard]] virtual qint64 nowMs() const = 0;
  /// Milliseconds that never go back, those of a computer asleep counted; their zero means nothing.
  [[nodiscard]] virtual qint64 monotonicMs() const = 0;
  /// How much of monotonicMs() the computer was asleep; its zero means nothing. What it grows by between two looks was
  /// sleep, and the rest of the time was not, however long this program stood still.
  [[nodiscard]] virtual qint64 asleepMs() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] qint64 nowMs() const override;
  [[nodiscard]] qint64 monotonicMs() const override;
  [[nodiscard]] qint64 asleepMs() const override;
};

}  // namespace courier
