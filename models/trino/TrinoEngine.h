#pragma once

#include <memory>
#include <utility>

#include "models/http/WebClient.h"
#include "models/query/QueryEngine.h"

namespace courier {

/// QueryEngine on the protocol of Trino and Presto over HTTP, which Treasure Data's own endpoint speaks too. A session
/// per run: what USE, SET SESSION and PREPARE say holds to the run's end. Statements are sent one at a time and their
/// pages read as they come. Stopping asks the cluster to stop.
class TrinoEngine final : public QueryEngine {
 public:
  /// `engine`: Trino or TreasureData. `thread`: for all engines that ask web servers.
  TrinoEngine(Engine engine, std::shared_ptr<WebThread> thread)
      : m_isTreasureData(engine == Engine::TreasureData), m_thread(std::move(thread)) {}

  [[nodiscard]] EngineAbilities abilities() const override;
  [[nodiscard]] Expected<QuerySummary> run(const QueryRequest& request, const CancelToken& cancel,
                                           BatchSink& sink) override;
  [[nodiscard]] Expected<QVector<CatalogInfo>> catalogs(const DatabaseAccess& access,
                                                        const CancelToken& cancel) override;
  [[nodiscard]] Expected<QVector<SchemaInfo>> schemas(const DatabaseAccess& access, const CancelToken& cancel) override;
  [[nodiscard]] Expected<QVector<TableInfo>> tables(const DatabaseAccess& access, const QString& schema,
                                                    const CancelToken& cancel) override;
  [[nodiscard]] Expected<QVector<TableColumn>> columns(const DatabaseAccess& access, const TableName& table,
                                                       const CancelToken& cancel) override;
  [[nodiscard]] Expected<TableDetails> details(const DatabaseAccess& access, const TableName& table,
                                               const CancelToken& cancel) override;
  [[nodiscard]] ConnectionSteps check(const DatabaseAccess& access, const CancelToken& cancel) override;

 private:
  /// Asks something of the database's catalog, in a session for it alone.
  template <class Value, class Ask>
  [[nodiscard]] Expected<Value> asked(const DatabaseAccess& access, const CancelToken& cancel, Ask ask) const;
  const bool m_isTreasureData;
  std::shared_ptr<WebThread> m_thread;
};

}  // namespace courier
