#pragma once

#include <QString>

#include "models/base/Result.h"
#include "models/data/ResultStore.h"
#include "models/encode/BodyOptions.h"

namespace courier {

/// Writes the body that a delivery of `result` would send into a file: exactly the bytes of the wire, packed ones
/// included. A file that stands there is replaced once the new one is whole. Blocking: for a worker thread. `rowCap`:
/// 0 for none. Storage where the folder or the file cannot be written.
[[nodiscard]] Result<void> saveBodyFile(const ResultStore& result, qint64 rowCap, const BodyOptions& form,
                                        const QString& path);

}  // namespace courier
