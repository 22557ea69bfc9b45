#pragma once

#include "models/base/Expected.h"
#include "models/data/BatchSink.h"

namespace courier {

/// Reads a spool file (a body of DESIGN section 5) back into batches, with simdjson, column types as the body names
/// them (TypeSource::Fixed). A long that was sent as a string is an integer again; base64 stays text; an integer beyond
/// 64 bits with a sign becomes the text of its digits. Memory is bounded by a few batches and the longest row.
/// Errors of kind Storage name the file; an Error of the sink is passed on.
[[nodiscard]] Expected<void> readResultBody(const QString& path, BatchSink& sink);

}  // namespace courier
