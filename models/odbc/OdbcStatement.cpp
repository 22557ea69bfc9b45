#include "models/odbc/OdbcStatement.h"

#include <utility>

#include "models/query/SqlText.h"

namespace courier {

void OdbcStop::stop() {
  const std::scoped_lock lock(m_mutex);
  if (m_handle != nullptr) m_api->cancel(m_handle);
}

OdbcStatement::OdbcStatement(std::shared_ptr<const OdbcApi> api, const Connection& connection, const QString& password)
    : m_link(api, connection, password) {
  m_stop->m_api = std::move(api);
}

OdbcStatement::~OdbcStatement() {
  if (m_handle == nullptr) return;
  const std::scoped_lock lock(m_stop->m_mutex);
  m_stop->m_handle = nullptr;
  // Rows that nobody wants any more are not read.
  if (m_rows) m_link.api().cancel(m_handle);
  close();
  m_link.api().freeHandle(SQL_HANDLE_STMT, m_handle);
}

Expected<void> OdbcStatement::open(ConnectionStep::Kind& failed) {
  if (auto connected = m_link.connect(failed); !connected) return connected;
  if (!odbcDone(m_link.api().allocHandle(SQL_HANDLE_STMT, m_link.handle(), &m_handle)))
    return Error::of(ErrorKind::Internal, tr("The driver gave no statement. Restart the program."));
  {
    const std::scoped_lock lock(m_stop->m_mutex);
    m_stop->m_handle = m_handle;
  }
  return {};
}

Expected<void> OdbcStatement::begin() {
  const ServerOptions& options = m_link.connection().server;
  const SqlDialect& dialect = m_link.traits().dialect;
  for (const StatementRange& range : sqltext::split(options.startSql, dialect)) {
    auto begun = execute(options.startSql.mid(range.begin, range.end - range.begin));
    if (begun) continue;
    Error error = begun.error();
    error.message = tr("The connection's first statements failed: %1").arg(error.message);
    return error;
  }
  // Only a hint to the driver.
  if (options.timeLimitS > 0) {
    const auto seconds = static_cast<quintptr>(options.timeLimitS);
    m_link.api().setStmtAttr(m_handle, SQL_ATTR_QUERY_TIMEOUT, reinterpret_cast<SQLPOINTER>(seconds), SQL_IS_UINTEGER);
  }
  return {};
}

Expected<void> OdbcStatement::execute(const QString& text, qint64 mostRows) {
  close();
  m_link.api().setStmtAttr(m_handle, SQL_ATTR_MAX_ROWS, reinterpret_cast<SQLPOINTER>(static_cast<quintptr>(mostRows)),
                           SQL_IS_UINTEGER);
  m_warnings.clear();
  const SqlDialect& dialect = m_link.traits().dialect;
  const QString first = sqltext::firstWords(text, 1, dialect).value(0);
  m_hasOneResult = dialect.hasDelimiterCommand && (first == u"CREATE" || first == u"ALTER");
  SQLRETURN code = SQL_ERROR;
  if (m_link.traits().takesUtf8) {
    QByteArray narrow = text.toUtf8();
    code = m_link.api().execDirectNarrow(m_handle, reinterpret_cast<SQLCHAR*>(narrow.data()),
                                         static_cast<SQLINTEGER>(narrow.size()));
  } else {
    code = m_link.api().execDirect(m_handle, odbcWide(text), static_cast<SQLINTEGER>(text.size()));
  }
  // A statement that changes no row has no data.
  if (code != SQL_NO_DATA && !odbcDone(code)) return m_link.failure(m_handle);
  if (code == SQL_SUCCESS_WITH_INFO) m_warnings = m_link.warnings(m_handle);
  lookForRows();
  return {};
}

qint64 OdbcStatement::changedRows() const {
  SQLLEN rows = 0;
  if (!odbcDone(m_link.api().rowCount(m_handle, &rows)) || rows < 0) return 0;
  return rows;
}

Expected<bool> OdbcStatement::nextResult() {
  m_rows.reset();
  if (m_hasOneResult) return false;
  const SQLRETURN code = m_link.api().moreResults(m_handle);
  if (code == SQL_NO_DATA) return false;
  if (!odbcDone(code)) return m_link.failure(m_handle);
  lookForRows();
  return true;
}

void OdbcStatement::lookForRows() {
  m_rows.emplace(m_link, m_handle);
  if (m_rows->columns().isEmpty()) m_rows.reset();
}

void OdbcStatement::close() {
  m_rows.reset();
  m_link.api().freeStmt(m_handle, SQL_CLOSE);
}

Expected<OdbcStatement::Table> OdbcStatement::readTable() {
  lookForRows();
  Table table;
  if (!m_rows) return table;
  for (;;) {
    const auto batch = m_rows->next();
    if (!batch) return batch.error();
    if ((*batch)->rowCount() == 0) break;
    for (int row = 0; row < (*batch)->rowCount(); ++row) {
      QStringList line;
      for (int column = 0; column < (*batch)->columnCount(); ++column) {
        const Cell cell = (*batch)->cell(row, column);
        if (cell.kind == CellKind::Integer) {
          line << QString::number(cell.integer);
        } else {
          line << QString::fromUtf8(cell.bytes.data(), static_cast<qsizetype>(cell.bytes.size()));
        }
      }
      table.push_back(line);
    }
  }
  close();
  return table;
}

}  // namespace courier
