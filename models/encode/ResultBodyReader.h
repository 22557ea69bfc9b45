#pragma once

#include "models/base/Result.h"
#include "models/data/BatchSink.h"

namespace courier {

/// Reads a spool file (a body of DESIGN section 5) back into batches, with simdjson, column types as the body names
/// them (TypeSource::Fixed). Bounded by the file's size plus one batch. Errors of kind Storage name the file.
[[nodiscard]] Result<void> readResultBody(const QString& path, BatchSink& sink);

}  // namespace courier
