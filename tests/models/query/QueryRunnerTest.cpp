#include "models/query/QueryRunner.h"

#include <gtest/gtest.h>

#include <QThread>
#include <atomic>
#include <stdexcept>
#include <thread>

#include "tests/models/query/FunctionEngine.h"
#include "tests/support/Await.h"
#include "tests/support/Batches.h"

namespace courier {
namespace {

using testing::await;
using testing::CollectingSink;
using testing::numberedBatch;
using testing::numberedColumns;
using testing::runnerWith;
using testing::waitUntil;

TEST(QueryRunner, GivesRowsAndTheSummary) {
  const QThread* const main = QThread::currentThread();
  const auto runner = runnerWith([main](const CancelToken&, BatchSink& sink) -> Expected<QuerySummary> {
    EXPECT_NE(QThread::currentThread(), main);
    EXPECT_TRUE(sink.begin(numberedColumns()).ok());
    EXPECT_TRUE(sink.append(numberedBatch(0, 7)).ok());
    QuerySummary summary;
    summary.rows = 7;
    return summary;
  });
  const auto sink = std::make_shared<CollectingSink>();
  const auto result = await(runner->run({}, {}, sink));
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->rows, 7);
  EXPECT_EQ(sink->rowCount(), 7);
  EXPECT_EQ(await(runner->schemas({}, {}))->size(), 1);
  EXPECT_EQ(await(runner->tables({}, QStringLiteral("main"), {}))->first().name, u"main");
  const TableName table{QStringLiteral("main"), QStringLiteral("t")};
  EXPECT_EQ(await(runner->columns({}, table, {}))->first().name, u"t");
  EXPECT_EQ(await(runner->details({}, table, {}))->createText, u"t");
  EXPECT_EQ(await(runner->check({}, {}))->first().outcome, ConnectionStep::Outcome::Passed);
}

TEST(QueryRunner, PassesErrorsOn) {
  const auto runner = runnerWith([](const CancelToken&, BatchSink&) -> Expected<QuerySummary> {
    return Error::of(ErrorKind::Sql, QStringLiteral("no such table"));
  });
  EXPECT_EQ(await(runner->run({}, {}, std::make_shared<CollectingSink>())).error().message, u"no such table");
  EXPECT_EQ(await(runner->tables({}, {}, {})).error().message, u"no such table");
}

TEST(QueryRunner, AnEngineItHasNotIsUnsupported) {
  const auto runner =
      runnerWith([](const CancelToken&, BatchSink&) -> Expected<QuerySummary> { return QuerySummary(); });
  QueryRequest request;
  request.connection.engine = Engine::PostgreSql;
  request.connection.name = QStringLiteral("warehouse");
  const auto result = await(runner->run(request, {}, std::make_shared<CollectingSink>()));
  EXPECT_EQ(result.error().kind, ErrorKind::Unsupported);
  EXPECT_TRUE(result.error().message.contains(QStringLiteral("warehouse")));
  EXPECT_EQ(await(runner->tables({request.connection, {}}, {}, {})).error().kind, ErrorKind::Unsupported);
}

TEST(QueryRunner, CatchesWhatAnEngineOrASinkThrows) {
  class ThrowingSink final : public BatchSink {
   public:
    Expected<void> begin(const Columns&) override { throw std::bad_alloc(); }
    Expected<void> append(const ColumnBatchPtr&) override { return {}; }
  };
  const auto engine = runnerWith(
      [](const CancelToken&, BatchSink&) -> Expected<QuerySummary> { throw std::runtime_error("driver broke"); });
  const auto thrown = await(engine->run({}, {}, std::make_shared<CollectingSink>()));
  EXPECT_EQ(thrown.error().kind, ErrorKind::Internal);
  EXPECT_TRUE(thrown.error().message.contains(QStringLiteral("driver broke")));
  const auto passing = runnerWith([](const CancelToken&, BatchSink& sink) -> Expected<QuerySummary> {
    if (auto begun = sink.begin({}); !begun) return begun.error();
    return QuerySummary();
  });
  EXPECT_EQ(await(passing->run({}, {}, std::make_shared<ThrowingSink>())).error().kind, ErrorKind::Internal);
}

TEST(QueryRunner, RunsSeveralAtATimeAskedFromAnyThread) {
  std::atomic<int> inside = 0;
  const auto runner = runnerWith([&](const CancelToken&, BatchSink&) -> Expected<QuerySummary> {
    ++inside;
    for (int count = 0; count < 20'000 && inside < 8; ++count) QThread::msleep(1);
    return QuerySummary();
  });
  std::vector<QFuture<Expected<QuerySummary>>> futures(8);
  std::vector<std::thread> askers;
  for (auto& future : futures)
    askers.emplace_back([&] { future = runner->run({}, {}, std::make_shared<CollectingSink>()); });
  for (std::thread& asker : askers) asker.join();
  for (auto& future : futures) EXPECT_TRUE(await(future).ok());
  EXPECT_EQ(inside, 8);
}

TEST(QueryRunner, LetsGoOfTheSinkOnItsOwnThread) {
  class WatchedSink final : public BatchSink {
   public:
    explicit WatchedSink(std::atomic<QThread*>& endedOn) : m_endedOn(endedOn) {}
    ~WatchedSink() override { m_endedOn = QThread::currentThread(); }
    Expected<void> begin(const Columns&) override { return {}; }
    Expected<void> append(const ColumnBatchPtr&) override { return {}; }

   private:
    std::atomic<QThread*>& m_endedOn;
  };
  const auto runner = runnerWith([](const CancelToken&, BatchSink& sink) -> Expected<QuerySummary> {
    EXPECT_TRUE(sink.begin({}).ok());
    return QuerySummary();
  });
  for (int round = 0; round < 50; ++round) {
    std::atomic<QThread*> endedOn = nullptr;
    auto future = runner->run({}, {}, std::make_shared<WatchedSink>(endedOn));
    EXPECT_TRUE(waitUntil([&] { return endedOn != nullptr; }));
    ASSERT_EQ(endedOn, QThread::currentThread());
    EXPECT_TRUE(future.isFinished());
  }
}

TEST(QueryRunner, TheCatalogIsAskedWithTheConnectionsPassword) {
  SessionSecretStore secrets;
  ASSERT_TRUE(await(secrets.write(QStringLiteral("key"), Secret::ofPassword(QStringLiteral("w0rd")),
                                  SecretStore::Fallback::Session))
                  .ok());
  QueryRunner runner({{Engine::Sqlite, std::make_shared<testing::FunctionEngine>(
                                           [](const CancelToken&, BatchSink&) { return QuerySummary(); })}},
                     &secrets);
  Connection connection;
  EXPECT_EQ(await(runner.schemas({connection, {}}, {}))->first().name, QString());
  connection.secretKey = QStringLiteral("key");
  EXPECT_EQ(await(runner.schemas({connection, {}}, {}))->first().name, u"w0rd");
  EXPECT_EQ(await(runner.schemas({connection, QStringLiteral("given")}, {}))->first().name, u"given");
  // A secret that is missing is looked up, and what is given stays.
  connection.server.proxy = {ProxyKind::Http, QStringLiteral("p.example"), 1, QStringLiteral("pete")};
  EXPECT_EQ(await(runner.schemas({connection, QStringLiteral("given")}, {}))->first().name, u"given");
  connection.secretKey = QStringLiteral("gone");
  EXPECT_EQ(await(runner.schemas({connection, {}}, {})).error().kind, ErrorKind::SecretMissing);
}

}  // namespace
}  // namespace courier
