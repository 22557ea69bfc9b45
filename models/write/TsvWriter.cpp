#include "models/write/TsvWriter.h"

#include "models/data/CellText.h"

namespace courier {
namespace {

void appendField(ByteCursor& out, std::string_view text) {
  for (size_t odd = 0; (odd = text.find_first_of("\t\r\n\\")) != std::string_view::npos; text.remove_prefix(odd + 1)) {
    out.append(text.substr(0, odd));
    const char byte = text[odd];
    out.append(byte == '\t' ? "\\t" : byte == '\r' ? "\\r" : byte == '\n' ? "\\n" : "\\\\");
  }
  out.append(text);
}

}  // namespace

void TsvWriter::writeHead(const Columns& columns, std::string& out) {
  if (!m_withHeader) return;
  ByteCursor cursor(out);
  for (int index = 0; index < columns.size(); ++index) {
    if (index > 0) cursor.append("\t");
    appendField(cursor, columns[index].name.toStdString());
  }
  cursor.append("\n");
}

void TsvWriter::writeRows(const ColumnBatch& batch, std::string& out) {
  ByteCursor cursor(out);
  std::string text;
  for (int row = 0; row < batch.rowCount(); ++row) {
    for (int column = 0; column < batch.columnCount(); ++column) {
      if (column > 0) cursor.append("\t");
      const Cell cell = batch.cell(row, column);
      if (cell.kind == CellKind::Null) {
        cursor.append("\\N");
        continue;
      }
      text.clear();
      appendCellText(text, cell);
      appendField(cursor, text);
    }
    cursor.append("\n");
  }
}

}  // namespace courier
