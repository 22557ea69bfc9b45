#include "models/mariadb/MariaDbEngine.h"

#include <mysqld_error.h>

#include <QElapsedTimer>
#include <QRegularExpression>
#include <optional>
#include <utility>

#include "models/mariadb/MariaDbCatalog.h"
#include "models/mariadb/MariaDbReadOnly.h"
#include "models/mariadb/MariaDbStatement.h"
#include "models/query/ErrorPlace.h"
#include "models/query/RowBatcher.h"
#include "models/query/SqlText.h"

namespace courier {
namespace {

/// What the library keeps for each thread goes with the run.
struct ThreadEnd {
  ~ThreadEnd() { mysql_thread_end(); }
};

/// Runs the statements of one text in their order in one session.
class MariaDbScript {
  Q_DECLARE_TR_FUNCTIONS(MariaDbScript)
 public:
  MariaDbScript(MariaDbSession& session, const QueryRequest& request, BatchSink& sink)
      : m_session(session), m_request(request), m_sink(sink) {}

  [[nodiscard]] Expected<QuerySummary> run() {
    QElapsedTimer timer;
    timer.start();
    const SqlDialect dialect = m_session.dialect();
    if (auto wrong = textError(m_request, dialect)) return *wrong;
    for (const StatementRange& range : sqltext::split(m_request.sql, dialect)) {
      ++m_statement;
      m_range = range;
      const QStringView text = QStringView(m_request.sql).sliced(range.begin, range.end - range.begin);
      if (m_request.connection.readOnly && leavesMariaDbReadOnly(text, dialect))
        return placedError(m_request, readOnlyConnection(), m_statement, range.begin, false);
      if (auto done = runStatement(text); !done) return done.error();
      ++m_summary.statements;
      if (m_summary.truncated) break;
    }
    if (!m_summary.truncated && !m_request.connection.readOnly && m_session.isInTransaction()) return openTransaction();
    m_summary.elapsedMs = timer.elapsed();
    return m_summary;
  }
  void abandon() {
    if (m_current) m_current->abandon();
  }

 private:
  [[nodiscard]] Expected<void> runStatement(QStringView text) {
    // Its end comes after the session's where rows are left: see ~MariaDbStatement.
    m_current.emplace(m_session);
    if (auto executed = m_current->execute(text.toUtf8()); !executed) return placed(executed.error());
    for (;;) {
      const Columns columns = m_current->columns();
      if (columns.isEmpty()) {
        m_summary.changedRows += m_current->changedRows();
      } else if (auto read = readRows(columns); !read) {
        return placed(read.error());
      }
      if (m_summary.truncated) return {};
      auto more = m_current->nextResult();
      if (!more) return placed(more.error());
      if (!*more) break;
    }
    m_current.reset();
    // Whatever switched it: a function that a SELECT calls can.
    if (m_request.connection.readOnly && m_session.hasLeftReadOnly())
      return placed(Error::of(ErrorKind::Sql, tr("this statement switched the session's read-only mode off, so the run "
                                                 "was stopped. To change data, allow this connection to write")));
    return {};
  }

  [[nodiscard]] Expected<void> readRows(const Columns& columns) {
    RowBatcher batcher(m_sink, static_cast<int>(columns.size()));
    if (auto begun = m_sink.begin(columns); !begun) return begun;
    for (;;) {
      // One row more than wanted is fetched to know that there is one; it stays out.
      if (m_request.rowLimit > 0 && batcher.rows() == m_request.rowLimit) {
        ColumnBatchBuilder unwanted(static_cast<int>(columns.size()));
        auto another = m_current->fetch(unwanted, {});
        if (!another) return another.error();
        m_summary.truncated = *another;
        break;
      }
      auto fetched = m_current->fetch(batcher.row(), [&batcher] { return batcher.flushWhenSlow(); });
      if (!fetched) return fetched.error();
      if (!*fetched) break;
      if (auto ended = batcher.endRow(); !ended) return ended;
    }
    if (auto flushed = batcher.flush(); !flushed) return flushed;
    m_summary.hasResult = true;
    m_summary.rows = batcher.rows();
    return {};
  }

  /// Only a syntax error says where it is: near '…' at line N.
  [[nodiscard]] Error placed(Error error) const {
    const QStringView text = QStringView(m_request.sql).sliced(m_range.begin, m_range.end - m_range.begin);
    qsizetype offset = 0;
    static const QRegularExpression near(QStringLiteral("near '(.*)' at line (\\d+)$"),
                                         QRegularExpression::DotMatchesEverythingOption);
    if (const auto match = near.match(error.message); match.hasMatch()) {
      for (int line = match.captured(2).toInt(); line > 1; --line) offset = text.indexOf(u'\n', offset) + 1;
      const QString words = match.captured(1);
      const qsizetype found = words.isEmpty() ? text.size() : text.indexOf(words, offset);
      if (found >= 0) offset = found;
    }
    const bool isNamed = error.kind == ErrorKind::Sql;
    return placedError(m_request, std::move(error), m_statement, m_range.begin + offset, isNamed);
  }

  MariaDbSession& m_session;
  const QueryRequest& m_request;
  BatchSink& m_sink;
  StatementRange m_range;  ///< of the current statement
  int m_statement = 0;     ///< its number, from 1
  std::optional<MariaDbStatement> m_current;
  QuerySummary m_summary;
};

}  // namespace

MariaDbEngine::MariaDbEngine() {
  mysql_library_init(0, nullptr, nullptr);
}

Expected<QuerySummary> MariaDbEngine::run(const QueryRequest& request, const CancelToken& cancel, BatchSink& sink) {
  const ThreadEnd end;
  auto session = MariaDbSession::open(request.connection, request.password, cancel);
  if (!session) return session.error();
  MariaDbScript script(**session, request, sink);
  auto outcome = script.run();
  // Before the script's statement, which reads all that is left otherwise.
  script.abandon();
  session->reset();
  return outcome;
}

template <class Value, class Ask>
Expected<Value> MariaDbEngine::asked(const DatabaseAccess& access, const CancelToken& cancel, Ask ask) const {
  const ThreadEnd end;
  const auto session = MariaDbSession::open(access.connection, access.password, cancel);
  if (!session) return session.error();
  return ask(MariaDbCatalog(**session));
}

Expected<QVector<SchemaInfo>> MariaDbEngine::schemas(const DatabaseAccess& access, const CancelToken& cancel) {
  // Whether it is there shows when its tables are asked for.
  if (const QString& chosen = access.connection.database; !chosen.isEmpty()) return QVector<SchemaInfo>{{chosen, true}};
  return asked<QVector<SchemaInfo>>(access, cancel, [](MariaDbCatalog catalog) { return catalog.schemas(); });
}

Expected<QVector<TableInfo>> MariaDbEngine::tables(const DatabaseAccess& access, const QString& schema,
                                                   const CancelToken& cancel) {
  return asked<QVector<TableInfo>>(access, cancel, [&](MariaDbCatalog catalog) { return catalog.tables(schema); });
}

Expected<QVector<TableInfo>> MariaDbEngine::tableNames(const DatabaseAccess& access, const QString& schema,
                                                       const CancelToken& cancel) {
  return asked<QVector<TableInfo>>(access, cancel, [&](MariaDbCatalog catalog) { return catalog.tableNames(schema); });
}

Expected<QVector<TableColumn>> MariaDbEngine::columns(const DatabaseAccess& access, const TableName& table,
                                                      const CancelToken& cancel) {
  return asked<QVector<TableColumn>>(access, cancel, [&](MariaDbCatalog catalog) { return catalog.columns(table); });
}

Expected<TableDetails> MariaDbEngine::details(const DatabaseAccess& access, const TableName& table,
                                              const CancelToken& cancel) {
  return asked<TableDetails>(access, cancel, [&](MariaDbCatalog catalog) { return catalog.details(table); });
}

ConnectionSteps MariaDbEngine::check(const DatabaseAccess& access, const CancelToken& cancel) {
  const ThreadEnd end;
  ServerFailure why = ServerFailure::Other;
  const auto session = MariaDbSession::open(access.connection, access.password, cancel, &why);
  if (!session) return failedServerSteps(access.connection, why, session.error());
  const auto facts = (*session)->facts();
  if (!facts) return failedServerSteps(access.connection, ServerFailure::Database, facts.error());
  return serverSteps(access.connection, *facts);
}

}  // namespace courier
