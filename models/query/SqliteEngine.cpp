#include "models/query/SqliteEngine.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <utility>

#include "models/query/ErrorPlace.h"
#include "models/query/SqlText.h"
#include "models/query/SqliteCatalog.h"
#include "models/query/SqliteDatabase.h"
#include "models/query/SqliteStatement.h"

namespace courier {
namespace {

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

Expected<QVector<SchemaInfo>> SqliteEngine::schemas(const DatabaseAccess& access, const CancelToken& cancel) {
  const auto database = open(access.connection, cancel);
  if (!database) return database.error();
  return QVector<SchemaInfo>{{{}, true}};
}

template <class Value, class Ask>
Expected<Value> SqliteEngine::asked(const DatabaseAccess& access, const CancelToken& cancel, Ask ask) const {
  const auto database = open(access.connection, cancel);
  if (!database) return database.error();
  Expected<Value> found = ask(SqliteCatalog(**database));
  if (!found) return found;
  if (auto confirmed = (*database)->confirmRead(); !confirmed) return confirmed.error();
  return found;
}

Expected<QVector<TableInfo>> SqliteEngine::tables(const DatabaseAccess& access, const QString& schema,
                                                  const CancelToken& cancel) {
  Q_UNUSED(schema)
  return asked<QVector<TableInfo>>(access, cancel, [](const SqliteCatalog& catalog) { return catalog.tables(); });
}

Expected<QVector<TableColumn>> SqliteEngine::columns(const DatabaseAccess& access, const TableName& table,
                                                     const CancelToken& cancel) {
  return asked<QVector<TableColumn>>(access, cancel,
                                     [&](const SqliteCatalog& catalog) { return catalog.columns(table.name); });
}

Expected<TableDetails> SqliteEngine::details(const DatabaseAccess& access, const TableName& table,
                                             const CancelToken& cancel) {
  return asked<TableDetails>(access, cancel, [&](const SqliteCatalog& catalog) { return catalog.details(table.name); });
}

ConnectionSteps SqliteEngine::check(const DatabaseAccess& access, const CancelToken& cancel) {
  using Kind = ConnectionStep::Kind;
  using Outcome = ConnectionStep::Outcome;
  const QString file = QDir::toNativeSeparators(access.connection.file);
  if (!QFileInfo::exists(access.connection.file)) {
    const auto database = open(access.connection, cancel);
    return {{Kind::Name, Outcome::Failed, database ? QString() : database.error().message}};
  }
  ConnectionSteps steps{{Kind::Name, Outcome::Passed, tr("The file “%1” is there.").arg(file)}};
  const auto database = open(access.connection, cancel);
  if (!database) {
    steps.push_back({Kind::Database, Outcome::Failed, database.error().message});
    return steps;
  }
  steps.push_back(
      {Kind::Database, Outcome::Passed,
       tr("It is an SQLite database (SQLite %1 reads it).").arg(QString::fromLatin1(sqlite3_libversion()))});
  if (access.connection.readOnly) {
    steps.push_back({Kind::ReadOnly, Outcome::Passed, tr("It is opened for reading only: no query can change it.")});
  } else if (!QFileInfo(access.connection.file).isWritable()) {
    steps.push_back({Kind::ReadOnly, Outcome::Warned, tr("Queries may change data, but you may not write this file.")});
  } else {
    steps.push_back({Kind::ReadOnly, Outcome::Warned, tr("Queries may change data.")});
  }
  return steps;
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
