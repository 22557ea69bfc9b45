#include "models/odbc/OdbcEngine.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "models/odbc/OdbcApi.h"
#include "models/odbc/OdbcCatalog.h"
#include "models/odbc/OdbcReadOnly.h"
#include "models/odbc/OdbcSession.h"
#include "models/odbc/OdbcSources.h"
#include "models/query/ErrorPlace.h"
#include "models/query/SqlText.h"

namespace courier {
namespace {

struct OdbcEngineTr {
  Q_DECLARE_TR_FUNCTIONS(OdbcEngine)
};

/// Runs the statements of one text in their order in one session.
class OdbcScript {
 public:
  OdbcScript(OdbcSession& session, const QueryRequest& request, BatchSink& sink)
      : m_session(session), m_request(request), m_sink(sink) {}

  [[nodiscard]] Expected<QuerySummary> run() {
    QElapsedTimer timer;
    timer.start();
    const SqlDialect& dialect = m_session.traits().dialect;
    if (auto wrong = textError(m_request, dialect)) return *wrong;
    bool isInTransaction = false;
    for (const StatementRange& range : sqltext::split(m_request.sql, dialect)) {
      ++m_statement;
      m_range = range;
      if (auto wrong = parameterError(dialect)) return *wrong;
      const QString text = m_request.sql.mid(range.begin, range.end - range.begin);
      if (m_request.connection.readOnly && leavesOdbcReadOnly(text, dialect))
        return placedError(m_request, readOnlyConnection(), m_statement, range.begin, false);
      if (auto done = runStatement(text); !done) return placed(done.error());
      const OdbcTransaction change = odbcTransaction(text, dialect);
      if (change != OdbcTransaction::Same) isInTransaction = change == OdbcTransaction::Begins;
      ++m_summary.statements;
      if (m_summary.truncated) break;
    }
    if (!m_summary.truncated && isInTransaction) return openTransaction();
    m_summary.elapsedMs = timer.elapsed();
    return m_summary;
  }

 private:
  /// What a statement has given up to now: columns, or else a number of changed rows.
  struct Result {
    Columns columns;
    qint64 changedRows = 0;
    QStringList warnings;
  };
  static Result resultOf(OdbcStatement& statement) {
    if (const OdbcRows* const rows = statement.rows()) return {rows->columns(), 0, {}};
    return {{}, statement.changedRows(), {}};
  }
  /// Few, whatever the driver says.
  void note(const QStringList& warnings) {
    constexpr qsizetype kMost = 50;
    m_summary.notices += warnings;
    m_summary.notices = m_summary.notices.first(std::min(kMost, m_summary.notices.size()));
  }

  [[nodiscard]] Expected<void> runStatement(const QString& text) {
    m_session.startLimit();
    // One more tells that there are more. Never where something is changed: SQL Server would change no more rows
    // either.
    const bool onlyReads = !leavesOdbcReadOnly(text, m_session.traits().dialect);
    const qint64 mostRows = m_request.rowLimit > 0 && onlyReads ? m_request.rowLimit + 1 : 0;
    auto result = m_session.ask<std::optional<Result>>(
        [text, mostRows](OdbcStatement& statement) -> Expected<std::optional<Result>> {
          if (auto executed = statement.execute(text, mostRows); !executed) return executed.error();
          Result first = resultOf(statement);
          first.warnings = statement.warnings();
          return std::optional(first);
        });
    if (result && *result) note((*result)->warnings);
    for (;;) {
      if (!result) return result.error();
      if (!*result) return {};
      if ((*result)->columns.isEmpty()) {
        m_summary.changedRows += (*result)->changedRows;
      } else if (auto read = readRows((*result)->columns); !read) {
        return read;
      }
      if (m_summary.truncated) return {};
      result = m_session.ask<std::optional<Result>>([](OdbcStatement& statement) -> Expected<std::optional<Result>> {
        auto more = statement.nextResult();
        if (!more) return more.error();
        if (!*more) return std::optional<Result>();
        return std::optional(resultOf(statement));
      });
    }
  }

  [[nodiscard]] Expected<void> readRows(const Columns& columns) {
    if (auto begun = m_sink.begin(columns); !begun) return begun;
    m_summary.hasResult = true;
    m_summary.rows = 0;
    for (;;) {
      const auto batch =
          m_session.ask<ColumnBatchPtr>([](OdbcStatement& statement) { return statement.rows()->next(); });
      if (!batch) return batch.error();
      const qint64 came = (*batch)->rowCount();
      if (came == 0) return {};
      const qint64 room = m_request.rowLimit > 0 ? m_request.rowLimit - m_summary.rows : came;
      if (room > 0) {
        const int taken = static_cast<int>(std::min(came, room));
        if (auto given = m_sink.append(firstRows(*batch, taken)); !given) return given;
        m_summary.rows += taken;
      }
      if (came <= room) continue;
      m_summary.truncated = true;
      return {};
    }
  }

  /// What drivers say of a parameter that nothing was bound to is no help.
  [[nodiscard]] std::optional<Error> parameterError(const SqlDialect& dialect) const {
    const QStringView text = QStringView(m_request.sql).first(m_range.end);
    const qsizetype offset = sqltext::parameterIn(text, u"?", m_range.begin, dialect);
    if (offset < 0) return std::nullopt;
    return placedError(m_request,
                       Error::of(ErrorKind::Sql,
                                 OdbcEngineTr::tr("the parameter ? has no value; write the value itself in its place")),
                       m_statement, offset, true);
  }
  /// A driver does not say where in the statement.
  [[nodiscard]] Error placed(Error error) const {
    const bool isNamed = error.kind == ErrorKind::Sql;
    return placedError(m_request, std::move(error), m_statement, m_range.begin, isNamed);
  }

  OdbcSession& m_session;
  const QueryRequest& m_request;
  BatchSink& m_sink;
  StatementRange m_range;  ///< of the current statement
  int m_statement = 0;     ///< its number, from 1
  QuerySummary m_summary;
};

using OdbcStep = ConnectionStep::Kind;
using OdbcFound = ConnectionStep::Outcome;

ConnectionStep odbcNameStep(const Connection& connection) {
  const auto sources = odbcDataSources();
  const QString driver = odbcDriverOf(connection.file, sources ? *sources : QVector<OdbcDataSource>());
  return {OdbcStep::Name, OdbcFound::Passed,
          driver.isEmpty() ? OdbcEngineTr::tr("The data source is set up on this computer.")
                           : OdbcEngineTr::tr("The driver “%1” is installed.").arg(driver)};
}

/// What a session knows of the database behind it.
ConnectionSteps odbcSteps(const Connection& connection, const OdbcTraits& traits, const QString& source) {
  const QString product = QStringList{traits.database, traits.version}.join(u' ').trimmed();
  ConnectionSteps steps{odbcNameStep(connection)};
  steps.push_back({OdbcStep::Connection, OdbcFound::Passed, OdbcEngineTr::tr("%1 answers.").arg(source)});
  steps.push_back({OdbcStep::Tls, OdbcFound::Warned,
                   OdbcEngineTr::tr("Whether the way is encrypted is the driver's business and cannot be checked here. "
                                    "Set it in the data source, as the driver's manual says.")});
  steps.push_back(
      {OdbcStep::SignIn, OdbcFound::Passed,
       traits.user.isEmpty() ? OdbcEngineTr::tr("Signed in.") : OdbcEngineTr::tr("Signed in as %1.").arg(traits.user)});
  steps.push_back({OdbcStep::Database, OdbcFound::Passed,
                   traits.catalog.isEmpty() ? OdbcEngineTr::tr("%1.").arg(product)
                                            : OdbcEngineTr::tr("%1, database “%2”.").arg(product, traits.catalog)});
  steps.push_back({OdbcStep::ReadOnly, OdbcFound::Warned,
                   connection.readOnly
                       ? OdbcEngineTr::tr("ODBC has no read-only mode to rely on: Query Courier lets only statements "
                                          "through that begin as reading ones do. Use a user that may only SELECT.")
                       : OdbcEngineTr::tr("Queries may change data.")});
  return steps;
}

}  // namespace

EngineAbilities OdbcEngine::abilities() const {
  EngineAbilities abilities;
  abilities.hasSchemas = true;
  // SQLCancel is the driver's to heed.
  abilities.stopsOnServer = false;
  return abilities;
}

Expected<std::shared_ptr<const OdbcApi>> OdbcEngine::api() const {
  return m_files.isEmpty() ? OdbcApi::ofSystem() : OdbcApi::load(m_files);
}

Expected<QuerySummary> OdbcEngine::run(const QueryRequest& request, const CancelToken& cancel, BatchSink& sink) {
  const auto functions = api();
  if (!functions) return functions.error();
  const auto session = OdbcSession::open(*functions, request.connection, request.password, cancel);
  if (!session) return session.error();
  return OdbcScript(**session, request, sink).run();
}

template <class Value>
Expected<Value> OdbcEngine::ask(const DatabaseAccess& access, const CancelToken& cancel,
                                std::function<Expected<Value>(OdbcStatement&)> work) const {
  const auto functions = api();
  if (!functions) return functions.error();
  const auto session = OdbcSession::open(*functions, access.connection, access.password, cancel);
  if (!session) return session.error();
  return (*session)->ask(std::move(work));
}

Expected<QVector<SchemaInfo>> OdbcEngine::schemas(const DatabaseAccess& access, const CancelToken& cancel) {
  return ask<QVector<SchemaInfo>>(access, cancel,
                                  [](OdbcStatement& statement) { return OdbcCatalog(statement).schemas(); });
}

Expected<QVector<TableInfo>> OdbcEngine::tables(const DatabaseAccess& access, const QString& schema,
                                                const CancelToken& cancel) {
  return ask<QVector<TableInfo>>(access, cancel,
                                 [schema](OdbcStatement& statement) { return OdbcCatalog(statement).tables(schema); });
}

Expected<QVector<TableColumn>> OdbcEngine::columns(const DatabaseAccess& access, const TableName& table,
                                                   const CancelToken& cancel) {
  return ask<QVector<TableColumn>>(access, cancel,
                                   [table](OdbcStatement& statement) { return OdbcCatalog(statement).columns(table); });
}

Expected<TableDetails> OdbcEngine::details(const DatabaseAccess& access, const TableName& table,
                                           const CancelToken& cancel) {
  return ask<TableDetails>(access, cancel,
                           [table](OdbcStatement& statement) { return OdbcCatalog(statement).details(table); });
}

ConnectionSteps OdbcEngine::check(const DatabaseAccess& access, const CancelToken& cancel) {
  const auto functions = api();
  if (!functions) return {{OdbcStep::Connection, OdbcFound::Failed, functions.error().message}};
  OdbcStep failed = OdbcStep::Connection;
  const auto session = OdbcSession::open(*functions, access.connection, access.password, cancel, &failed);
  if (session) return odbcSteps(access.connection, (*session)->traits(), (*session)->sourceName());
  ConnectionSteps steps;
  if (failed > OdbcStep::Name) steps.push_back(odbcNameStep(access.connection));
  steps.push_back({failed, OdbcFound::Failed, session.error().message});
  return steps;
}

}  // namespace courier
