#pragma once

#include <string_view>

#include "models/base/ByteCursor.h"
#include "models/data/Column.h"

namespace courier {

/// A field of RFC 4180: in quotes where it is empty or holds a comma, a quote or a line break, else as it is.
void appendCsvField(ByteCursor& out, std::string_view text);
/// The columns' names as one line without its end.
void appendCsvNames(ByteCursor& out, const Columns& columns);

}  // namespace courier
