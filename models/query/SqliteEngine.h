#pragma once

#include "models/query/QueryEngine.h"

namespace courier {

/// QueryEngine on libsqlite3 itself. Opens the file read-only (SQLITE_OPEN_READONLY, query_only) unless the
/// connection allows writing; never creates a file; refuses courier.db (by file identity, not by name), in ATTACH too.
/// A text that leaves a transaction open changes nothing and is an Error.
class SqliteEngine final : public QueryEngine {
 public:
  /// `refusedFile`: the program's own database, which is no connection's business.
  /// `busyLimitMs`: how long another program's lock on a file is waited for.
  explicit SqliteEngine(QString refusedFile, int busyLimitMs = 5000);

  [[nodiscard]] Expected<QuerySummary> run(const QueryRequest& request, const CancelToken& cancel,
                                           BatchSink& sink) override;
  [[nodiscard]] Expected<QVector<TableInfo>> tables(const Connection& connection, const QString& password,
                                                    const CancelToken& cancel) override;

 private:
  [[nodiscard]] Expected<std::unique_ptr<class SqliteDatabase>> open(const Connection& connection,
                                                                     const CancelToken& cancel) const;
  QString m_refusedFile;
  int m_busyLimitMs;
};

}  // namespace courier
