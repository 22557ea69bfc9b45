#pragma once

#include "models/write/RowsWriter.h"

namespace courier {

/// RFC 4180, with lines that end in LF: a field is quoted when it holds a comma, a quote or a line break, and what is
/// in quotes is kept as it is. NULL is an empty field, '' a quoted one. Numbers are as the database has them, blobs
/// base64.
class CsvWriter final : public RowsWriter {
 public:
  explicit CsvWriter(bool withHeader) : m_withHeader(withHeader) {}

  void writeHead(const Columns& columns, std::string& out) override;
  void writeRows(const ColumnBatch& batch, std::string& out) override;

 private:
  bool m_withHeader;
};

}  // namespace courier
