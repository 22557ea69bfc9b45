#pragma once

#include <QString>

#include "models/address/BodyOptions.h"
#include "models/base/Expected.h"
#include "models/data/ResultStore.h"

namespace courier {

/// Writes the body that a delivery of `result` would send into a file: exactly the bytes of the wire, packed ones
/// included. A file that stands there is replaced once the new one is whole. Blocking: for a worker thread. `rowCap`:
/// 0 for none. Storage where the folder or the file cannot be written.
[[nodiscard]] Expected<void> saveBodyFile(const ResultStore& result, qint64 rowCap, const BodyOptions& form,
                                          const QString& path);

}  // namespace courier
