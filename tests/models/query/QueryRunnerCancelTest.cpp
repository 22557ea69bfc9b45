#include <QElapsedTimer>
#include <QThread>
#include <atomic>

#include "tests/models/query/FunctionEngine.h"
#include "tests/models/query/SqliteFixture.h"
#include "tests/support/Await.h"
#include "tests/support/Batches.h"

namespace courier {
namespace {

using testing::await;
using testing::CollectingSink;
using testing::Gate;
using testing::numberedBatch;
using testing::numberedColumns;
using testing::runnerWith;
using testing::waitUntil;

TEST(QueryRunner, DoesNotStartWhatIsCancelledAlready) {
  std::atomic<int> runs = 0;
  const auto runner = runnerWith([&](const CancelToken&, BatchSink&) -> Expected<QuerySummary> {
    ++runs;
    return QuerySummary();
  });
  const CancelToken cancel;
  cancel.cancel();
  EXPECT_EQ(await(runner->run({}, cancel, std::make_shared<CollectingSink>())).error().kind, ErrorKind::Cancelled);
  EXPECT_EQ(await(runner->tables({}, {}, cancel)).error().kind, ErrorKind::Cancelled);
  EXPECT_EQ(runs, 0);
}

TEST(QueryRunner, AnEngineThatDoesNotObeyWritesToNobody) {
  Gate cancelled;
  Gate mayEnd;
  std::atomic<int> refusals = 0;
  std::atomic<bool> hasEnded = false;
  const auto runner = runnerWith([&](const CancelToken&, BatchSink& sink) -> Expected<QuerySummary> {
    EXPECT_TRUE(sink.begin(numberedColumns()).ok());
    EXPECT_TRUE(sink.append(numberedBatch(0, 5)).ok());
    cancelled.open();
    mayEnd.wait();
    if (!sink.append(numberedBatch(5, 5)).ok()) ++refusals;
    if (!sink.begin({}).ok()) ++refusals;
    hasEnded = true;
    return QuerySummary();
  });
  const CancelToken cancel;
  const auto sink = std::make_shared<CollectingSink>();
  auto future = runner->run({}, cancel, sink);
  cancelled.wait();
  QElapsedTimer timer;
  timer.start();
  cancel.cancel();
  EXPECT_LT(timer.elapsed(), 100);
  EXPECT_EQ(await(future).error().kind, ErrorKind::Cancelled);
  // Promised are 200 ms; the rest is room for a slow machine.
  EXPECT_LT(timer.elapsed(), 1000);
  mayEnd.open();
  EXPECT_TRUE(waitUntil([&] { return hasEnded.load(); }));
  EXPECT_EQ(refusals, 2);
  EXPECT_EQ(sink->rowCount(), 5);
  EXPECT_EQ(sink->begins, 1);
}

TEST(QueryRunner, TablesAreGivenUpOnToo) {
  Gate mayEnd;
  const auto runner = runnerWith([&](const CancelToken&, BatchSink&) -> Expected<QuerySummary> {
    mayEnd.wait();
    return QuerySummary();
  });
  const CancelToken cancel;
  auto future = runner->tables({}, {}, cancel);
  cancel.cancel();
  EXPECT_EQ(await(future, 1000).error().kind, ErrorKind::Cancelled);
  mayEnd.open();
}

TEST(QueryRunner, WaitsForTheSinkThatIsTakingABatch) {
  class SlowSink final : public BatchSink {
   public:
    Expected<void> begin(const Columns&) override { return {}; }
    Expected<void> append(const ColumnBatchPtr&) override {
      entered.open();
      mayLeave.wait();
      left = true;
      return {};
    }
    Gate entered;
    Gate mayLeave;
    std::atomic<bool> left = false;
  };
  const auto runner = runnerWith([](const CancelToken&, BatchSink& sink) -> Expected<QuerySummary> {
    if (auto appended = sink.append(numberedBatch(0, 1)); !appended) return appended.error();
    return QuerySummary();
  });
  const CancelToken cancel;
  const auto sink = std::make_shared<SlowSink>();
  auto future = runner->run({}, cancel, sink);
  sink->entered.wait();
  cancel.cancel();
  EXPECT_FALSE(waitUntil([&] { return future.isFinished(); }, 400));
  sink->mayLeave.open();
  EXPECT_EQ(await(future).error().kind, ErrorKind::Cancelled);
  EXPECT_TRUE(sink->left);
}

TEST(QueryRunner, ItsEndCancelsWhatRuns) {
  auto runner = runnerWith([](const CancelToken& cancel, BatchSink&) -> Expected<QuerySummary> {
    while (!cancel.isCancelled()) QThread::msleep(1);
    return cancelledQuery();
  });
  auto future = runner->run({}, {}, std::make_shared<CollectingSink>());
  QElapsedTimer timer;
  timer.start();
  runner.reset();
  EXPECT_LT(timer.elapsed(), 1500);
  ASSERT_TRUE(future.isFinished());
  EXPECT_EQ(future.result().error().kind, ErrorKind::Cancelled);
}

TEST(QueryRunner, ItsEndLetsGoOfAnEngineThatNeverReturns) {
  const auto mayEnd = std::make_shared<Gate>();
  const auto hasEnded = std::make_shared<std::atomic<bool>>(false);
  auto runner = runnerWith([mayEnd, hasEnded](const CancelToken&, BatchSink& sink) -> Expected<QuerySummary> {
    mayEnd->wait();
    EXPECT_FALSE(sink.append(numberedBatch(0, 1)).ok());
    *hasEnded = true;
    return QuerySummary();
  });
  const auto sink = std::make_shared<CollectingSink>();
  auto future = runner->run({}, {}, sink);
  QElapsedTimer timer;
  timer.start();
  runner.reset();
  EXPECT_LT(timer.elapsed(), 4000);
  ASSERT_TRUE(future.isFinished());
  EXPECT_EQ(future.result().error().kind, ErrorKind::Cancelled);
  mayEnd->open();
  EXPECT_TRUE(waitUntil([&] { return hasEnded->load(); }));
  EXPECT_EQ(sink->rowCount(), 0);
}

class QueryRunnerOnSqlite : public testing::SqliteFixture {};

TEST_F(QueryRunnerOnSqlite, StopsAnEndlessQueryAgainAndAgain) {
  fill("CREATE TABLE t (a)");
  QueryRunner runner({{Engine::Sqlite, std::make_shared<SqliteEngine>(path("courier.db"))}});
  for (int round = 0; round < 10; ++round) {
    QueryRequest request;
    request.connection.file = path("db");
    request.sql = QStringLiteral("WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n");
    const CancelToken cancel;
    std::atomic<qint64> rows = 0;
    class CountingSink final : public BatchSink {
     public:
      explicit CountingSink(std::atomic<qint64>& rows) : m_rows(rows) {}
      Expected<void> begin(const Columns&) override { return {}; }
      Expected<void> append(const ColumnBatchPtr& batch) override {
        m_rows += batch->rowCount();
        return {};
      }

     private:
      std::atomic<qint64>& m_rows;
    };
    auto future = runner.run(request, cancel, std::make_shared<CountingSink>(rows));
    // Rounds cancel at different places: before the first row, and among them.
    const int seen = round % 2 * 10'000 * round;
    EXPECT_TRUE(waitUntil([&] { return rows >= seen; }));
    cancel.cancel();
    EXPECT_EQ(await(future, 2000).error().kind, ErrorKind::Cancelled);
  }
}

}  // namespace
}  // namespace courier
