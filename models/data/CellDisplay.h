#pragma once

#include <QString>

#include "models/data/ColumnBatch.h"

namespace courier {

/// A cell as text for people. Pure.

/// One line of at most 400 characters (cut ones end in "…"), control characters as symbols, NULL as "NULL", a blob as
/// "blob, N bytes". Numbers are as the database has them: 1, 1.0, 1e+308, Inf.
[[nodiscard]] QString cellDisplayText(const Cell& cell);
/// The whole value, for copying: numbers as above, text as it is (what is not UTF-8 as U+FFFD), a blob in base64 as
/// the body has it; NULL is a null QString.
[[nodiscard]] QString cellRawText(const Cell& cell);
/// As the body writes it (appendDouble), and Inf, -Inf or NaN.
[[nodiscard]] QString realText(double value);

}  // namespace courier
