#pragma once

#include <QtGlobal>
#include <optional>
#include <string>

#include "models/data/Column.h"
#include "models/data/ColumnBatch.h"
#include "models/encode/JsonCell.h"

namespace courier {

/// Writes the body of DESIGN section 5: pure, from typed columns and batches to bytes that are appended to a string.
/// The data always fit the types in `columns`: a string column holds JSON strings, a double 1 is written 1.0, NaN and
/// infinities are null, invalid UTF-8 becomes U+FFFD (and is counted), binary is base64 (RFC 4648, with padding).
/// Doubles have the fewest digits that round-trip. Escapes are those JSON demands and no others (RFC 8259).
class ResultJsonWriter {
 public:
  ResultJsonWriter(Columns columns, JsonOptions options);

  void writeHead(std::string& out);
  /// Rows [0, rowCount) of the batch.
  void writeRows(const ColumnBatch& batch, int rowCount, std::string& out);
  void writeTail(std::string& out);

  [[nodiscard]] const Columns& columns() const { return m_columns; }
  /// Values whose text was not UTF-8, so far.
  [[nodiscard]] qint64 repairedTexts() const { return m_repairedTexts; }
  /// The column of the first value that did not fit its column's type, if any; such values are null in the body.
  [[nodiscard]] std::optional<int> misfitColumn() const { return m_misfitColumn; }

 private:
  Columns m_columns;
  JsonOptions m_options;
  bool m_firstRow = true;
  qint64 m_repairedTexts = 0;
  std::optional<int> m_misfitColumn;
};

}  // namespace courier
