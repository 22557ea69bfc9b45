#include "models/base/Clock.h"

#include <chrono>

namespace courier {

namespace {
template <class ChronoClock>
qint64 sinceEpochMs() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(ChronoClock::now().time_since_epoch()).count();
}
}  // namespace

qint64 SystemClock::nowMs() const {
  return sinceEpochMs<std::chrono::system_clock>();
}

qint64 SystemClock::monotonicMs() const {
  return sinceEpochMs<std::chrono::steady_clock>();
}

}  // namespace courier
