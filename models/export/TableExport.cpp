#include <QCoreApplication>
#include <algorithm>
#include <limits>

#include "models/data/CellText.h"
#include "models/data/ColumnTyper.h"
#include "models/export/ExportWriter.h"
#include "models/write/TextWidth.h"

namespace courier {
namespace {

struct TableExportTr {
  Q_DECLARE_TR_FUNCTIONS(TableExport)
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

/// A table for people to read: boxed, numbers on the right, values as the grid shows them, columns wider than 60 cells
/// of the terminal cut with "…", and the number of rows below.
class TableExport final : public ExportWriter {
 public:
  TableExport(const Columns& columns, bool withHeader)
      : m_columns(columns), m_typer(columns), m_withHeader(withHeader) {
    for (const Column& column : columns) m_widths.push_back(withHeader ? textWidth(shownName(column.name)) : 0);
  }

  [[nodiscard]] bool needsPreparing() const override { return true; }
  void prepare(const ColumnBatch& batch) override {
    m_typer.add(batch, batch.rowCount());
    for (int column = 0; column < batch.columnCount(); ++column) {
      int& width = m_widths[static_cast<size_t>(column)];
      for (int row = 0; row < batch.rowCount() && width < greatestWidth; ++row) {
        width = std::max(width, textWidth(shownValue(batch.cell(row, column))));
      }
    }
  }
  Expected<void> writeHead(ExportPage& page) override {
    std::string& out = page.text();
    if (m_columns.isEmpty()) return {};
    writeBorder(out);
    if (!m_withHeader) return {};
    for (int index = 0; index < m_columns.size(); ++index) writeField(index, shownName(m_columns[index].name), out);
    out += "|\n";
    writeBorder(out);
    return {};
  }
  Expected<void> writeRows(const ColumnBatch& batch, ExportPage& page) override {
    std::string& out = page.text();
    for (int row = 0; row < batch.rowCount(); ++row) {
      for (int column = 0; column < batch.columnCount(); ++column) {
        writeField(column, shownValue(batch.cell(row, column)), out);
      }
      out += "|\n";
    }
    m_rows += batch.rowCount();
    return {};
  }
  Expected<void> writeTail(ExportPage& page) override {
    std::string& out = page.text();
    if (!m_widths.empty() && (m_rows > 0 || !m_withHeader)) writeBorder(out);
    const int count = static_cast<int>(std::min<qint64>(m_rows, std::numeric_limits<int>::max()));
    out += TableExportTr::tr("%Ln row(s) in set", nullptr, count).toStdString() + "\n";
    return {};
  }

 private:
  void writeBorder(std::string& out) const {
    for (const int width : m_widths) out += "+" + std::string(static_cast<size_t>(width) + 2, '-');
    out += "+\n";
  }
  void writeField(int column, const QString& text, std::string& out) const {
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
  Columns m_columns;
  ColumnTyper m_typer;
  bool m_withHeader;
  std::vector<int> m_widths;
  qint64 m_rows = 0;
};

}  // namespace

ExportWriterPtr makeTableExport(const Columns& columns, const ExportOptions& options) {
  return std::make_unique<TableExport>(columns, options.header);
}

}  // namespace courier
