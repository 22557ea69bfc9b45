#include "models/query/SqliteScript.h"

#include <QElapsedTimer>
#include <utility>

#include "models/query/SqlText.h"
#include "models/query/SqliteStatement.h"

namespace courier {

SqliteScript::SqliteScript(SqliteDatabase& database, const QueryRequest& request, BatchSink& sink)
    : m_database(database), m_request(request), m_sink(sink), m_sql(request.sql.toUtf8()) {}

Expected<QuerySummary> SqliteScript::run() {
  QElapsedTimer timer;
  timer.start();
  // SQLite would take it for the end, and leave out the rest unsaid.
  if (const qsizetype nul = m_request.sql.indexOf(QChar::Null); nul >= 0) {
    m_statement = static_cast<int>(sqltext::split(QStringView(m_request.sql).first(nul + 1)).size());
    return placed({Error::of(ErrorKind::Sql, tr("there is a NUL character in the text; delete it")), true}, nul);
  }
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
    if (code != SQLITE_OK) return failure(sqlite3_error_offset(m_database.handle()));
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
    return Error::of(ErrorKind::Sql,
                     tr("The transaction was not committed: nothing was changed. Add COMMIT at the end."));
  }
  m_summary.elapsedMs = timer.elapsed();
  return m_summary;
}

Expected<void> SqliteScript::runStatement(sqlite3_stmt* statement) {
  if (m_database.isRefusedWrite(statement)) return placed({m_database.readOnlyError()}, statementOffset());
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

void SqliteScript::countChanges() {
  const qint64 total = sqlite3_total_changes64(m_database.handle());
  if (m_database.takeRolledBack()) {
    m_changesAccounted = total;
  } else if (sqlite3_get_autocommit(m_database.handle()) != 0) {
    m_summary.changedRows += total - std::exchange(m_changesAccounted, total);
  }
}

Error SqliteScript::failure(qint64 offset) const {
  SqliteDatabase::Failure last = m_database.lastFailure();
  if (offset < 0) return placed(std::move(last), statementOffset());
  return placed(std::move(last), QString::fromUtf8(m_sql.constData(), m_begin + offset).size());
}

Error SqliteScript::placed(SqliteDatabase::Failure failure, qsizetype offset) const {
  Error error = std::move(failure.error);
  if (error.kind == ErrorKind::Cancelled) return error;
  const TextPosition& origin = m_request.origin;
  TextPosition position = sqltext::positionAt(m_request.sql, offset);
  if (position.line == 1) position.column += origin.column - 1;
  position.line += origin.line - 1;
  position.statement = m_statement + origin.statement - 1;
  if (failure.isSqlitesOwn) {
    error.message = tr("Statement %1, line %2, column %3: %4")
                        .arg(QString::number(position.statement), QString::number(position.line),
                             QString::number(position.column), error.message);
  }
  error.position = position;
  return error;
}

qsizetype SqliteScript::statementOffset() const {
  const qsizetype before = QString::fromUtf8(m_sql.constData(), m_begin).size();
  const auto rest = sqltext::split(QStringView(m_request.sql).sliced(before));
  return rest.isEmpty() ? before : before + rest.first().begin;
}

}  // namespace courier
