#pragma once

#include <QFuture>
#include <QObject>
#include <map>
#include <memory>

#include "models/query/QueryEngine.h"

namespace courier {

/// Runs queries, each on a thread of its own. Lives on the thread that made it. Promise: the future finishes exactly
/// once, and at most 200 ms after cancel(), whatever the engine does; an engine that does not obey goes on alone on
/// its thread until it ends, writing to nobody.
class QueryRunner final : public QObject {
  Q_OBJECT
 public:
  explicit QueryRunner(std::map<Engine, std::shared_ptr<QueryEngine>> engines, QObject* parent = nullptr);
  /// Cancels what runs; waits 2 s for it at most.
  ~QueryRunner() override;

  /// Thread-safe. `sink` is kept until the engine has let go of it; once the future is finished no more rows reach it.
  [[nodiscard]] QFuture<Result<QuerySummary>> run(const QueryRequest& request, const CancelToken& cancel,
                                                  std::shared_ptr<BatchSink> sink);
  [[nodiscard]] QFuture<Result<QVector<TableInfo>>> tables(const Connection& connection, const QString& password,
                                                           const CancelToken& cancel);

 private:
  std::map<Engine, std::shared_ptr<QueryEngine>> m_engines;
  std::shared_ptr<struct RunningQueries> m_running;
};

}  // namespace courier
