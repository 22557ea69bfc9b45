#include "models/base/Clock.h"

#include <chrono>
#include <ctime>

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
#ifdef CLOCK_BOOTTIME
  // Linux: the steady clock stands still while the computer sleeps.
  timespec now{};
  if (clock_gettime(CLOCK_BOOTTIME, &now) == 0) return qint64{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
#endif
  return sinceEpochMs<std::chrono::steady_clock>();
}

}  // namespace courier
