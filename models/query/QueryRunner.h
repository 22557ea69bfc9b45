#pragma once

#include <QFuture>
#include <QObject>
#include <functional>
#include <map>
#include <memory>

#include "models/query/QueryEngine.h"
#include "models/secrets/SecretStore.h"

namespace courier {

/// Runs queries, each on a thread of its own. Lives on the thread that made it, which it never blocks but in its
/// destructor. Promise: the future finishes exactly once, and at most 200 ms after cancel(), whatever the engine does
/// (only a sink that is just then taking a batch is waited for); an engine that ignores the request runs on by itself
/// until it ends, and its rows are dropped.
class QueryRunner final : public QObject {
  Q_OBJECT
 public:
  /// `secrets`: where a connection's password that is not given is found; null: nowhere. Outlives this.
  explicit QueryRunner(std::map<Engine, std::shared_ptr<QueryEngine>> engines, SecretStore* secrets = nullptr,
                       QObject* parent = nullptr);
  /// Cancels what runs; waits 2 s for it at most.
  ~QueryRunner() override;

  /// Thread-safe. Once the future is finished no more rows reach `sink`, and the reference that was kept to it is
  /// dropped on the runner's thread, so that sinks with thread affinity (ResultStore) end where they belong.
  [[nodiscard]] QFuture<Expected<QuerySummary>> run(const QueryRequest& request, const CancelToken& cancel,
                                                    std::shared_ptr<BatchSink> sink);

  /// As QueryEngine has them, each on a thread of its own. A password that is not given is looked up in the
  /// SecretStore; then only from the runner's own thread, else thread-safe.
  [[nodiscard]] QFuture<Expected<QVector<CatalogInfo>>> catalogs(const DatabaseAccess& access,
                                                                 const CancelToken& cancel);
  [[nodiscard]] QFuture<Expected<QVector<SchemaInfo>>> schemas(const DatabaseAccess& access, const CancelToken& cancel);
  [[nodiscard]] QFuture<Expected<QVector<TableInfo>>> tables(const DatabaseAccess& access, const QString& schema,
                                                             const CancelToken& cancel);
  [[nodiscard]] QFuture<Expected<QVector<TableInfo>>> tableNames(const DatabaseAccess& access, const QString& schema,
                                                                 const CancelToken& cancel);
  [[nodiscard]] QFuture<Expected<QVector<TableColumn>>> columns(const DatabaseAccess& access, const TableName& table,
                                                                const CancelToken& cancel);
  [[nodiscard]] QFuture<Expected<TableDetails>> details(const DatabaseAccess& access, const TableName& table,
                                                        const CancelToken& cancel);
  /// Unsupported where this version has no engine for it.
  [[nodiscard]] QFuture<Expected<ConnectionSteps>> check(const DatabaseAccess& access, const CancelToken& cancel);

  /// What the connection's kind of database can do; nothing where this version has no engine for it.
  [[nodiscard]] EngineAbilities abilities(Engine engine) const;

 private:
  /// `ask`: what is asked of the engine, on its thread.
  template <class Value>
  using Ask = std::function<Expected<Value>(QueryEngine& engine, const DatabaseAccess& access)>;
  template <class Value>
  [[nodiscard]] QFuture<Expected<Value>> ask(const DatabaseAccess& access, const CancelToken& cancel,
                                             const Ask<Value>& ask);
  template <class Value>
  [[nodiscard]] QFuture<Expected<Value>> askWith(const DatabaseAccess& access, const CancelToken& cancel,
                                                 const Ask<Value>& ask);
  [[nodiscard]] Expected<std::shared_ptr<QueryEngine>> engineOf(const Connection& connection) const;
  std::map<Engine, std::shared_ptr<QueryEngine>> m_engines;
  SecretStore* m_secrets;
  std::shared_ptr<class QueryThreads> m_threads;
};

}  // namespace courier
