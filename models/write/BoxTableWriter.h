#pragma once

#include <vector>

#include "models/data/ColumnTyper.h"
#include "models/write/RowsWriter.h"

namespace courier {

/// A table for people to read: boxed, numbers on the right, values as the grid shows them, columns wider than 60 cells
/// of the terminal cut with "…", and the number of rows below.
class BoxTableWriter final : public RowsWriter {
 public:
  BoxTableWriter(const Columns& columns, bool withHeader);

  [[nodiscard]] bool needsPreparing() const override { return true; }
  void prepare(const ColumnBatch& batch) override;
  void writeHead(const Columns& columns, std::string& out) override;
  void writeRows(const ColumnBatch& batch, std::string& out) override;
  void writeTail(std::string& out) override;

 private:
  void writeBorder(std::string& out) const;
  void writeField(int column, const QString& text, std::string& out) const;
  ColumnTyper m_typer;
  bool m_withHeader;
  std::vector<int> m_widths;
  qint64 m_rows = 0;
};

}  // namespace courier
