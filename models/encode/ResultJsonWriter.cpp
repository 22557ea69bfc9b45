#include "models/encode/ResultJsonWriter.h"

#include <utility>
#include <vector>

#include "models/encode/JsonText.h"

namespace courier {
namespace {

void appendStrings(ByteCursor& out, const Columns& columns, QString (*text)(const Column&)) {
  out.append("[");
  for (int index = 0; index < columns.size(); ++index) {
    if (index > 0) out.append(",");
    const QByteArray bytes = text(columns[index]).toUtf8();
    appendJsonString(out, {bytes.constData(), static_cast<size_t>(bytes.size())});
  }
  out.append("]");
}

}  // namespace

ResultJsonWriter::ResultJsonWriter(Columns columns, JsonOptions options)
    : m_columns(std::move(columns)), m_options(options) {}

void ResultJsonWriter::writeHead(std::string& out) {
  ByteCursor cursor(out);
  cursor.append(R"({"column_names":)");
  appendStrings(cursor, m_columns, [](const Column& column) { return column.name; });
  cursor.append(R"(,"column_types":)");
  appendStrings(cursor, m_columns, [](const Column& column) { return columnTypeName(column.type, column.element); });
  cursor.append(R"(,"data":[)");
}

void ResultJsonWriter::writeRows(const ColumnBatch& batch, int rowCount, std::string& out) {
  ByteCursor cursor(out);
  std::vector<ColumnType> types;
  types.reserve(static_cast<size_t>(m_columns.size()));
  for (const Column& column : std::as_const(m_columns)) types.push_back(column.type);
  const int columnCount = static_cast<int>(types.size());

  for (int row = 0; row < rowCount; ++row) {
    cursor.append(m_firstRow ? std::string_view("[") : std::string_view(",["));
    m_firstRow = false;
    for (int index = 0; index < columnCount; ++index) {
      if (index > 0) cursor.append(",");
      switch (appendJsonCell(cursor, batch.cell(row, index), types[static_cast<size_t>(index)], m_options)) {
        case CellOutcome::Written:
          break;
        case CellOutcome::Repaired:
          ++m_repairedTexts;
          break;
        case CellOutcome::Misfit:
          if (!m_misfitColumn) m_misfitColumn = index;
          break;
      }
    }
    cursor.append("]");
  }
}

void ResultJsonWriter::writeTail(std::string& out) {
  out += "]}";
}

}  // namespace courier
