#include <chrono>
#include <ctime>

#include "models/base/Uptime.h"

namespace courier {

qint64 uptimeMs(Uptime kind) {
#ifdef CLOCK_BOOTTIME
  // Linux: the steady clock stands still while the computer sleeps.
  timespec now{};
  if (clock_gettime(kind == Uptime::WithSleep ? CLOCK_BOOTTIME : CLOCK_MONOTONIC, &now) == 0) {
    return qint64{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
  }
#else
  Q_UNUSED(kind)
#endif
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace courier
