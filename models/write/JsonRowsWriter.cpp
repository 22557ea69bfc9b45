#include "models/write/JsonRowsWriter.h"

#include "models/write/JsonCell.h"
#include "models/write/JsonText.h"

namespace courier {

JsonRowsWriter::JsonRowsWriter(const Columns& columns, Shape shape) : m_typer(columns), m_shape(shape) {
  for (const Column& column : columns) {
    std::string key;
    {
      ByteCursor cursor(key);
      appendJsonString(cursor, column.name.toStdString());
    }
    m_keys.push_back(key + ":");
  }
}

void JsonRowsWriter::prepare(const ColumnBatch& batch) {
  m_typer.add(batch, batch.rowCount());
}

void JsonRowsWriter::writeHead(const Columns&, std::string& out) {
  if (m_shape == Shape::Array) out += "[";
}

void JsonRowsWriter::writeRows(const ColumnBatch& batch, std::string& out) {
  ByteCursor cursor(out);
  for (int row = 0; row < batch.rowCount(); ++row) {
    if (m_shape == Shape::Array) cursor.append(m_firstRow ? "\n" : ",\n");
    m_firstRow = false;
    for (int column = 0; column < batch.columnCount(); ++column) {
      cursor.append(column == 0 ? "{" : ",");
      cursor.append(m_keys[static_cast<size_t>(column)]);
      const Cell cell = batch.cell(row, column);
      if (appendJsonCell(cursor, cell, m_typer.type(column), {}) == CellOutcome::Misfit) {
        // Here it is for people to look at: what breaks an engine's promise is shown, in the place of the null.
        cursor.advanceTo(cursor.at() - std::string_view("null").size());
        appendJsonCell(cursor, cell, ColumnType::String, {});
      }
    }
    cursor.append(m_shape == Shape::Array ? "}" : "}\n");
  }
}

void JsonRowsWriter::writeTail(std::string& out) {
  if (m_shape == Shape::Array) out += m_firstRow ? "]\n" : "\n]\n";
}

}  // namespace courier
