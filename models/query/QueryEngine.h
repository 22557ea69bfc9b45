#pragma once

#include <QString>
#include <QStringList>
#include <QVector>
#include <functional>
#include <memory>

#include "models/base/CancelToken.h"
#include "models/base/Expected.h"
#include "models/data/BatchSink.h"
#include "models/query/Catalog.h"
#include "models/query/Connection.h"
#include "models/query/ConnectionStep.h"
#include "models/query/RunProgress.h"

namespace courier {

/// A run that goes on in the database itself when this program ends, and is found again by its number there.
struct LastingRun {
  QString id;  ///< of a run that was begun earlier; "" begins one
  /// Keeps the number of the run that was begun, so that it stands on the disk once it returns. On the query's thread;
  /// an error stops the run.
  std::function<Expected<void>(const QString& id)> keep;
  /// Cancelled, before the run's own token, where this program lets go of the run: it goes on then.
  CancelToken leave;
  int priority = 0;  ///< -2 … 2
};

/// What to run, and how far to read.
struct QueryRequest {
  Connection connection;
  QString password;            ///< from the SecretStore; "" where the connection has none
  QString keyPassphrase = {};  ///< of the connection's client certificate, likewise
  QString proxyPassword = {};  ///< of its proxy, likewise
  QString sql;                 ///< one statement or several, separated by semicolons
  qint64 rowLimit = 0;         ///< stop reading at the row after this many and say so; 0: read all
  TextPosition origin;  ///< where `sql` begins in the editor, so that errors name the person's own line and column
  std::shared_ptr<RunProgress> progress = {};      ///< where the engine tells how far it is; null: nobody asks
  std::shared_ptr<const LastingRun> lasting = {};  ///< for engines whose runs can outlive this program, where wanted
};

/// The outcome of a run. `rows` were given to the sink; `truncated` says that at least one more existed.
struct QuerySummary {
  qint64 rows = 0;
  bool truncated = false;
  bool hasResult = false;  ///< false: no statement gave columns (DDL, INSERT …)
  int statements = 0;
  qint64 changedRows = 0;  ///< by INSERT, UPDATE, DELETE
  qint64 elapsedMs = 0;
  QStringList notices;  ///< what the database said besides: a line each, few
};

/// Where something is asked.
struct DatabaseAccess {
  Connection connection;
  QString password;            ///< from the SecretStore; "" where the connection has none
  QString keyPassphrase = {};  ///< of the connection's client certificate, likewise
  QString proxyPassword = {};  ///< of its proxy, likewise
};

/// What a kind of database can do, which the screens ask before they offer it.
struct EngineAbilities {
  bool hasCatalogs = false;       ///< schemas stand in catalogs
  bool hasSchemas = false;        ///< tables stand in schemas
  bool refusesChanges = false;    ///< the database itself refuses changes on a read-only connection
  bool stopsOnServer = false;     ///< Stop surely ends the work in the database too, not only here
  bool tellsErrorPlaces = false;  ///< errors of the SQL have a line and a column
  bool hasTls = false;            ///< ServerOptions::tls holds
  bool tellsNamesSooner = false;  ///< tableNames() is much quicker than tables()
  bool runsLast = false;          ///< QueryRequest::lasting holds
};

/// One kind of database. Blocking: called on a query's own thread, never on the main one. Stateless between calls:
/// each call has a session of its own, ended with it. On cancel it returns an Error of kind Cancelled within 200 ms
/// where the driver allows: first the database is asked to stop, then the connection is dropped. Errors of the SQL
/// itself have kind Sql and a position: "Statement 2, line 3, column 8: no such column: foo"; its statement, line and
/// column are the editor's (QueryRequest::origin), its offset is in QueryRequest::sql.
class QueryEngine {
 public:
  virtual ~QueryEngine() = default;
  [[nodiscard]] virtual EngineAbilities abilities() const = 0;
  [[nodiscard]] virtual Expected<QuerySummary> run(const QueryRequest& request, const CancelToken& cancel,
                                                   BatchSink& sink) = 0;

  // The catalog; nothing in it is ever counted or measured.

  /// By name, where schemas stand in catalogs; else none. What stands in one of them is asked below with the catalog's
  /// name in the connection's `database`.
  [[nodiscard]] virtual Expected<QVector<CatalogInfo>> catalogs(const DatabaseAccess& access,
                                                                const CancelToken& cancel) {
    Q_UNUSED(access)
    Q_UNUSED(cancel)
    return QVector<CatalogInfo>();
  }
  /// By name, without those that the database keeps for itself; of a connection that names a database that is a schema
  /// (MariaDB), that one.
  [[nodiscard]] virtual Expected<QVector<SchemaInfo>> schemas(const DatabaseAccess& access,
                                                              const CancelToken& cancel) = 0;
  /// Tables and views by name; partitions belong to their table.
  [[nodiscard]] virtual Expected<QVector<TableInfo>> tables(const DatabaseAccess& access, const QString& schema,
                                                            const CancelToken& cancel) = 0;
  /// The same, without what they are and their comments where the database tells the names much sooner.
  [[nodiscard]] virtual Expected<QVector<TableInfo>> tableNames(const DatabaseAccess& access, const QString& schema,
                                                                const CancelToken& cancel) {
    return tables(access, schema, cancel);
  }
  /// In their order in the table; NotFound where there is no such table. With an empty name those of all the schema's
  /// tables, by table.
  [[nodiscard]] virtual Expected<QVector<TableColumn>> columns(const DatabaseAccess& access, const TableName& table,
                                                               const CancelToken& cancel) = 0;
  [[nodiscard]] virtual Expected<TableDetails> details(const DatabaseAccess& access, const TableName& table,
                                                       const CancelToken& cancel) = 0;

  /// Tries the connection, step by step, up to the first that fails.
  [[nodiscard]] virtual ConnectionSteps check(const DatabaseAccess& access, const CancelToken& cancel) = 0;
};

/// What a query that was stopped on request ends with.
[[nodiscard]] Error cancelledQuery();
/// What a statement that would change data on a read-only connection is answered with.
[[nodiscard]] Error readOnlyConnection();
/// What a text that leaves a transaction open ends with.
[[nodiscard]] Error openTransaction();

}  // namespace courier
