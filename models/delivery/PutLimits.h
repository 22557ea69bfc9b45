#pragma once

#include <QtGlobal>

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

}  // namespace courier
