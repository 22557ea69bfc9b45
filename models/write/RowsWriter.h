#pragma once

#include <string>

#include "models/data/Column.h"
#include "models/data/ColumnBatch.h"

namespace courier {

/// One form in which rows are written as text, UTF-8: first everything is shown to prepare(), for the forms that say
/// so, then written, in the same order, between a head and a tail. Pure: bytes are appended to a string.
class RowsWriter {
 public:
  virtual ~RowsWriter() = default;

  /// Whether all rows have to be seen before the first can be written.
  [[nodiscard]] virtual bool needsPreparing() const { return false; }
  virtual void prepare(const ColumnBatch&) {}
  virtual void writeHead(const Columns& columns, std::string& out) = 0;
  virtual void writeRows(const ColumnBatch& batch, std::string& out) = 0;
  virtual void writeTail(std::string&) {}
};

}  // namespace courier
