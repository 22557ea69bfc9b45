#pragma once

#include "models/write/RowsWriter.h"

namespace courier {

/// Tab-separated values, a row a line whatever they hold: tab, CR, LF and backslash are written \t, \r, \n and \\, NULL
/// is \N. Numbers are as the database has them, blobs base64.
class TsvWriter final : public RowsWriter {
 public:
  explicit TsvWriter(bool withHeader) : m_withHeader(withHeader) {}

  void writeHead(const Columns& columns, std::string& out) override;
  void writeRows(const ColumnBatch& batch, std::string& out) override;

 private:
  bool m_withHeader;
};

}  // namespace courier
