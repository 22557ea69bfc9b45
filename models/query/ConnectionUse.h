#pragma once

#include <QStringList>

namespace courier {

/// What is there that works with a connection.
struct ConnectionUse {
  QStringList schedules;  ///< names, by name
  QStringList queries;    ///< names of the tabs that are open on it; one without a name is ""
  int jobs = 0;           ///< that wait or run

  bool operator==(const ConnectionUse&) const = default;
};

/// "Used by 2 schedules (a, b), 3 open queries (counts, sales) and 1 job that waits or runs."; "" where nothing uses
/// it. Pure.
[[nodiscard]] QString connectionUseText(const ConnectionUse& use);
/// What becomes of each when the connection is deleted, a sentence each; "" where nothing uses it. Pure.
[[nodiscard]] QString connectionLossText(const ConnectionUse& use);

}  // namespace courier
