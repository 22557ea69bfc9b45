#pragma once

#include "models/base/ByteCursor.h"
#include "models/data/Column.h"
#include "models/data/ColumnBatch.h"

namespace courier {

/// How odd values are written; the target's options.
struct JsonOptions {
  bool wideIntegersAsStrings = false;  ///< integers of a long column beyond ±2^53 as JSON strings
};

/// The greatest integer up to which a double holds each (RFC 8259, section 6).
inline constexpr qint64 exactInDouble = qint64{1} << 53;

/// What came of writing one value.
enum class CellOutcome : quint8 {
  Written,
  Repaired,  ///< its text was not UTF-8
  Misfit     ///< it does not fit the column's type, though the engine promised it; null was written
};

/// Appends one value as JSON of the column's type (DESIGN section 5): a string column gets JSON strings, a double 1 is
/// 1.0, NaN, infinities and NULL are null, binary is base64, an array is its own JSON text. Pure.
CellOutcome appendJsonCell(ByteCursor& out, const Cell& cell, ColumnType type, const JsonOptions& options);

}  // namespace courier
