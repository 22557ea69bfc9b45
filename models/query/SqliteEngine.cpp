#include "models/query/SqliteEngine.h"

#include <utility>

#include "models/query/SqliteDatabase.h"
#include "models/query/SqliteScript.h"
#include "models/query/SqliteStatement.h"

namespace courier {

namespace {

/// Views over tables that are gone cannot name their columns; they are listed without.
Expected<QVector<TableColumn>> columnsOf(const SqliteDatabase& database, sqlite3_stmt* statement,
                                         const QString& table) {
  QVector<TableColumn> columns;
  const QByteArray name = table.toUtf8();
  sqlite3_reset(statement);
  sqlite3_bind_text(statement, 1, name.constData(), static_cast<int>(name.size()), SQLITE_STATIC);
  while (sqlite3_step(statement) == SQLITE_ROW) {
    const Column column = sqliteColumn(sqliteText(statement, 0), sqliteText(statement, 1));
    columns.push_back({column.name, column.databaseType, column.type});
  }
  sqlite3_reset(statement);
  if (database.isCancelled()) return cancelledQuery();
  return columns;
}

SqliteStatement prepare(const SqliteDatabase& database, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v2(database.handle(), sql, -1, &statement, nullptr);
  return SqliteStatement(statement);
}

}  // namespace

SqliteEngine::SqliteEngine(QString refusedFile, int busyLimitMs)
    : m_refusedFile(std::move(refusedFile)), m_busyLimitMs(busyLimitMs) {}

Expected<QuerySummary> SqliteEngine::run(const QueryRequest& request, const CancelToken& cancel, BatchSink& sink) {
  const auto database = open(request.connection, cancel);
  if (!database) return database.error();
  return SqliteScript(**database, request, sink).run();
}

Expected<QVector<TableInfo>> SqliteEngine::tables(const Connection& connection, const QString& password,
                                                  const CancelToken& cancel) {
  Q_UNUSED(password)
  const auto database = open(connection, cancel);
  if (!database) return database.error();
  // Shadow tables (those behind full-text search and the like) have a type of their own in table_list.
  const SqliteStatement names = prepare(**database,
                                        "SELECT name, type FROM pragma_table_list WHERE schema = 'main' "
                                        "AND type IN ('table', 'view', 'virtual') AND name NOT LIKE 'sqlite\\_%' "
                                        "ESCAPE '\\' ORDER BY name COLLATE NOCASE, name");
  const SqliteStatement columns =
      prepare(**database, "SELECT name, type FROM pragma_table_xinfo(?1) WHERE hidden <> 1 ORDER BY cid");
  if (!names || !columns) return (*database)->lastFailure().error;
  QVector<TableInfo> tables;
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(names.get())) == SQLITE_ROW) {
    TableInfo table;
    table.name = sqliteText(names.get(), 0);
    table.isView = sqliteText(names.get(), 1) == QLatin1String("view");
    tables.push_back(std::move(table));
  }
  if (code != SQLITE_DONE) return (*database)->lastFailure().error;
  for (TableInfo& table : tables) {
    auto found = columnsOf(**database, columns.get(), table.name);
    if (!found) return found.error();
    table.columns = std::move(*found);
  }
  return tables;
}

Expected<std::unique_ptr<SqliteDatabase>> SqliteEngine::open(const Connection& connection,
                                                             const CancelToken& cancel) const {
  SqliteOptions options;
  options.file = connection.file;
  options.refusedFile = m_refusedFile;
  options.access = connection.readOnly ? SqliteAccess::ReadOnly : SqliteAccess::ReadWrite;
  options.busyLimitMs = m_busyLimitMs;
  return SqliteDatabase::open(options, cancel);
}

}  // namespace courier
