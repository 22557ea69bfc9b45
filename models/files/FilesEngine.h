#pragma once

#include <memory>

#include "models/files/FileCopies.h"
#include "models/query/SqliteEngine.h"

namespace courier {

/// QueryEngine on files as tables: each call first sees to it that a copy of the files as they are now is loaded, and
/// then asks SQLite for it. The files themselves are only read.
class FilesEngine final : public QueryEngine {
 public:
  /// `refusedFile`: as SqliteEngine's.
  FilesEngine(std::shared_ptr<const FileCopies> copies, const QString& refusedFile);

  [[nodiscard]] EngineAbilities abilities() const override { return m_sqlite.abilities(); }
  [[nodiscard]] Expected<QuerySummary> run(const QueryRequest& request, const CancelToken& cancel,
                                           BatchSink& sink) override;
  [[nodiscard]] Expected<QVector<SchemaInfo>> schemas(const DatabaseAccess& access, const CancelToken& cancel) override;
  [[nodiscard]] Expected<QVector<TableInfo>> tables(const DatabaseAccess& access, const QString& schema,
                                                    const CancelToken& cancel) override;
  /// A column's comment is what the file calls it, where that is no name for a table's.
  [[nodiscard]] Expected<QVector<TableColumn>> columns(const DatabaseAccess& access, const TableName& table,
                                                       const CancelToken& cancel) override;
  [[nodiscard]] Expected<TableDetails> details(const DatabaseAccess& access, const TableName& table,
                                               const CancelToken& cancel) override;
  [[nodiscard]] ConnectionSteps check(const DatabaseAccess& access, const CancelToken& cancel) override;

 private:
  [[nodiscard]] static Connection onCopy(const Connection& connection, const LoadedFiles& files);
  std::shared_ptr<const FileCopies> m_copies;
  SqliteEngine m_sqlite;
};

}  // namespace courier
