#pragma once

#include <string_view>

#include "models/address/BodyOptions.h"
#include "models/base/ByteCursor.h"
#include "models/data/Column.h"
#include "models/data/ColumnBatch.h"

namespace courier {

/// One value as the forms of output write it: in JSON, and as a field of CSV. Pure.

/// Appends `text` as a JSON string (RFC 8259): `"`, `\` and what lies below U+0020 escaped, in the short form where
/// there is one, everything else raw; U+FFFD for each maximal subpart that is not UTF-8, and then the answer is true.
bool appendJsonString(ByteCursor& out, std::string_view text);

/// The greatest integer up to which a double holds each (RFC 8259, section 6).
inline constexpr qint64 exactInDouble = qint64{1} << 53;

/// What came of writing one value.
enum class CellOutcome : quint8 {
  Written,
  Repaired,  ///< its text was not UTF-8
  Misfit     ///< it does not fit the column's type, though the engine promised it; null was written
};

/// Appends one value as JSON of the column's type (DESIGN section 5): a string column gets JSON strings, a double 1 is
/// 1.0, NaN, infinities and NULL are null, binary is base64, an array is its own JSON text. Of `options` only what is
/// wanted of wide integers counts. Pure.
CellOutcome appendJsonCell(ByteCursor& out, const Cell& cell, ColumnType type, const BodyOptions& options);

/// A field of RFC 4180: in quotes where it is empty or holds a comma, a quote or a line break, else as it is.
void appendCsvField(ByteCursor& out, std::string_view text);
/// The columns' names as one line without its end.
void appendCsvNames(ByteCursor& out, const Columns& columns);

}  // namespace courier
