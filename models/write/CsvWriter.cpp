#include "models/write/CsvWriter.h"

#include "models/data/CellText.h"
#include "models/write/CsvField.h"

namespace courier {

void CsvWriter::writeHead(const Columns& columns, std::string& out) {
  if (!m_withHeader) return;
  ByteCursor cursor(out);
  appendCsvNames(cursor, columns);
  cursor.append("\n");
}

void CsvWriter::writeRows(const ColumnBatch& batch, std::string& out) {
  ByteCursor cursor(out);
  std::string text;
  for (int row = 0; row < batch.rowCount(); ++row) {
    for (int column = 0; column < batch.columnCount(); ++column) {
      if (column > 0) cursor.append(",");
      const Cell cell = batch.cell(row, column);
      if (cell.kind == CellKind::Null) continue;
      text.clear();
      appendCellText(text, cell);
      appendCsvField(cursor, text);
    }
    cursor.append("\n");
  }
}

}  // namespace courier
