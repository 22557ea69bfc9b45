#include <windows.h>

#include "models/base/Uptime.h"

namespace courier {

qint64 uptimeMs(Uptime kind) {
  if (kind == Uptime::WithSleep) return static_cast<qint64>(GetTickCount64());
  ULONGLONG hundredsOfNs = 0;
  QueryUnbiasedInterruptTime(&hundredsOfNs);
  return static_cast<qint64>(hundredsOfNs / 10'000);
}

}  // namespace courier
