#pragma once

#include <QtGlobal>

namespace courier {

enum class Uptime {
  WithSleep,  ///< the time that the computer was asleep counts
  Awake       ///< it does not
};

/// Milliseconds since some moment, the same for both kinds; they never go back.
[[nodiscard]] qint64 uptimeMs(Uptime kind);

}  // namespace courier
