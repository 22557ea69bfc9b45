#pragma once

#include <QByteArray>
#include <QCoreApplication>

#include "models/query/QueryEngine.h"
#include "models/query/SqliteDatabase.h"

namespace courier {

/// Runs the statements of one text in their order on an open database. The rows of each statement that has columns go
/// to the sink; the last one's stay. Errors name statement, line and column.
class SqliteScript {
  Q_DECLARE_TR_FUNCTIONS(SqliteScript)
 public:
  SqliteScript(SqliteDatabase& database, const QueryRequest& request, BatchSink& sink);
  [[nodiscard]] Expected<QuerySummary> run();

 private:
  [[nodiscard]] Expected<void> runStatement(sqlite3_stmt* statement);
  void countChanges();
  /// What SQLite last failed with, placed at `offset` (bytes of the UTF-8 text; -1: where the statement begins).
  [[nodiscard]] Error failure(qint64 offset) const;
  [[nodiscard]] Error placed(SqliteDatabase::Failure failure, qsizetype offset) const;
  [[nodiscard]] qsizetype statementOffset() const;

  SqliteDatabase& m_database;
  const QueryRequest& m_request;
  BatchSink& m_sink;
  QByteArray m_sql;               ///< UTF-8
  qint64 m_begin = 0;             ///< the current statement's first byte
  int m_statement = 0;            ///< its number, from 1
  qint64 m_changesAccounted = 0;  ///< of SQLite's own total
  QuerySummary m_summary;
};

}  // namespace courier
