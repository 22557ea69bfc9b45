#pragma once

#include <vector>

#include "models/data/ColumnTyper.h"
#include "models/write/RowsWriter.h"

namespace courier {

/// Rows as JSON objects whose keys are the column names, also where they are empty or occur twice; values as in the
/// body (DESIGN section 5). Either one array, or an object a line.
class JsonRowsWriter final : public RowsWriter {
 public:
  enum class Shape { Array, Lines };
  JsonRowsWriter(const Columns& columns, Shape shape);

  [[nodiscard]] bool needsPreparing() const override { return true; }
  void prepare(const ColumnBatch& batch) override;
  void writeHead(const Columns& columns, std::string& out) override;
  void writeRows(const ColumnBatch& batch, std::string& out) override;
  void writeTail(std::string& out) override;

 private:
  ColumnTyper m_typer;
  Shape m_shape;
  std::vector<std::string> m_keys;  ///< with their quotes and colon
  bool m_firstRow = true;
};

}  // namespace courier
