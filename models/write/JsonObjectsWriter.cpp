#include "models/write/JsonObjectsWriter.h"

#include <QHash>
#include <QSet>
#include <utility>

#include "models/write/JsonText.h"

namespace courier {

JsonObjectsWriter::JsonObjectsWriter(Columns columns, Shape shape, JsonOptions options)
    : BodyWriter(std::move(columns)), m_shape(shape), m_options(options) {
  const QStringList names = objectKeys(this->columns());
  for (const QString& name : names) {
    std::string key = m_keys.empty() ? "" : ",";
    {
      ByteCursor cursor(key);
      appendJsonString(cursor, name.toStdString());
    }
    m_keys.push_back(key + ":");
  }
}

void JsonObjectsWriter::writeHead(std::string& out) {
  if (m_shape == Shape::Array) out += "[";
}

void JsonObjectsWriter::writeRows(const ColumnBatch& batch, int rowCount, std::string& out) {
  ByteCursor cursor(out);
  const int columnCount = this->columnCount();
  for (int row = 0; row < rowCount; ++row) {
    if (m_shape == Shape::Array && !m_firstRow) cursor.append(",");
    m_firstRow = false;
    cursor.append("{");
    for (int index = 0; index < columnCount; ++index) {
      cursor.append(m_keys[static_cast<size_t>(index)]);
      count(appendJsonCell(cursor, batch.cell(row, index), type(index), m_options), index);
    }
    cursor.append(m_shape == Shape::Array ? std::string_view("}") : std::string_view("}\n"));
  }
}

void JsonObjectsWriter::writeTail(std::string& out) {
  if (m_shape == Shape::Array) out += "]";
}

QStringList objectKeys(const Columns& columns) {
  QSet<QString> taken;
  for (const Column& column : columns) taken.insert(column.name);
  QSet<QString> seen;
  QHash<QString, int> next;
  QStringList keys;
  keys.reserve(columns.size());
  for (int index = 0; index < columns.size(); ++index) {
    const QString& name = columns[index].name;
    if (!name.isEmpty() && !seen.contains(name)) {
      seen.insert(name);
      keys.push_back(name);
      continue;
    }
    const QString stem = name.isEmpty() ? QStringLiteral("column_") : name + QLatin1Char('_');
    int number = name.isEmpty() ? index + 1 : next.value(name, 2);
    while (taken.contains(stem + QString::number(number))) ++number;
    next.insert(name, number + 1);
    keys.push_back(stem + QString::number(number));
    taken.insert(keys.last());
  }
  return keys;
}

}  // namespace courier
