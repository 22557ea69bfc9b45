#include "models/query/SqliteStatement.h"

#include "models/query/RowBatcher.h"

namespace courier {
namespace {

std::string_view bytesOf(sqlite3_stmt* statement, int column, const void* data) {
  return {static_cast<const char*>(data), static_cast<size_t>(sqlite3_column_bytes(statement, column))};
}

}  // namespace

QString sqliteText(sqlite3_stmt* statement, int column) {
  const unsigned char* text = sqlite3_column_text(statement, column);
  const std::string_view bytes = bytesOf(statement, column, text);
  return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

SqliteRowReader::Outcome SqliteRowReader::readAll(qint64 rowLimit) {
  Outcome outcome;
  // The columns are asked for after the first step: SQLite prepares anew there when the schema has changed.
  outcome.code = sqlite3_step(m_statement);
  const int columnCount = sqlite3_column_count(m_statement);
  if ((outcome.code != SQLITE_ROW && outcome.code != SQLITE_DONE) || columnCount == 0) return outcome;
  outcome.hasColumns = true;
  if (auto begun = m_sink.begin(columns()); !begun) {
    outcome.error = begun.error();
    return outcome;
  }
  // Writing statements with RETURNING are stepped to their end, so that all of their work is done.
  const bool mustEnd = sqlite3_stmt_readonly(m_statement) == 0;
  RowBatcher batcher(m_sink, columnCount);
  for (; outcome.code == SQLITE_ROW; outcome.code = sqlite3_step(m_statement)) {
    if (rowLimit > 0 && batcher.rows() == rowLimit) {
      outcome.truncated = true;
      if (mustEnd) continue;
      outcome.code = SQLITE_DONE;
      break;
    }
    if (!takeRow(batcher.row(), columnCount)) {
      outcome.code = SQLITE_NOMEM;
      return outcome;
    }
    auto ended = batcher.endRow();
    outcome.rows = batcher.rows();
    if (!ended) {
      outcome.error = ended.error();
      return outcome;
    }
  }
  if (outcome.code != SQLITE_DONE) return outcome;
  if (auto flushed = batcher.flush(); !flushed) outcome.error = flushed.error();
  return outcome;
}

Columns SqliteRowReader::columns() const {
  Columns columns;
  const int count = sqlite3_column_count(m_statement);
  for (int index = 0; index < count; ++index) {
    columns.push_back(sqliteColumn(QString::fromUtf8(sqlite3_column_name(m_statement, index)),
                                   QString::fromUtf8(sqlite3_column_decltype(m_statement, index))));
  }
  return columns;
}

bool SqliteRowReader::takeRow(ColumnBatchBuilder& builder, int columnCount) const {
  for (int column = 0; column < columnCount; ++column) {
    switch (sqlite3_column_type(m_statement, column)) {
      case SQLITE_INTEGER:
        builder.appendInteger(column, sqlite3_column_int64(m_statement, column));
        break;
      case SQLITE_FLOAT:
        builder.appendReal(column, sqlite3_column_double(m_statement, column));
        break;
      case SQLITE_TEXT: {
        const unsigned char* text = sqlite3_column_text(m_statement, column);
        if (text == nullptr) return false;
        builder.appendText(column, bytesOf(m_statement, column, text));
        break;
      }
      case SQLITE_BLOB: {
        // A null pointer is an empty blob, or no memory.
        const void* blob = sqlite3_column_blob(m_statement, column);
        if (blob == nullptr && sqlite3_column_bytes(m_statement, column) > 0) return false;
        builder.appendBlob(column, bytesOf(m_statement, column, blob));
        break;
      }
      default:
        builder.appendNull(column);
    }
  }
  return true;
}

Column sqliteColumn(const QString& name, const QString& declaration) {
  const auto says = [&declaration](const char* word) {
    return declaration.contains(QLatin1String(word), Qt::CaseInsensitive);
  };
  Column column;
  column.name = name;
  column.databaseType = declaration;
  column.source = declaration.trimmed().isEmpty() ? TypeSource::Values : TypeSource::Declared;
  // The order is that of SQLite's own rules (datatype3.html, 3.1).
  if (says("INT")) {
    column.type = ColumnType::Long;
  } else if (says("CHAR") || says("CLOB") || says("TEXT") || says("BLOB")) {
    column.type = ColumnType::String;
  } else if (says("REAL") || says("FLOA") || says("DOUB")) {
    column.type = ColumnType::Double;
  } else if (says("BOOL")) {
    column.type = ColumnType::Boolean;
  }
  return column;
}

}  // namespace courier
