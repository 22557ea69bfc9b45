#include "models/base/Clock.h"

#include <chrono>

#include "models/base/Uptime.h"

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
  return uptimeMs(Uptime::WithSleep);
}

qint64 SystemClock::asleepMs() const {
  return uptimeMs(Uptime::WithSleep) - uptimeMs(Uptime::Awake);
}

}  // namespace courier
