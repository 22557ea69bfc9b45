#include "models/postgres/PostgresEngine.h"

#include <QElapsedTimer>
#include <cstdlib>
#include <optional>
#include <utility>

#include "models/postgres/PostgresCatalog.h"
#include "models/postgres/PostgresCopy.h"
#include "models/postgres/PostgresReadOnly.h"
#include "models/postgres/PostgresSession.h"
#include "models/query/ErrorPlace.h"
#include "models/query/ReadOnlyWords.h"
#include "models/query/RowBatcher.h"
#include "models/query/SqlText.h"

namespace courier {
namespace {

/// Runs the statements of one text in their order in one session.
class PostgresScript {
  Q_DECLARE_TR_FUNCTIONS(PostgresScript)
 public:
  PostgresScript(PostgresSession& session, PostgresTypes& types, const QueryRequest& request, const CancelToken& cancel,
                 BatchSink& sink)
      : m_session(session), m_types(types), m_request(request), m_cancel(cancel), m_sink(sink) {}

  [[nodiscard]] Expected<QuerySummary> run() {
    QElapsedTimer timer;
    timer.start();
    // What was said while the session was set up is no matter of the query.
    (void)m_session.takeNotices();
    if (auto wrong = textError(m_request, SqlDialect::postgreSql())) return *wrong;
    // As the session is set up, strings are the standard's.
    for (const StatementRange& range : sqltext::split(m_request.sql, SqlDialect::postgreSql())) {
      ++m_statement;
      m_range = range;
      if (auto done = runStatement(); !done) return done.error();
      ++m_summary.statements;
      if (m_summary.truncated) break;
    }
    const PGTransactionStatusType open = PQtransactionStatus(m_session.handle());
    if (!m_summary.truncated && !m_request.connection.readOnly && (open == PQTRANS_INTRANS || open == PQTRANS_INERROR))
      return openTransaction();
    m_summary.elapsedMs = timer.elapsed();
    m_summary.notices = m_session.takeNotices();
    return m_summary;
  }

 private:
  [[nodiscard]] Expected<void> runStatement() {
    const QStringView text = QStringView(m_request.sql).sliced(m_range.begin, m_range.end - m_range.begin);
    if (m_request.connection.readOnly &&
        (leavesReadOnly(text) || (!m_session.refusesChanges() && !beginsAsReading(text, SqlDialect::postgreSql()))))
      return placed(readOnlyConnection(), 0, false);
    m_batcher.reset();
    auto copied = runAsCopy(text);
    if (!copied) return copied.error();
    if (!*copied) {
      if (auto run = runPlainly(text); !run) return run;
    }
    // Whatever switched it: SET in a function, set_config() in a SELECT. Servers before version 14 do not tell.
    const char* const mode = PQparameterStatus(m_session.handle(), "default_transaction_read_only");
    if (m_request.connection.readOnly && mode != nullptr && std::string_view(mode) == "off")
      return placed(Error::of(ErrorKind::Sql, tr("this statement switched the session's read-only mode off, so the run "
                                                 "was stopped. To change data, allow this connection to write")),
                    0, true);
    return {};
  }

  [[nodiscard]] Expected<void> runPlainly(QStringView text) {
    if (auto sent = m_session.send(text.toUtf8()); !sent) return sent;
    while (!m_summary.truncated) {
      auto result = m_session.next([this] { return m_batcher ? m_batcher->flushWhenSlow() : Expected<void>(); });
      if (!result) return result.error();
      if (!*result) break;
      if (auto taken = take(result->get()); !taken) return taken;
    }
    return {};
  }

  /// False where the statement is not run yet: it is no query, or the server does not copy it.
  [[nodiscard]] Expected<bool> runAsCopy(QStringView text) {
    // Inside a transaction a server that refuses it would end that.
    if (!m_canCopy || PQtransactionStatus(m_session.handle()) != PQTRANS_IDLE || !isCopyable(text)) return false;
    const auto described = m_session.describe(text.toUtf8());
    if (!described) return described.error();
    if (!*described || PQnfields(described->get()) == 0 || PQnparams(described->get()) > 0) return false;
    if (auto sent = m_session.send(copyText(text)); !sent) return sent.error();
    auto result = m_session.next();
    if (!result) return result.error();
    if (PQresultStatus(result->get()) != PGRES_COPY_OUT) {
      // Either it fails in any case, or only as a copy: what it says itself is what counts.
      m_canCopy = false;
      if (auto rest = m_session.skipResults(); !rest) return rest.error();
      return false;
    }
    if (auto begun = begin(described->get()); !begun) return begun.error();
    if (auto taken = takeLines(); !taken) return taken.error();
    if (m_summary.truncated) return true;
    for (;;) {
      result = m_session.next();
      if (!result) return result.error();
      if (!*result) return true;
      if (PQresultStatus(result->get()) != PGRES_COMMAND_OK) return failed(result->get(), copyPrefixLength).error();
    }
  }

  /// The lines of a query's COPY.
  [[nodiscard]] Expected<void> takeLines() {
    PostgresCopyLine apart(m_columnTypes);
    const auto whileIdle = [this] { return m_batcher->flushWhenSlow(); };
    for (;;) {
      int length = 0;
      const auto line = m_session.nextLine(length, whileIdle);
      if (!line) return line.error();
      if (!*line) break;
      if (m_request.rowLimit > 0 && m_batcher->rows() == m_request.rowLimit) {
        m_summary.truncated = true;
        break;
      }
      std::string_view text(line->get(), static_cast<size_t>(length));
      if (text.ends_with('\n')) text.remove_suffix(1);
      if (!apart.take(text, m_batcher->row()))
        return Error::of(ErrorKind::Sql, tr("The server's answer could not be read. Run the query again."));
      if (auto ended = m_batcher->endRow(); !ended) return ended;
    }
    return endRows();
  }

  [[nodiscard]] Expected<void> endRows() {
    if (auto flushed = m_batcher->flush(); !flushed) return flushed;
    m_summary.hasResult = true;
    m_summary.rows = m_batcher->rows();
    return {};
  }

  [[nodiscard]] Expected<void> take(PGresult* result) {
    switch (PQresultStatus(result)) {
      case PGRES_SINGLE_TUPLE:
      case PGRES_TUPLES_OK:
        return takeRows(result);
      case PGRES_COMMAND_OK:
        countChanges(result);
        return {};
      case PGRES_EMPTY_QUERY:
        return {};
      case PGRES_COPY_OUT:
        return takeCopy();
      case PGRES_COPY_IN:
        // The text was looked through for it before; a function may still ask.
        PQputCopyEnd(m_session.handle(), "Query Courier sends no rows");
        return {};
      default:
        return failed(result);
    }
  }

  [[nodiscard]] Expected<void> takeRows(PGresult* result) {
    if (!m_batcher) {
      if (auto begun = begin(result); !begun) return begun;
    }
    const int columns = PQnfields(result);
    for (int row = 0; row < PQntuples(result); ++row) {
      if (m_request.rowLimit > 0 && m_batcher->rows() == m_request.rowLimit) {
        m_summary.truncated = true;
        break;
      }
      for (int column = 0; column < columns; ++column) {
        if (PQgetisnull(result, row, column) != 0) {
          m_batcher->row().appendNull(column);
        } else {
          appendPostgresValue(m_batcher->row(), column, m_columnTypes[column],
                              {PQgetvalue(result, row, column), static_cast<size_t>(PQgetlength(result, row, column))});
        }
      }
      if (auto ended = m_batcher->endRow(); !ended) return ended;
    }
    const bool isEnd = m_summary.truncated || PQresultStatus(result) == PGRES_TUPLES_OK;
    if (!isEnd) return {};
    if (auto done = endRows(); !done) return done;
    countChanges(result);
    return {};
  }

  [[nodiscard]] Expected<void> begin(const PGresult* result) {
    QVector<unsigned> oids;
    for (int column = 0; column < PQnfields(result); ++column) oids.push_back(PQftype(result, column));
    m_columnTypes = m_types.of(oids, m_request.connection, m_request.password, m_cancel);
    Columns columns;
    for (int column = 0; column < PQnfields(result); ++column)
      columns.push_back(
          postgresColumn(QString::fromUtf8(PQfname(result, column)), m_columnTypes[column], PQfmod(result, column)));
    m_batcher.emplace(m_sink, PQnfields(result));
    return m_sink.begin(columns);
  }

  /// COPY … TO STDOUT: its lines, as they are.
  [[nodiscard]] Expected<void> takeCopy() {
    Column line;
    line.name = QStringLiteral("line");
    line.source = TypeSource::Fixed;
    m_batcher.emplace(m_sink, 1);
    if (auto begun = m_sink.begin({line}); !begun) return begun;
    for (;;) {
      int length = 0;
      const auto data = m_session.nextLine(length, [this] { return m_batcher->flushWhenSlow(); });
      if (!data) return data.error();
      if (!*data) break;
      if (m_request.rowLimit > 0 && m_batcher->rows() == m_request.rowLimit) {
        m_summary.truncated = true;
        break;
      }
      std::string_view text(data->get(), static_cast<size_t>(length));
      if (text.ends_with('\n')) text.remove_suffix(1);
      m_batcher->row().appendText(0, text);
      if (auto ended = m_batcher->endRow(); !ended) return ended;
    }
    return endRows();
  }

  void countChanges(PGresult* result) {
    const std::string_view command = PQcmdStatus(result);
    for (const std::string_view verb : {"INSERT", "UPDATE", "DELETE", "MERGE"}) {
      if (command.starts_with(verb)) m_summary.changedRows += std::strtoll(PQcmdTuples(result), nullptr, 10);
    }
  }

  /// `before`: how many characters were sent before the statement's own.
  [[nodiscard]] Expected<void> failed(const PGresult* result, qint64 before = 0) const {
    const char* const position = PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION);
    const qint64 at = position == nullptr ? 0 : std::strtoll(position, nullptr, 10) - 1 - before;
    return placed(m_session.failure(result), at, true);
  }
  /// `characters`: from the statement's beginning, whole characters.
  [[nodiscard]] Error placed(Error error, qint64 characters, bool isNamed) const {
    qsizetype offset = m_range.begin;
    for (qint64 left = characters; left > 0 && offset < m_range.end; --left)
      offset += m_request.sql.at(offset).isHighSurrogate() ? 2 : 1;
    return placedError(m_request, std::move(error), m_statement, offset, isNamed && error.kind == ErrorKind::Sql);
  }

  PostgresSession& m_session;
  PostgresTypes& m_types;
  const QueryRequest& m_request;
  const CancelToken& m_cancel;
  BatchSink& m_sink;
  StatementRange m_range;  ///< of the current statement
  int m_statement = 0;     ///< its number, from 1
  bool m_canCopy = true;   ///< the server has not refused it yet
  QVector<PostgresType> m_columnTypes;
  std::optional<RowBatcher> m_batcher;  ///< of the current result
  QuerySummary m_summary;
};

}  // namespace

Expected<QuerySummary> PostgresEngine::run(const QueryRequest& request, const CancelToken& cancel, BatchSink& sink) {
  const auto session = PostgresSession::open(request.connection, request.password, cancel);
  if (!session) return session.error();
  return PostgresScript(**session, m_types, request, cancel, sink).run();
}

template <class Value, class Ask>
Expected<Value> PostgresEngine::asked(const DatabaseAccess& access, const CancelToken& cancel, Ask ask) const {
  const auto session = PostgresSession::open(access.connection, access.password, cancel);
  if (!session) return session.error();
  return ask(PostgresCatalog(**session));
}

Expected<QVector<SchemaInfo>> PostgresEngine::schemas(const DatabaseAccess& access, const CancelToken& cancel) {
  return asked<QVector<SchemaInfo>>(access, cancel, [](PostgresCatalog catalog) { return catalog.schemas(); });
}

Expected<QVector<TableInfo>> PostgresEngine::tables(const DatabaseAccess& access, const QString& schema,
                                                    const CancelToken& cancel) {
  return asked<QVector<TableInfo>>(access, cancel, [&](PostgresCatalog catalog) { return catalog.tables(schema); });
}

Expected<QVector<TableColumn>> PostgresEngine::columns(const DatabaseAccess& access, const TableName& table,
                                                       const CancelToken& cancel) {
  return asked<QVector<TableColumn>>(access, cancel, [&](PostgresCatalog catalog) { return catalog.columns(table); });
}

Expected<TableDetails> PostgresEngine::details(const DatabaseAccess& access, const TableName& table,
                                               const CancelToken& cancel) {
  return asked<TableDetails>(access, cancel, [&](PostgresCatalog catalog) { return catalog.details(table); });
}

ConnectionSteps PostgresEngine::check(const DatabaseAccess& access, const CancelToken& cancel) {
  ServerFailure why = ServerFailure::Other;
  const auto session = PostgresSession::open(access.connection, access.password, cancel, &why);
  if (!session) return failedServerSteps(access.connection, why, session.error());
  const auto facts = (*session)->facts();
  if (!facts) return failedServerSteps(access.connection, ServerFailure::Database, facts.error());
  return serverSteps(access.connection, *facts);
}

}  // namespace courier
