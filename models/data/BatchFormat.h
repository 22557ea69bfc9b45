#pragma once

#include "models/data/ColumnBatch.h"

class QIODevice;

namespace courier {

/// A batch as raw bytes in the computer's own byte order, for files that do not outlive the process.

/// Writes at the device's position; false when the device did not take everything.
[[nodiscard]] bool writeBatch(const ColumnBatch& batch, QIODevice& device);
/// Reads what writeBatch() wrote, from the device's position; null when it is not there whole.
[[nodiscard]] ColumnBatchPtr readBatch(QIODevice& device);

}  // namespace courier
