#pragma once

#include <string>

#include "models/write/BodyWriter.h"

namespace courier {

/// Writes the body of DESIGN section 5: pure, from typed columns and batches to bytes that are appended to a string.
/// The data always fit the types in `columns`: a string column holds JSON strings, a double 1 is written 1.0, NaN and
/// infinities are null, invalid UTF-8 becomes U+FFFD (and is counted), binary is base64 (RFC 4648, with padding).
/// Doubles have the fewest digits that round-trip. Escapes are those JSON demands and no others (RFC 8259).
/// A value that does not fit its column's type is null.
class ResultJsonWriter final : public BodyWriter {
 public:
  ResultJsonWriter(Columns columns, JsonOptions options);

  void writeHead(std::string& out) override;
  void writeRows(const ColumnBatch& batch, int rowCount, std::string& out) override;
  void writeTail(std::string& out) override;

 private:
  JsonOptions m_options;
  bool m_firstRow = true;
};

}  // namespace courier
