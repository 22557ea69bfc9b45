#pragma once

#include <QThread>
#include <atomic>
#include <functional>
#include <memory>

#include "models/query/QueryRunner.h"
#include "tests/support/Batches.h"

namespace courier::testing {

/// An engine that does what the test says.
class FunctionEngine final : public QueryEngine {
 public:
  using Script = std::function<Expected<QuerySummary>(const CancelToken&, BatchSink&)>;
  explicit FunctionEngine(Script script) : m_script(std::move(script)) {}
  Expected<QuerySummary> run(const QueryRequest&, const CancelToken& cancel, BatchSink& sink) override {
    return m_script(cancel, sink);
  }
  EngineAbilities abilities() const override { return {}; }
  /// One schema, named as the password that it was given.
  Expected<QVector<SchemaInfo>> schemas(const DatabaseAccess& access, const CancelToken& cancel) override {
    if (auto done = scripted(cancel); !done) return done.error();
    return QVector<SchemaInfo>{{access.password, true}};
  }
  /// One table, named as the schema that it was asked of.
  Expected<QVector<TableInfo>> tables(const DatabaseAccess&, const QString& schema,
                                      const CancelToken& cancel) override {
    if (auto done = scripted(cancel); !done) return done.error();
    return QVector<TableInfo>{{schema, TableKind::Table, {}}};
  }
  /// One column, named as its table.
  Expected<QVector<TableColumn>> columns(const DatabaseAccess&, const TableName& table,
                                         const CancelToken& cancel) override {
    if (auto done = scripted(cancel); !done) return done.error();
    TableColumn column;
    column.name = table.name;
    return QVector<TableColumn>{column};
  }
  Expected<TableDetails> details(const DatabaseAccess&, const TableName& table, const CancelToken& cancel) override {
    if (auto done = scripted(cancel); !done) return done.error();
    TableDetails details;
    details.createText = table.name;
    return details;
  }
  ConnectionSteps check(const DatabaseAccess&, const CancelToken& cancel) override {
    const auto done = scripted(cancel);
    return {{ConnectionStep::Kind::Name, done ? ConnectionStep::Outcome::Passed : ConnectionStep::Outcome::Failed,
             done ? QString() : done.error().message}};
  }

 private:
  Expected<QuerySummary> scripted(const CancelToken& cancel) {
    CollectingSink unused;
    return m_script(cancel, unused);
  }
  Script m_script;
};

/// A flag that a test sets and an engine's thread waits for; at most 20 s.
class Gate {
 public:
  void open() { m_isOpen = true; }
  void wait() const {
    for (int count = 0; count < 20'000 && !m_isOpen; ++count) QThread::msleep(1);
  }

 private:
  std::atomic<bool> m_isOpen = false;
};

/// A runner whose one engine does what the test says.
inline std::unique_ptr<QueryRunner> runnerWith(FunctionEngine::Script script) {
  return std::make_unique<QueryRunner>(std::map<Engine, std::shared_ptr<QueryEngine>>{
      {Engine::Sqlite, std::make_shared<FunctionEngine>(std::move(script))}});
}

}  // namespace courier::testing
