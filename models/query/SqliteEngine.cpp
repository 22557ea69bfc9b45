#include "models/query/SqliteEngine.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <utility>

#include "models/query/ErrorPlace.h"
#include "models/query/SqlText.h"
#include "models/query/SqliteDatabase.h"
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

/// Runs the statements of one text in their order on an open database. The rows of each statement that has columns go
/// to the sink; the last one's stay. Errors name statement, line and column.
class SqliteScript {
  Q_DECLARE_TR_FUNCTIONS(SqliteScript)
 public:
  SqliteScript(SqliteDatabase& database, const QueryRequest& request, BatchSink& sink)
      : m_database(database), m_request(request), m_sink(sink), m_sql(request.sql.toUtf8()) {}
  [[nodiscard]] Expected<QuerySummary> run() {
    QElapsedTimer timer;
    timer.start();
    if (auto wrong = textError(m_request, SqlDialect::sqlite())) return *wrong;
    const char* const text = m_sql.constData();
    while (m_begin < m_sql.size()) {
      if (m_database.isCancelled()) return cancelledQuery();
      ++m_statement;
      m_database.forgetStatement();
      sqlite3_stmt* prepared = nullptr;
      const char* tail = nullptr;
      // With the terminating NUL counted, SQLite does not copy all that follows for each statement.
      const int code = sqlite3_prepare_v2(m_database.handle(), text + m_begin,
                                          static_cast<int>(m_sql.size() - m_begin + 1), &prepared, &tail);
      const SqliteStatement statement(prepared);
      if (code != SQLITE_OK) return withInvisible(failure(sqlite3_error_offset(m_database.handle())));
      if (statement) {
        if (auto done = runStatement(statement.get()); !done) return done.error();
        ++m_summary.statements;
      } else {
        --m_statement;  // a comment, or nothing before a semicolon
      }
      m_begin = tail - text;
    }
    if (sqlite3_get_autocommit(m_database.handle()) == 0 &&
        sqlite3_txn_state(m_database.handle(), nullptr) == SQLITE_TXN_WRITE) {
      return openTransaction();
    }
    if (auto confirmed = m_database.confirmRead(); !confirmed) return confirmed.error();
    m_summary.elapsedMs = timer.elapsed();
    return m_summary;
  }

 private:
  [[nodiscard]] Expected<void> runStatement(sqlite3_stmt* statement) {
    if (m_database.isRefusedWrite(statement)) return placed({readOnlyConnection()}, statementOffset());
    if (sqlite3_bind_parameter_count(statement) > 0 && sqlite3_stmt_isexplain(statement) == 0)
      return withoutValue(statement);
    SqliteRowReader reader(statement, m_sink);
    const SqliteRowReader::Outcome outcome = reader.readAll(m_request.rowLimit);
    if (outcome.error) return *outcome.error;
    if (outcome.code != SQLITE_DONE) return failure(-1);
    if (outcome.hasColumns) {
      m_summary.hasResult = true;
      m_summary.rows = outcome.rows;
      m_summary.truncated = outcome.truncated;
    }
    countChanges();
    return {};
  }
  void countChanges() {
    const qint64 total = sqlite3_total_changes64(m_database.handle());
    if (m_database.takeRolledBack()) {
      m_changesAccounted = total;
    } else if (sqlite3_get_autocommit(m_database.handle()) != 0) {
      m_summary.changedRows += total - std::exchange(m_changesAccounted, total);
    }
  }
  /// What SQLite last failed with, placed at `offset` (bytes of the UTF-8 text; -1: where the statement begins).
  [[nodiscard]] Error failure(qint64 offset) const {
    SqliteFailure last = m_database.lastFailure();
    if (offset < 0) return placed(std::move(last), statementOffset());
    return placed(std::move(last), QString::fromUtf8(m_sql.constData(), m_begin + offset).size());
  }
  [[nodiscard]] Error placed(SqliteFailure failure, qsizetype offset) const {
    return placedError(m_request, std::move(failure.error), m_statement, offset, failure.isSqlitesOwn);
  }
  /// The error for the first parameter; SQLite would take NULL for it.
  [[nodiscard]] Error withoutValue(sqlite3_stmt* statement) const {
    QString name = QStringLiteral("?");
    // Of ?5 the first four are not there, and have no name either.
    for (int index = 1; index <= sqlite3_bind_parameter_count(statement); ++index) {
      const char* const found = sqlite3_bind_parameter_name(statement, index);
      if (found == nullptr) continue;
      name = QString::fromUtf8(found);
      break;
    }
    const qsizetype offset = sqltext::parameterIn(m_request.sql, name, textOffset());
    return placed(
        {Error::of(ErrorKind::Sql, tr("the parameter %1 has no value; write the value itself in its place").arg(name)),
         true},
        offset < 0 ? statementOffset() : offset);
  }
  /// Adds to what SQLite refused the character that nobody sees in it, if there is one.
  [[nodiscard]] Error withInvisible(Error error) const {
    const qsizetype offset = sqltext::invisibleIn(m_request.sql, textOffset());
    if (error.kind != ErrorKind::Sql || offset < 0) return error;
    const TextPosition position = editorPosition(m_request, m_statement, offset);
    const char16_t code = m_request.sql[offset].unicode();
    error.message =
        tr("%1 (line %2, column %3 has the invisible character U+%4; type a space in its place, or delete it)")
            .arg(error.message, QString::number(position.line), QString::number(position.column),
                 QStringLiteral("%1").arg(static_cast<uint>(code), 4, 16, QLatin1Char('0')).toUpper());
    return error;
  }
  /// Where the text that is not run yet begins.
  [[nodiscard]] qsizetype textOffset() const { return QString::fromUtf8(m_sql.constData(), m_begin).size(); }
  [[nodiscard]] qsizetype statementOffset() const {
    const qsizetype before = textOffset();
    const auto rest = sqltext::split(QStringView(m_request.sql).sliced(before));
    return rest.isEmpty() ? before : before + rest.first().begin;
  }

  SqliteDatabase& m_database;
  const QueryRequest& m_request;
  BatchSink& m_sink;
  QByteArray m_sql;               ///< UTF-8
  qint64 m_begin = 0;             ///< the current statement's first byte
  int m_statement = 0;            ///< its number, from 1
  qint64 m_changesAccounted = 0;  ///< of SQLite's own total
  QuerySummary m_summary;
};

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
  if (auto confirmed = (*database)->confirmRead(); !confirmed) return confirmed.error();
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
