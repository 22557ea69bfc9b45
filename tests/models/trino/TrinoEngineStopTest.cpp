// Stop, the limit of rows and the limit of time, whatever the cluster does meanwhile.
#include <gtest/gtest.h>

#include <QElapsedTimer>
#include <thread>

#include "tests/models/trino/TrinoEngineFixture.h"
#include "tests/support/Await.h"

namespace courier {
namespace {

using testing::FakePage;
using testing::Reaction;
using testing::waitUntil;

class TrinoEngineStop : public testing::TrinoEngineFixture {
 protected:
  /// Stops a run once `method` was sent `times`; that the caller is free soon, and the cluster told.
  void expectStops(const QByteArray& method, int times, int deletes = 1) {
    CancelToken cancel;
    m_cancel = cancel;
    QElapsedTimer sinceStop;
    std::thread canceller([&] {
      EXPECT_TRUE(waitUntil([&] { return count(method) >= times; }));
      sinceStop.start();
      cancel.cancel();
    });
    const auto result = query(QStringLiteral("SELECT a FROM t"));
    const qint64 elapsed = sinceStop.isValid() ? sinceStop.elapsed() : -1;
    canceller.join();
    m_cancel = {};
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().kind, ErrorKind::Cancelled) << result.error().message.toStdString();
    EXPECT_GE(elapsed, 0);
    EXPECT_LT(elapsed, 200);
    EXPECT_TRUE(waitUntil([&] { return count("DELETE") == deletes; })) << count("DELETE");
  }
};

TEST_F(TrinoEngineStop, WhileTheClusterIsSilent) {
  m_coordinator.insteadOf("GET executing/0", Reaction::silence());
  expectStops("GET", 2);
  EXPECT_EQ(m_coordinator.cancelledCount(), 1);
}

TEST_F(TrinoEngineStop, BeforeTheClusterHasAnswered) {
  m_coordinator.insteadOf("POST", Reaction::silence());
  expectStops("POST", 1, 0);
}

TEST_F(TrinoEngineStop, BetweenTwoAttempts) {
  m_coordinator.insteadOf("GET executing/0", Reaction::answer(503, {}, {{"Retry-After", "60"}}), 1'000);
  expectStops("GET", 2);
}

TEST_F(TrinoEngineStop, WhileAPageDrips) {
  FakePage page{R"([{"name":"a","type":"integer"}])", "[[1]]"};
  page.msPerByte = 100;
  m_coordinator.plan({page});
  expectStops("GET", 2);
}

TEST_F(TrinoEngineStop, AClusterThatDoesNotTakeItHoldsNobody) {
  m_coordinator.insteadOf("GET executing/0", Reaction::silence());
  m_coordinator.insteadOf("DELETE", Reaction::silence());
  expectStops("GET", 2);
}

TEST_F(TrinoEngineStop, AtTheLimitOfRows) {
  m_coordinator.plan({{R"([{"name":"a","type":"integer"}])", "[[1],[2],[3]]"}, {{}, "[[4]]"}, {{}, "[[5]]"}});
  const auto result = query(QStringLiteral("SELECT a FROM t"), 2);
  ASSERT_TRUE(result.ok()) << result.error().message.toStdString();
  EXPECT_TRUE(result->truncated);
  EXPECT_EQ(result->rows, 2);
  EXPECT_TRUE(waitUntil([&] { return count("DELETE") == 1; }));
  // All there was is no cut.
  m_coordinator.plan(threeRows());
  const auto all = query(QStringLiteral("SELECT a FROM t"), 3);
  ASSERT_TRUE(all.ok());
  EXPECT_FALSE(all->truncated);
  EXPECT_EQ(count("DELETE"), 1);
}

TEST_F(TrinoEngineStop, AtTheConnectionsTimeLimit) {
  m_request.connection.server.timeLimitS = 1;
  m_coordinator.insteadOf("GET executing/0", Reaction::silence());
  const QString message = failure(QStringLiteral("SELECT a FROM t"));
  EXPECT_TRUE(message.contains(QStringLiteral("the connection's limit of 1 second"))) << message.toStdString();
  EXPECT_TRUE(waitUntil([&] { return count("DELETE") == 1; }));
  EXPECT_EQ(m_coordinator.requests("POST").first().header("X-Trino-Session"), "query_max_run_time=1s");
}

TEST_F(TrinoEngineStop, ProgressTellsWaitingFromRunning) {
  m_request.progress = std::make_shared<RunProgress>();
  FakePage waiting;
  waiting.state = "QUEUED";
  m_coordinator.plan({waiting, {R"([{"name":"a","type":"integer"}])", "[[1]]"}, {{}, "[[2]]"}});
  m_coordinator.insteadOf("GET executing/1", Reaction::answer(503, {}, {{"Retry-After", "1"}}));
  std::vector<RunStage> seen;
  std::thread looking([&] {
    EXPECT_TRUE(waitUntil([&] {
      const RunStage stage = m_request.progress->stage();
      if (seen.empty() || !(seen.back() == stage)) seen.push_back(stage);
      return stage.kind == RunStage::Kind::Finishing;
    }));
  });
  EXPECT_EQ(rowsOf(), "1 2");
  looking.join();
  const auto has = [&](RunStage::Kind kind) {
    return std::any_of(seen.begin(), seen.end(), [&](const RunStage& stage) { return stage.kind == kind; });
  };
  EXPECT_TRUE(has(RunStage::Kind::Queued));
  EXPECT_TRUE(has(RunStage::Kind::Finishing));
  EXPECT_EQ(seen.back().completedSplits, 2);
  EXPECT_EQ(seen.back().totalSplits, 4);
  EXPECT_EQ(seen.back().rows, 7);
  EXPECT_EQ(seen.back().bytes, 70);
  EXPECT_EQ(seen.back().nodes, 1);
}

}  // namespace
}  // namespace courier
