#pragma once

#include <QFuture>
#include <QObject>
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
  /// `secrets`: where tables() finds a connection's password that it is not given; null: nowhere. Outlives this.
  explicit QueryRunner(std::map<Engine, std::shared_ptr<QueryEngine>> engines, SecretStore* secrets = nullptr,
                       QObject* parent = nullptr);
  /// Cancels what runs; waits 2 s for it at most.
  ~QueryRunner() override;

  /// Thread-safe. Once the future is finished no more rows reach `sink`, and the reference that was kept to it is
  /// dropped on the runner's thread, so that sinks with thread affinity (ResultStore) end where they belong.
  [[nodiscard]] QFuture<Expected<QuerySummary>> run(const QueryRequest& request, const CancelToken& cancel,
                                                    std::shared_ptr<BatchSink> sink);
  /// `password`: "" where it is in the SecretStore; then only from the runner's own thread, else thread-safe.
  [[nodiscard]] QFuture<Expected<QVector<TableInfo>>> tables(const Connection& connection, const QString& password,
                                                             const CancelToken& cancel);

 private:
  [[nodiscard]] QFuture<Expected<QVector<TableInfo>>> tablesWith(const Connection& connection, const QString& password,
                                                                 const CancelToken& cancel);
  [[nodiscard]] Expected<std::shared_ptr<QueryEngine>> engineOf(const Connection& connection) const;
  std::map<Engine, std::shared_ptr<QueryEngine>> m_engines;
  SecretStore* m_secrets;
  std::shared_ptr<class QueryThreads> m_threads;
};

}  // namespace courier
