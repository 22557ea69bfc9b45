#include "models/trino/TrinoEngine.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <algorithm>
#include <optional>

#include "models/query/ErrorPlace.h"
#include "models/query/ReadOnlyWords.h"
#include "models/query/RowBatcher.h"
#include "models/query/ServerFailure.h"
#include "models/query/SqlText.h"
#include "models/trino/TreasureDataRun.h"
#include "models/trino/TrinoCatalog.h"
#include "models/trino/TrinoEndpoint.h"
#include "models/trino/TrinoLink.h"
#include "models/trino/TrinoStatement.h"

namespace courier {
namespace {

/// For an answer that the cluster has no time for now.
constexpr qint64 kPersonWaitsMs = 10'000;

struct TrinoEngineTr {
  Q_DECLARE_TR_FUNCTIONS(TrinoEngine)
};

/// The offset of a place that is counted in lines and characters from 1.
qsizetype offsetIn(QStringView text, int line, int column) {
  qsizetype offset = 0;
  for (int before = 1; before < line; ++before) {
    const qsizetype end = text.indexOf(u'\n', offset);
    if (end < 0) return offset;
    offset = end + 1;
  }
  for (int before = 1; before < column && offset < text.size(); ++before) {
    const bool isPair = text[offset].isHighSurrogate() && offset + 1 < text.size();
    offset += isPair ? 2 : 1;
  }
  return offset;
}

/// Runs the statements of one text in their order in one session.
class TrinoScript {
 public:
  TrinoScript(TrinoLink& link, TrinoSession& session, const QueryRequest& request, BatchSink& sink)
      : m_link(link), m_session(session), m_request(request), m_sink(sink) {}

  [[nodiscard]] Expected<QuerySummary> run() {
    QElapsedTimer timer;
    timer.start();
    const SqlDialect dialect = SqlDialect::trino();
    if (auto wrong = textError(m_request, dialect)) return *wrong;
    if (auto begun = runStartSql(dialect); !begun) return begun.error();
    for (const StatementRange& range : sqltext::split(m_request.sql, dialect)) {
      ++m_number;
      m_range = range;
      const QString text = m_request.sql.mid(range.begin, range.end - range.begin);
      if (m_request.connection.readOnly && !beginsAsReading(text, dialect))
        return placedError(m_request, readOnlyConnection(), m_number, range.begin, false);
      if (auto done = runStatement(text); !done) return done.error();
      ++m_summary.statements;
      if (m_summary.truncated) break;
    }
    if (auto ended = endTransaction(); !ended) return ended.error();
    m_summary.elapsedMs = timer.elapsed();
    return m_summary;
  }

 private:
  [[nodiscard]] Expected<void> runStartSql(const SqlDialect& dialect) {
    const QString& sql = m_request.connection.server.startSql;
    for (const StatementRange& range : sqltext::split(sql, dialect)) {
      auto done = TrinoCatalog(m_link, m_session).rows(sql.mid(range.begin, range.end - range.begin));
      if (done) continue;
      if (done.error().kind == ErrorKind::Cancelled) return done.error();
      return serverError(m_request.connection, ServerFailure::StartSql, done.error().message);
    }
    return {};
  }

  [[nodiscard]] Expected<void> runStatement(const QString& text) {
    TrinoStatement statement(m_link, m_session, m_request.progress.get());
    if (auto submitted = statement.submit(text); !submitted) return placed(submitted.error(), text, false);
    std::optional<RowBatcher> batcher;
    QStringList warnings;
    qint64 changedRows = 0;
    for (;;) {
      auto page = statement.next();
      if (!page) return placed(page.error(), text, statement.hasFailedThere());
      if (!*page) break;
      const TrinoPage& came = **page;
      if (!came.warnings.isEmpty()) warnings = came.warnings;
      if (came.updateCount) changedRows = *came.updateCount;
      // What a change gives is a number of rows, and no result.
      if (!came.updateType.isEmpty()) continue;
      if (!batcher && came.columns && !came.columns->isEmpty()) {
        if (auto begun = m_sink.begin(*came.columns); !begun) return placed(begun.error(), text, false);
        batcher.emplace(m_sink, static_cast<int>(came.columns->size()));
      }
      if (!batcher || !came.hasData) continue;
      if (auto read = readRows(statement, *batcher); !read) return placed(read.error(), text, false);
      if (m_summary.truncated) break;
    }
    note(warnings);
    m_summary.changedRows += changedRows;
    if (!batcher) return {};
    m_summary.hasResult = true;
    m_summary.rows = batcher->rows();
    return {};
  }

  [[nodiscard]] Expected<void> readRows(TrinoStatement& statement, RowBatcher& batcher) {
    const auto read = statement.readRows(batcher.row(), [&]() -> Expected<bool> {
      // One row more than wanted is read to know that there is one; it stays out.
      if (m_request.rowLimit > 0 && batcher.rows() == m_request.rowLimit) {
        m_summary.truncated = true;
        return false;
      }
      if (auto ended = batcher.endRow(); !ended) return ended.error();
      if (batcher.rows() == m_request.rowLimit) {
        if (auto flushed = batcher.flush(); !flushed) return flushed.error();
      }
      return !m_link.cancel().isCancelled();
    });
    if (!read) return read;
    if (m_link.cancel().isCancelled()) return cancelledQuery();
    return batcher.flush();
  }

  [[nodiscard]] Expected<void> endTransaction() {
    if (!m_session.isInTransaction()) return {};
    auto ended = TrinoCatalog(m_link, m_session).rows(QStringLiteral("ROLLBACK"));
    if (m_summary.truncated) return {};
    if (!ended && ended.error().kind == ErrorKind::Cancelled) return ended.error();
    return openTransaction();
  }

  /// Few, whatever the cluster says.
  void note(const QStringList& warnings) {
    constexpr qsizetype kMost = 50;
    m_summary.notices += warnings;
    m_summary.notices = m_summary.notices.first(std::min(kMost, m_summary.notices.size()));
  }

  /// The cluster's own words begin with the place, as it counts.
  [[nodiscard]] Error placed(Error error, const QString& text, bool isFromCluster) const {
    static const QRegularExpression place(QStringLiteral("^(?:[\\w.$]+Exception: )?line (\\d+):(\\d+): "));
    if (const auto match = place.match(error.message); isFromCluster && match.hasMatch()) {
      error.message.remove(0, match.capturedLength());
      if (!error.position) {
        error.position = TextPosition();
        error.position->line = match.captured(1).toInt();
        error.position->column = match.captured(2).toInt();
      }
    }
    const qsizetype offset = error.position ? offsetIn(text, error.position->line, error.position->column) : 0;
    return placedError(m_request, std::move(error), m_number, m_range.begin + offset, isFromCluster);
  }

  TrinoLink& m_link;
  TrinoSession& m_session;
  const QueryRequest& m_request;
  BatchSink& m_sink;
  StatementRange m_range;  ///< of the current statement
  int m_number = 0;        ///< its number, from 1
  QuerySummary m_summary;
};

/// What the cluster says of itself to everybody; "" where it does not.
QString productOf(const TrinoLink& link) {
  const auto answer =
      link.answer(link.request("GET", link.endpoint().at(QStringLiteral("/v1/info"))), TrinoLink::Repeat::Never);
  if (!answer) return {};
  const QJsonObject info = QJsonDocument::fromJson(answer->body).object();
  const QString version =
      info.value(QLatin1String("nodeVersion")).toObject().value(QLatin1String("version")).toString();
  if (version.isEmpty()) return {};
  const bool isPresto = link.connection().server.headers == TrinoHeaders::Presto;
  return isPresto ? QStringLiteral("Presto ") + version : QStringLiteral("Trino ") + version;
}

/// Whether the catalog is there and, where one is named, its schema.
Expected<void> databaseIsThere(TrinoCatalog& catalog, const Connection& connection) {
  if (connection.database.isEmpty()) return {};
  const auto schemas = catalog.schemas();
  if (!schemas) return serverError(connection, ServerFailure::Database, schemas.error().message);
  const bool isTreasureData = connection.engine == Engine::TreasureData;
  const QString& wanted = isTreasureData ? connection.database : connection.schema;
  const bool isThere = wanted.isEmpty() || std::any_of(schemas->begin(), schemas->end(), [&](const SchemaInfo& schema) {
                         return schema.name.compare(wanted, Qt::CaseInsensitive) == 0;
                       });
  if (isThere) return {};
  return isTreasureData
             ? Error::notFound(TrinoEngineTr::tr("Treasure Data shows this key no database “%1”. Check its name, and "
                                                 "the key's permissions.")
                                   .arg(wanted))
             : Error::notFound(TrinoEngineTr::tr("The catalog “%1” has no schema “%2”. Check the connection's schema.")
                                   .arg(connection.database, wanted));
}

}  // namespace

EngineAbilities TrinoEngine::abilities() const {
  EngineAbilities abilities;
  abilities.hasCatalogs = !m_isTreasureData;
  abilities.hasSchemas = true;
  abilities.stopsOnServer = true;
  abilities.tellsErrorPlaces = true;
  abilities.hasTls = true;
  abilities.runsLast = m_isTreasureData;
  return abilities;
}

Expected<QuerySummary> TrinoEngine::run(const QueryRequest& request, const CancelToken& cancel, BatchSink& sink) {
  const DatabaseAccess access{request.connection, request.password, request.keyPassphrase, request.proxyPassword};
  if (m_isTreasureData && request.lasting && TreasureDataRun::canRun(request)) {
    auto jobs = TrinoLink::open(m_thread, request.connection, TrinoEndpoint::ofJobs(access), cancel);
    if (!jobs) return jobs.error();
    return TreasureDataRun(**jobs, request, sink).run();
  }
  auto link = TrinoLink::open(m_thread, request.connection, TrinoEndpoint::ofQueries(access), cancel);
  if (!link) return link.error();
  TrinoSession session = TrinoSession::of(request.connection);
  return TrinoScript(**link, session, request, sink).run();
}

template <class Value, class Ask>
Expected<Value> TrinoEngine::asked(const DatabaseAccess& access, const CancelToken& cancel, Ask ask) const {
  auto link = TrinoLink::open(m_thread, access.connection, TrinoEndpoint::ofQueries(access), cancel);
  if (!link) return link.error();
  TrinoSession session = TrinoSession::of(access.connection);
  return ask(TrinoCatalog(**link, session));
}

Expected<QVector<CatalogInfo>> TrinoEngine::catalogs(const DatabaseAccess& access, const CancelToken& cancel) {
  if (m_isTreasureData) return QVector<CatalogInfo>();
  return asked<QVector<CatalogInfo>>(access, cancel, [](TrinoCatalog catalog) { return catalog.catalogs(); });
}

Expected<QVector<SchemaInfo>> TrinoEngine::schemas(const DatabaseAccess& access, const CancelToken& cancel) {
  return asked<QVector<SchemaInfo>>(access, cancel, [](TrinoCatalog catalog) { return catalog.schemas(); });
}

Expected<QVector<TableInfo>> TrinoEngine::tables(const DatabaseAccess& access, const QString& schema,
                                                 const CancelToken& cancel) {
  return asked<QVector<TableInfo>>(access, cancel, [&](TrinoCatalog catalog) { return catalog.tables(schema); });
}

Expected<QVector<TableColumn>> TrinoEngine::columns(const DatabaseAccess& access, const TableName& table,
                                                    const CancelToken& cancel) {
  return asked<QVector<TableColumn>>(access, cancel, [&](TrinoCatalog catalog) { return catalog.columns(table); });
}

Expected<TableDetails> TrinoEngine::details(const DatabaseAccess& access, const TableName& table,
                                            const CancelToken& cancel) {
  return asked<TableDetails>(access, cancel, [&](TrinoCatalog catalog) { return catalog.details(table); });
}

ConnectionSteps TrinoEngine::check(const DatabaseAccess& access, const CancelToken& cancel) {
  const Connection& connection = access.connection;
  const auto link = TrinoLink::open(m_thread, connection, TrinoEndpoint::ofQueries(access), cancel);
  if (!link) return {{ConnectionStep::Kind::Connection, ConnectionStep::Outcome::Failed, link.error().message}};
  (*link)->setPatience(kPersonWaitsMs);
  ServerFacts facts;
  facts.product = productOf(**link);
  TrinoSession session = TrinoSession::of(connection);
  TrinoCatalog catalog(**link, session);
  ServerFailure why = ServerFailure::Other;
  const auto who = catalog.rows(QStringLiteral("SELECT current_timezone(), current_user"), &why);
  if (!who) return failedServerSteps(connection, why, who.error());
  facts.tls = (*link)->tls();
  // Treasure Data knows its key by a number; what stands at an address of one's own may know it as a name.
  facts.user = (*link)->endpoint().masked(who->value(0).value(1));
  facts.timeZone = who->value(0).value(0);
  facts.database = connection.database;
  if (auto there = databaseIsThere(catalog, connection); !there)
    return failedServerSteps(connection, ServerFailure::Database, there.error());
  return serverSteps(connection, facts);
}

}  // namespace courier
