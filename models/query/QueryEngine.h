#pragma once

#include <QString>
#include <QVector>
#include <memory>

#include "models/base/CancelToken.h"
#include "models/base/Expected.h"
#include "models/data/BatchSink.h"
#include "models/query/Connection.h"

namespace courier {

/// What to run, and how far to read.
struct QueryRequest {
  Connection connection;
  QString password;     ///< from the SecretStore; "" where the connection has none
  QString sql;          ///< one statement or several, separated by semicolons
  qint64 rowLimit = 0;  ///< stop reading at the row after this many and say so; 0: read all
  TextPosition origin;  ///< where `sql` begins in the editor, so that errors name the person's own line and column
};

/// The outcome of a run. `rows` were given to the sink; `truncated` says that at least one more existed.
struct QuerySummary {
  qint64 rows = 0;
  bool truncated = false;
  bool hasResult = false;  ///< false: no statement gave columns (DDL, INSERT …)
  int statements = 0;
  qint64 changedRows = 0;  ///< by INSERT, UPDATE, DELETE
  qint64 elapsedMs = 0;
};

struct TableColumn {
  QString name;
  QString databaseType;
  ColumnType type = ColumnType::String;
};

struct TableInfo {
  QString schema;  ///< "" where the engine has none
  QString name;
  bool isView = false;
  QVector<TableColumn> columns;
};

/// One kind of database. Blocking: called on a query's own thread, never on the main one. Stateless between calls:
/// each run has a connection of its own. On cancel it returns an Error of kind Cancelled within 200 ms where the
/// driver allows. Errors of the SQL itself have kind Sql and a position: "Statement 2, line 3, column 8: no such
/// column: foo"; its statement, line and column are the editor's (QueryRequest::origin), its offset is in
/// QueryRequest::sql.
class QueryEngine {
 public:
  virtual ~QueryEngine() = default;
  [[nodiscard]] virtual Expected<QuerySummary> run(const QueryRequest& request, const CancelToken& cancel,
                                                   BatchSink& sink) = 0;
  /// The connection's tables and views with their columns, by name; nothing is counted.
  [[nodiscard]] virtual Expected<QVector<TableInfo>> tables(const Connection& connection, const QString& password,
                                                            const CancelToken& cancel) = 0;
};

/// What a query that was stopped on request ends with.
[[nodiscard]] Error cancelledQuery();
/// What a statement that would change data on a read-only connection is answered with.
[[nodiscard]] Error readOnlyConnection();
/// What a text that leaves a transaction open ends with.
[[nodiscard]] Error openTransaction();

}  // namespace courier
