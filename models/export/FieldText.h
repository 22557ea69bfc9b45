#pragma once

#include <string>
#include <string_view>

#include "models/data/Column.h"
#include "models/data/ColumnBatch.h"

namespace courier {

/// What writers ask about a value's text. Pure.

/// Whether a spreadsheet that reads this text from a file would take it for a formula or hide a command in it: it
/// begins, maybe after blanks, with = + - @ or their full-width forms, or with a tab, CR or LF. A plain number such as
/// -5, +1.5e3 or -1,234.5 is none.
[[nodiscard]] bool beginsLikeFormula(std::string_view text);
/// -12, 3.50, 1e-7: digits with at most one point and an exponent.
[[nodiscard]] bool isPlainNumber(std::string_view text);
/// How many digits count: not leading zeros, the point or the exponent. Of a plain number.
[[nodiscard]] int significantDigits(std::string_view number);
/// Whether the database's type is an exact decimal, whose values come as text: numeric, decimal, number.
[[nodiscard]] bool isDecimalColumn(const Column& column);
/// The value's text in UTF-8 as appendCellText() has it, in `room` where it is not the cell's own bytes; counts those
/// that were not UTF-8.
[[nodiscard]] std::string_view cellText(const Cell& cell, std::string& room, qint64& repaired);
[[nodiscard]] bool isAscii(std::string_view text);
/// Control characters but tab and line breaks as their symbols (U+2400 …), for forms that may not hold them.
void appendVisible(std::string& out, unsigned char control);

}  // namespace courier
