#pragma once

#include <QCoreApplication>

#include "models/query/QueryEngine.h"

namespace courier {

/// QueryEngine on libsqlite3 itself. Opens the file read-only (SQLITE_OPEN_READONLY, query_only) unless the
/// connection allows writing; never creates a file; refuses courier.db (by file identity, not by name), in ATTACH too.
/// A text that leaves a transaction open changes nothing and is an Error.
class SqliteEngine final : public QueryEngine {
  Q_DECLARE_TR_FUNCTIONS(SqliteEngine)
 public:
  /// `refusedFile`: the program's own database, which is no connection's business.
  /// `busyLimitMs`: how long another program's lock on a file is waited for.
  explicit SqliteEngine(QString refusedFile, int busyLimitMs = 5000);

  [[nodiscard]] Expected<QuerySummary> run(const QueryRequest& request, const CancelToken& cancel,
                                           BatchSink& sink) override;
  [[nodiscard]] EngineAbilities abilities() const override {
    return {.refusesChanges = true, .stopsOnServer = true, .tellsErrorPlaces = true};
  }
  [[nodiscard]] Expected<QVector<SchemaInfo>> schemas(const DatabaseAccess& access, const CancelToken& cancel) override;
  [[nodiscard]] Expected<QVector<TableInfo>> tables(const DatabaseAccess& access, const QString& schema,
                                                    const CancelToken& cancel) override;
  [[nodiscard]] Expected<QVector<TableColumn>> columns(const DatabaseAccess& access, const TableName& table,
                                                       const CancelToken& cancel) override;
  [[nodiscard]] Expected<TableDetails> details(const DatabaseAccess& access, const TableName& table,
                                               const CancelToken& cancel) override;
  [[nodiscard]] ConnectionSteps check(const DatabaseAccess& access, const CancelToken& cancel) override;

 private:
  [[nodiscard]] Expected<std::unique_ptr<class SqliteDatabase>> open(const Connection& connection,
                                                                     const CancelToken& cancel) const;
  /// What `ask` finds in the file's catalog.
  template <class Value, class Ask>
  [[nodiscard]] Expected<Value> asked(const DatabaseAccess& access, const CancelToken& cancel, Ask ask) const;
  QString m_refusedFile;
  int m_busyLimitMs;
};

}  // namespace courier
