#include "models/write/ResultJsonWriter.h"

#include <utility>

#include "models/write/JsonText.h"

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
    : BodyWriter(std::move(columns)), m_options(options) {}

void ResultJsonWriter::writeHead(std::string& out) {
  ByteCursor cursor(out);
  cursor.append(R"({"column_names":)");
  appendStrings(cursor, columns(), [](const Column& column) { return column.name; });
  cursor.append(R"(,"column_types":)");
  appendStrings(cursor, columns(), [](const Column& column) { return columnTypeName(column.type, column.element); });
  cursor.append(R"(,"data":[)");
}

void ResultJsonWriter::writeRows(const ColumnBatch& batch, int rowCount, std::string& out) {
  ByteCursor cursor(out);
  const int columnCount = this->columnCount();
  for (int row = 0; row < rowCount; ++row) {
    cursor.append(m_firstRow ? std::string_view("[") : std::string_view(",["));
    m_firstRow = false;
    for (int index = 0; index < columnCount; ++index) {
      if (index > 0) cursor.append(",");
      count(appendJsonCell(cursor, batch.cell(row, index), type(index), m_options), index);
    }
    cursor.append("]");
  }
}

void ResultJsonWriter::writeTail(std::string& out) {
  out += "]}";
}

}  // namespace courier
