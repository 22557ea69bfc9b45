#pragma once

#include <QString>
#include <QtGlobal>
#include <string>
#include <string_view>

#include "models/base/ByteCursor.h"
#include "models/data/ColumnBatch.h"

namespace courier {

/// How values look as text, the same in every form of output. Pure.

void appendInteger(ByteCursor& out, qint64 value);
/// The fewest digits that give the same double back; always with '.' or 'e'; plain from 1e-4 up to 1e16, else with an
/// exponent: 1.0, -0.0, 0.1, 1e+308. `value` is finite.
void appendDouble(ByteCursor& out, double value);
/// The fewest digits that give the same float back; a value beyond the range of floats is written as the double it is.
void appendFloat(ByteCursor& out, double value);
/// RFC 4648, section 4, with padding.
void appendBase64(ByteCursor& out, std::string_view bytes);
/// `text` with U+FFFD for each maximal subpart that is not UTF-8; true when there was one.
bool appendUtf8(ByteCursor& out, std::string_view text);

/// A value in plain text, as the database has it: numbers as above (and Inf, -Inf, NaN), text in sound UTF-8, blobs in
/// base64, arrays as their JSON; nothing for NULL.
void appendCellText(std::string& out, const Cell& cell);

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
