#pragma once

#include <string>

#include "models/write/BodyWriter.h"

namespace courier {

/// A body as RFC 4180 has it: UTF-8 without a byte order mark, CRLF at the end of every line, a header line of the
/// columns' names as they are, quotes only where a field needs them. A field is what the contract's body holds there
/// (DESIGN section 5): numbers, true and false as in JSON, texts and base64 without JSON's quotes, an array as its JSON
/// text. What is null there is an empty field, and an empty text is "". Where there is but one column its NULL is ""
/// too: an empty line is no row to many a reader, and the number of rows counts for more than that difference. Where
/// there is no column the header and every row are an empty line.
class CsvBodyWriter final : public BodyWriter {
 public:
  explicit CsvBodyWriter(Columns columns);

  void writeHead(std::string& out) override;
  void writeRows(const ColumnBatch& batch, int rowCount, std::string& out) override;
  void writeTail(std::string&) override {}

 private:
  CellOutcome writeField(ByteCursor& out, const Cell& cell, ColumnType type);
  std::string m_text;  ///< of one field, before it is quoted
};

}  // namespace courier
