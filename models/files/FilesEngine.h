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

  [[nodiscard]] Expected<QuerySummary> run(const QueryRequest& request, const CancelToken& cancel,
                                           BatchSink& sink) override;
  [[nodiscard]] Expected<QVector<TableInfo>> tables(const Connection& connection, const QString& password,
                                                    const CancelToken& cancel) override;

 private:
  [[nodiscard]] Expected<Connection> loaded(const Connection& connection, const CancelToken& cancel) const;
  std::shared_ptr<const FileCopies> m_copies;
  SqliteEngine m_sqlite;
};

}  // namespace courier
