#include <time.h>

#include "models/base/Uptime.h"

namespace courier {

qint64 uptimeMs(Uptime kind) {
  return static_cast<qint64>(clock_gettime_nsec_np(kind == Uptime::WithSleep ? CLOCK_MONOTONIC_RAW : CLOCK_UPTIME_RAW) /
                             1'000'000);
}

}  // namespace courier
