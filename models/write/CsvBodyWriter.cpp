#include "models/write/CsvBodyWriter.h"

#include <cmath>
#include <utility>

#include "models/data/CellText.h"
#include "models/write/CsvField.h"

namespace courier {
namespace {

constexpr std::string_view lineEnd = "\r\n";

bool isNull(const Cell& cell) {
  return cell.kind == CellKind::Null || (cell.kind == CellKind::Real && !std::isfinite(cell.real));
}

}  // namespace

CsvBodyWriter::CsvBodyWriter(Columns columns) : BodyWriter(std::move(columns)) {}

void CsvBodyWriter::writeHead(std::string& out) {
  ByteCursor cursor(out);
  appendCsvNames(cursor, columns());
  cursor.append(lineEnd);
}

void CsvBodyWriter::writeRows(const ColumnBatch& batch, int rowCount, std::string& out) {
  ByteCursor cursor(out);
  const int columnCount = this->columnCount();
  for (int row = 0; row < rowCount; ++row) {
    for (int index = 0; index < columnCount; ++index) {
      if (index > 0) cursor.append(",");
      const Cell cell = batch.cell(row, index);
      if (!isNull(cell)) {
        count(writeField(cursor, cell, type(index)), index);
      } else if (columnCount == 1) {
        cursor.append("\"\"");
      }
    }
    cursor.append(lineEnd);
  }
}

CellOutcome CsvBodyWriter::writeField(ByteCursor& out, const Cell& cell, ColumnType type) {
  const bool isArray = type == ColumnType::Array && cell.kind == CellKind::Array;
  if (type != ColumnType::String && !isArray) {
    const CellOutcome outcome = appendJsonCell(out, cell, type, {});
    // Nothing stands for what does not fit.
    if (outcome == CellOutcome::Misfit) out.advanceTo(out.at() - std::string_view("null").size());
    return outcome;
  }
  m_text.clear();
  bool repaired = false;
  if (cell.kind == CellKind::Text || cell.kind == CellKind::Array) {
    ByteCursor cursor(m_text);
    repaired = appendUtf8(cursor, cell.bytes);
  } else {
    appendCellText(m_text, cell);
  }
  appendCsvField(out, m_text);
  return repaired ? CellOutcome::Repaired : CellOutcome::Written;
}

}  // namespace courier
