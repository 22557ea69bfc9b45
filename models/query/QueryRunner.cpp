#include "models/query/QueryRunner.h"

#include <QPromise>
#include <atomic>
#include <exception>
#include <functional>
#include <mutex>
#include <utility>

#include "models/base/WhenDone.h"
#include "models/data/BatchSink.h"
#include "models/query/ConnectionSaver.h"
#include "models/query/QueryThreads.h"

namespace courier {
namespace {

constexpr int kCloseWithinMs = 2000;

/// A future that several may want to finish, and the first does. Thread-safe.
template <class Value>
class OneAnswer {
 public:
  OneAnswer() { m_promise.start(); }
  [[nodiscard]] QFuture<Expected<Value>> future() const { return m_promise.future(); }
  void give(Expected<Value> result) {
    if (m_isGiven.exchange(true)) return;
    m_promise.addResult(std::move(result));
    m_promise.finish();
  }

 private:
  QPromise<Expected<Value>> m_promise;
  std::atomic<bool> m_isGiven = false;
};

/// Drivers may throw (no memory, at least); nothing of that crosses a thread's end.
template <class Value, class Work>
Expected<Value> guarded(Work work) {
  try {
    return work();
  } catch (const std::exception& exception) {
    return Error::of(ErrorKind::Internal,
                     QueryRunner::tr("The query ended unexpectedly (%1). Ask for fewer rows, or restart the program.")
                         .arg(QString::fromLocal8Bit(exception.what())),
                     QString::fromLocal8Bit(exception.what()));
  }
}

Error cannotStart() {
  return {
      ErrorKind::Internal,
      QueryRunner::tr("The query could not be started: this computer has no more threads. Stop another query first."),
      {},
      {}};
}

/// Stands between an engine and a sink, and can be shut: from then on the engine's rows go nowhere and it is told that
/// the query was stopped. Shutting never waits. Thread-safe.
class SinkGate final : public BatchSink {
 public:
  explicit SinkGate(std::shared_ptr<BatchSink> sink) : m_sink(std::move(sink)) {}

  Expected<void> begin(const Columns& columns) override {
    return pass([&](BatchSink& sink) { return sink.begin(columns); });
  }
  Expected<void> append(const ColumnBatchPtr& batch) override {
    return pass([&](BatchSink& sink) { return sink.append(batch); });
  }

  /// What is done once nothing can reach the sink any more; it is given the gate's reference to it.
  using Shut = std::function<void(std::shared_ptr<BatchSink> sink)>;
  /// Calls `whenShut` at once, or, while the sink is taking something, on the engine's thread right after. Only the
  /// first call counts.
  void shut(Shut whenShut) {
    std::unique_lock lock(m_mutex);
    if (std::exchange(m_isShut, true)) return;
    if (m_isTaking) {
      m_whenShut = std::move(whenShut);
      return;
    }
    auto sink = std::exchange(m_sink, nullptr);
    lock.unlock();
    whenShut(std::move(sink));
  }

 private:
  template <class Call>
  Expected<void> pass(Call call) {
    std::unique_lock lock(m_mutex);
    if (m_isShut) return cancelledQuery();
    m_isTaking = true;
    lock.unlock();
    Expected<void> taken;
    try {
      taken = call(*m_sink);
    } catch (const std::exception& exception) {
      taken = Error::of(ErrorKind::Internal,
                        QueryRunner::tr("The rows could not be processed (%1). Ask for fewer rows.")
                            .arg(QString::fromLocal8Bit(exception.what())),
                        QString::fromLocal8Bit(exception.what()));
    }
    lock.lock();
    m_isTaking = false;
    if (!m_isShut) return taken;
    auto sink = std::exchange(m_sink, nullptr);
    const Shut whenShut = std::exchange(m_whenShut, nullptr);
    lock.unlock();
    whenShut(std::move(sink));
    return cancelledQuery();
  }
  std::mutex m_mutex;
  std::shared_ptr<BatchSink> m_sink;
  bool m_isShut = false;
  bool m_isTaking = false;
  Shut m_whenShut;
};

/// Whether the database is at it already: then the engine has to stop it there.
bool goesOn(const QueryRequest& request) {
  return request.lasting && !request.lasting->id.isEmpty();
}

/// What the engine says to a question that is asked on a thread of its own.
template <class Value, class Ask>
QFuture<Expected<Value>> answerOf(QueryThreads& threads, const Expected<std::shared_ptr<QueryEngine>>& engine,
                                  const DatabaseAccess& access, const CancelToken& cancel, const Ask& ask) {
  const auto answer = std::make_shared<OneAnswer<Value>>();
  if (!engine) {
    answer->give(engine.error());
  } else if (cancel.isCancelled()) {
    answer->give(cancelledQuery());
  } else {
    const auto work = [engine = *engine, access, answer, ask] {
      answer->give(guarded<Value>([&] { return ask(*engine, access); }));
    };
    if (!threads.start(cancel, work, [answer] { answer->give(cancelledQuery()); })) answer->give(cannotStart());
  }
  return answer->future();
}

}  // namespace

QueryRunner::QueryRunner(std::map<Engine, std::shared_ptr<QueryEngine>> engines, SecretStore* secrets, QObject* parent)
    : QObject(parent),
      m_engines(std::move(engines)),
      m_secrets(secrets),
      m_threads(std::make_shared<QueryThreads>(this)) {}

QueryRunner::~QueryRunner() {
  m_threads->close(kCloseWithinMs);
}

QFuture<Expected<QuerySummary>> QueryRunner::run(const QueryRequest& request, const CancelToken& cancel,
                                                 std::shared_ptr<BatchSink> sink) {
  const auto answer = std::make_shared<OneAnswer<QuerySummary>>();
  const auto gate = std::make_shared<SinkGate>(std::move(sink));
  // Only weakly: what waits in a cancelled query's timer must not keep the threads' keeper.
  const auto end = [answer, gate, threads = std::weak_ptr(m_threads)](Expected<QuerySummary> result) {
    gate->shut([answer, threads, result = std::move(result)](std::shared_ptr<BatchSink> unused) {
      answer->give(result);
      if (const auto keeper = threads.lock()) keeper->release(std::move(unused));
    });
  };
  const auto engine = engineOf(request.connection);
  if (!engine) {
    end(engine.error());
  } else if (cancel.isCancelled() && !goesOn(request)) {
    end(cancelledQuery());
  } else {
    const auto work = [engine = *engine, request, cancel, gate, end] {
      end(guarded<QuerySummary>([&] { return engine->run(request, cancel, *gate); }));
    };
    if (!m_threads->start(cancel, work, [end] { end(cancelledQuery()); })) end(cannotStart());
  }
  return answer->future();
}

template <class Value>
QFuture<Expected<Value>> QueryRunner::ask(const DatabaseAccess& access, const CancelToken& cancel,
                                          const Ask<Value>& ask) {
  if (m_secrets == nullptr || !lacksSecrets(access)) return askWith<Value>(access, cancel, ask);
  return andThen(connectionSecret(access.connection, *m_secrets), this,
                 [this, access, cancel, ask](const Secret& found) {
                   return askWith<Value>(withSecrets(access, found), cancel, ask);
                 });
}

template <class Value>
QFuture<Expected<Value>> QueryRunner::askWith(const DatabaseAccess& access, const CancelToken& cancel,
                                              const Ask<Value>& ask) {
  return answerOf<Value>(*m_threads, engineOf(access.connection), access, cancel, ask);
}

QFuture<Expected<QVector<CatalogInfo>>> QueryRunner::catalogs(const DatabaseAccess& access, const CancelToken& cancel) {
  return ask<QVector<CatalogInfo>>(access, cancel, [cancel](QueryEngine& engine, const DatabaseAccess& where) {
    return engine.catalogs(where, cancel);
  });
}

QFuture<Expected<QVector<SchemaInfo>>> QueryRunner::schemas(const DatabaseAccess& access, const CancelToken& cancel) {
  return ask<QVector<SchemaInfo>>(access, cancel, [cancel](QueryEngine& engine, const DatabaseAccess& where) {
    return engine.schemas(where, cancel);
  });
}

QFuture<Expected<QVector<TableInfo>>> QueryRunner::tables(const DatabaseAccess& access, const QString& schema,
                                                          const CancelToken& cancel) {
  return ask<QVector<TableInfo>>(access, cancel, [schema, cancel](QueryEngine& engine, const DatabaseAccess& where) {
    return engine.tables(where, schema, cancel);
  });
}

QFuture<Expected<QVector<TableInfo>>> QueryRunner::tableNames(const DatabaseAccess& access, const QString& schema,
                                                              const CancelToken& cancel) {
  return ask<QVector<TableInfo>>(access, cancel, [schema, cancel](QueryEngine& engine, const DatabaseAccess& where) {
    return engine.tableNames(where, schema, cancel);
  });
}

QFuture<Expected<QVector<TableColumn>>> QueryRunner::columns(const DatabaseAccess& access, const TableName& table,
                                                             const CancelToken& cancel) {
  return ask<QVector<TableColumn>>(access, cancel, [table, cancel](QueryEngine& engine, const DatabaseAccess& where) {
    return engine.columns(where, table, cancel);
  });
}

QFuture<Expected<TableDetails>> QueryRunner::details(const DatabaseAccess& access, const TableName& table,
                                                     const CancelToken& cancel) {
  return ask<TableDetails>(access, cancel, [table, cancel](QueryEngine& engine, const DatabaseAccess& where) {
    return engine.details(where, table, cancel);
  });
}

QFuture<Expected<ConnectionSteps>> QueryRunner::check(const DatabaseAccess& access, const CancelToken& cancel) {
  return ask<ConnectionSteps>(access, cancel, [cancel](QueryEngine& engine, const DatabaseAccess& where) {
    auto steps = engine.check(where, cancel);
    return cancel.isCancelled() ? Expected<ConnectionSteps>(cancelledQuery()) : Expected<ConnectionSteps>(steps);
  });
}

EngineAbilities QueryRunner::abilities(Engine engine) const {
  const auto found = m_engines.find(engine);
  return found == m_engines.end() ? EngineAbilities() : found->second->abilities();
}

Expected<std::shared_ptr<QueryEngine>> QueryRunner::engineOf(const Connection& connection) const {
  const auto engine = m_engines.find(connection.engine);
  if (engine != m_engines.end()) return engine->second;
  return Error::of(ErrorKind::Unsupported,
                   tr("This version cannot query the kind of database that “%1” uses. Choose another connection.")
                       .arg(connection.name));
}

}  // namespace courier
