#pragma once

#include "models/query/QueryEngine.h"

namespace courier {

/// QueryEngine on libmariadb, for MariaDB and MySQL. A session per run, ended with it; statements are prepared and run
/// one at a time and their rows read one by one, so that memory stays small. Stopping asks the server to stop as well.
class MariaDbEngine final : public QueryEngine {
 public:
  [[nodiscard]] EngineAbilities abilities() const override {
    return {.hasSchemas = true,
            .refusesChanges = true,
            .stopsOnServer = true,
            .tellsErrorPlaces = true,
            .hasTls = true,
            .tellsNamesSooner = true};
  }
  MariaDbEngine();
  [[nodiscard]] Expected<QuerySummary> run(const QueryRequest& request, const CancelToken& cancel,
                                           BatchSink& sink) override;
  [[nodiscard]] Expected<QVector<SchemaInfo>> schemas(const DatabaseAccess& access, const CancelToken& cancel) override;
  [[nodiscard]] Expected<QVector<TableInfo>> tables(const DatabaseAccess& access, const QString& schema,
                                                    const CancelToken& cancel) override;
  [[nodiscard]] Expected<QVector<TableInfo>> tableNames(const DatabaseAccess& access, const QString& schema,
                                                        const CancelToken& cancel) override;
  [[nodiscard]] Expected<QVector<TableColumn>> columns(const DatabaseAccess& access, const TableName& table,
                                                       const CancelToken& cancel) override;
  [[nodiscard]] Expected<TableDetails> details(const DatabaseAccess& access, const TableName& table,
                                               const CancelToken& cancel) override;
  [[nodiscard]] ConnectionSteps check(const DatabaseAccess& access, const CancelToken& cancel) override;

 private:
  /// What `ask` finds in the database's catalog, in a session for it alone.
  template <class Value, class Ask>
  [[nodiscard]] Expected<Value> asked(const DatabaseAccess& access, const CancelToken& cancel, Ask ask) const;
};

}  // namespace courier
