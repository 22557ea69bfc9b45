#pragma once

#include <QtGlobal>
#include <string>

#include "models/data/Column.h"
#include "models/data/ColumnBatch.h"

namespace courier {

/// How odd values are written; the target's options.
struct JsonOptions {
  bool wideIntegersAsStrings = false;  ///< integers beyond ±2^53 as JSON strings
};

/// Writes the body of DESIGN section 5: pure, from typed columns and batches to bytes that are appended to a string.
/// The data always fit the types in `columns`: a string column holds JSON strings, a double 1 is written 1.0, NaN and
/// infinities are null, invalid UTF-8 becomes U+FFFD (and is counted), binary is base64 (RFC 4648, with padding).
/// Doubles are shortest round-trip (std::to_chars). Escapes are those JSON demands and no others (RFC 8259).
class ResultJsonWriter {
 public:
  ResultJsonWriter(Columns columns, JsonOptions options);

  void writeHead(std::string& out);
  /// Rows [0, rowCount) of the batch.
  void writeRows(const ColumnBatch& batch, int rowCount, std::string& out);
  void writeTail(std::string& out);

  /// Values whose text was not UTF-8, so far.
  [[nodiscard]] qint64 repairedTexts() const { return m_repairedTexts; }

 private:
  void writeCell(const Cell& cell, const Column& column, std::string& out);
  Columns m_columns;
  JsonOptions m_options;
  bool m_firstRow = true;
  qint64 m_repairedTexts = 0;
};

}  // namespace courier
