#include "models/encode/CsvWriter.h"

#include "models/encode/CellText.h"

namespace courier {
namespace {

void appendField(ByteCursor& out, std::string_view text) {
  if (!text.empty() && text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out.append(text);
    return;
  }
  out.append("\"");
  for (size_t quote = 0; (quote = text.find('"')) != std::string_view::npos; text.remove_prefix(quote + 1)) {
    out.append(text.substr(0, quote + 1));
    out.append("\"");
  }
  out.append(text);
  out.append("\"");
}

}  // namespace

void CsvWriter::writeHead(const Columns& columns, std::string& out) {
  if (!m_withHeader) return;
  ByteCursor cursor(out);
  for (int index = 0; index < columns.size(); ++index) {
    if (index > 0) cursor.append(",");
    appendField(cursor, columns[index].name.toStdString());
  }
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
      appendField(cursor, text);
    }
    cursor.append("\n");
  }
}

}  // namespace courier
