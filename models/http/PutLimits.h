#pragma once

#include <QtGlobal>
#include <algorithm>
#include <limits>

namespace courier {

/// The limits of one attempt, in milliseconds (DESIGN section 6).
struct PutLimits {
  qint64 connectMs = 10'000;
  qint64 silenceWhileSendingMs = 30'000;
  qint64 silenceAfterBodyMs = 120'000;
  qint64 totalBaseMs = 150'000;  ///< plus the body's size at totalBytesPerSecond
  qint64 totalBytesPerSecond = 64 * 1024;
  qint64 keptAnswerBytes = 64 * 1024;
  qint64 readAnswerBytes = 1024 * 1024;
};

/// A time as QTimer takes it: 1 ms at least.
[[nodiscard]] inline int timerMs(qint64 ms) {
  return static_cast<int>(std::clamp<qint64>(ms, 1, std::numeric_limits<int>::max()));
}

}  // namespace courier
