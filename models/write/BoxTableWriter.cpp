#include "models/write/BoxTableWriter.h"

#include <QCoreApplication>
#include <algorithm>
#include <limits>

#include "models/data/CellDisplay.h"
#include "models/write/TextWidth.h"

namespace courier {
namespace {

struct BoxTableWriterTr {
  Q_DECLARE_TR_FUNCTIONS(BoxTableWriter)
};

constexpr int greatestWidth = 60;

/// A name as a text value of the table: no control character of it reaches the terminal.
QString shownName(const QString& name) {
  const std::string bytes = name.toStdString();
  return cutToWidth(cellDisplayText({CellKind::Text, 0, 0, bytes}), greatestWidth);
}

QString shownValue(const Cell& cell) {
  return cutToWidth(cellDisplayText(cell), greatestWidth);
}

bool isNumber(ColumnType type) {
  return type == ColumnType::Int || type == ColumnType::Long || type == ColumnType::Float || type == ColumnType::Double;
}

}  // namespace

BoxTableWriter::BoxTableWriter(const Columns& columns, bool withHeader) : m_typer(columns), m_withHeader(withHeader) {
  for (const Column& column : columns) m_widths.push_back(withHeader ? textWidth(shownName(column.name)) : 0);
}

void BoxTableWriter::prepare(const ColumnBatch& batch) {
  m_typer.add(batch, batch.rowCount());
  for (int column = 0; column < batch.columnCount(); ++column) {
    int& width = m_widths[static_cast<size_t>(column)];
    for (int row = 0; row < batch.rowCount() && width < greatestWidth; ++row) {
      width = std::max(width, textWidth(shownValue(batch.cell(row, column))));
    }
  }
}

void BoxTableWriter::writeHead(const Columns& columns, std::string& out) {
  if (columns.isEmpty()) return;
  writeBorder(out);
  if (!m_withHeader) return;
  for (int index = 0; index < columns.size(); ++index) writeField(index, shownName(columns[index].name), out);
  out += "|\n";
  writeBorder(out);
}

void BoxTableWriter::writeRows(const ColumnBatch& batch, std::string& out) {
  for (int row = 0; row < batch.rowCount(); ++row) {
    for (int column = 0; column < batch.columnCount(); ++column) {
      writeField(column, shownValue(batch.cell(row, column)), out);
    }
    out += "|\n";
  }
  m_rows += batch.rowCount();
}

void BoxTableWriter::writeTail(std::string& out) {
  if (!m_widths.empty() && (m_rows > 0 || !m_withHeader)) writeBorder(out);
  const int count = static_cast<int>(std::min<qint64>(m_rows, std::numeric_limits<int>::max()));
  out += BoxTableWriterTr::tr("%Ln row(s) in set", nullptr, count).toStdString() + "\n";
}

void BoxTableWriter::writeBorder(std::string& out) const {
  for (const int width : m_widths) out += "+" + std::string(static_cast<size_t>(width) + 2, '-');
  out += "+\n";
}

void BoxTableWriter::writeField(int column, const QString& text, std::string& out) const {
  const int missing = std::max(0, m_widths[static_cast<size_t>(column)] - textWidth(text));
  const std::string padding(static_cast<size_t>(missing), ' ');
  out += "| ";
  if (isNumber(m_typer.type(column))) {
    out += padding + text.toStdString();
  } else {
    out += text.toStdString() + padding;
  }
  out += " ";
}

}  // namespace courier
