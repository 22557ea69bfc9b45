#pragma once

#include <QString>

#include "models/explore/Arrangement.h"

namespace courier {

/// A filter in words: "code is not 404", "size from 10 to 20", "path contains “books”".
[[nodiscard]] QString filterText(const ValueFilter& filter, const QString& columnName);
/// A value as a short line.
[[nodiscard]] QString shortValue(const KeptValue& value);

}  // namespace courier
