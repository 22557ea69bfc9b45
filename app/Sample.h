#pragma once

#include <QString>

#include "models/base/Expected.h"
#include "models/query/ConnectionStore.h"
#include "models/storage/Settings.h"

namespace courier {

/// At the first start, makes the sample database in the data folder and its connection "testdb". Once made it is the
/// person's: one that was deleted does not come back. Blocks.
[[nodiscard]] Expected<void> makeSampleConnection(ConnectionStore& connections, Settings& settings,
                                                  const QString& dataFolder);

}  // namespace courier
