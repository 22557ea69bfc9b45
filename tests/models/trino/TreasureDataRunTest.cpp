// A statement as a job of Treasure Data's own, against a job API that misbehaves as it is told.
#include <gtest/gtest.h>

#include <thread>

#include "models/trino/TrinoEngine.h"
#include "tests/support/Await.h"
#include "tests/support/Batches.h"
#include "tests/support/FakeTreasureData.h"
#include "tests/support/TestCertificates.h"

namespace courier {
namespace {

using testing::CollectingSink;
using testing::FakeTdJob;
using testing::FakeTreasureData;
using testing::Reaction;
using testing::TestCertificates;
using testing::waitUntil;

const TestCertificates& certificates() {
  static const TestCertificates made;
  return made;
}

class TreasureDataRunTest : public ::testing::Test {
 protected:
  TreasureDataRunTest() {
    Connection& connection = request.connection;
    connection.engine = Engine::TreasureData;
    connection.name = QStringLiteral("td");
    connection.host = QStringLiteral("localhost");
    connection.port = server.port();
    connection.database = QStringLiteral("web logs");
    connection.server.caFile = certificates().path("ca.pem");
    request.password = QString::fromLatin1(FakeTreasureData::key);
    request.sql = QStringLiteral("SELECT n, 'a&b' AS word FROM t;");
    lasting.priority = -1;
    lasting.keep = [this](const QString& id) {
      kept += id;
      return keeping;
    };
  }
  Expected<QuerySummary> run() {
    request.lasting = std::make_shared<const LastingRun>(lasting);
    return engine.run(request, cancel, sink);
  }
  /// Runs it on a thread of its own until the job was asked for twice, then cancels.
  Expected<QuerySummary> runAndCancel() {
    FakeTdJob endless;
    endless.states = {"running"};
    server.plan(endless);
    Expected<QuerySummary> ended = QuerySummary();
    std::thread thread([&] { ended = run(); });
    EXPECT_TRUE(waitUntil([this] { return server.requests("status").size() >= 2; }));
    cancel.cancel();
    thread.join();
    return ended;
  }

  FakeTreasureData server{certificates().server()};
  TrinoEngine engine{Engine::TreasureData, std::make_shared<WebThread>()};
  QueryRequest request;
  LastingRun lasting;
  Expected<void> keeping;
  QStringList kept;
  CancelToken cancel;
  CollectingSink sink;
};

TEST_F(TreasureDataRunTest, AJobIsIssuedOnceItsNumberKeptAndItsRowsFetched) {
  server.plan({});
  const auto summary = run();
  ASSERT_TRUE(summary.ok()) << summary.error().message.toStdString();
  EXPECT_EQ(summary->rows, 2);
  EXPECT_TRUE(summary->hasResult);
  ASSERT_EQ(sink.columns.size(), 2);
  EXPECT_EQ(columnTypeName(sink.columns[0].type), QStringLiteral("long"));
  EXPECT_EQ(sink.cell(0, 1).bytes, "one");
  EXPECT_EQ(sink.cell(1, 1).kind, CellKind::Null);
  ASSERT_EQ(kept.size(), 1);
  EXPECT_EQ(server.issuedCount(), 1);
  const auto issued = server.requests("issue").first();
  EXPECT_EQ(issued.target, "/v3/job/issue/trino/web%20logs");
  EXPECT_EQ(issued.body, "query=SELECT%20n%2C%20%27a%26b%27%20AS%20word%20FROM%20t&priority=-1");
  EXPECT_EQ(issued.header("Authorization"), QByteArray("TD1 ") + FakeTreasureData::key);
}

TEST_F(TreasureDataRunTest, ARunThatWasBegunEarlierIsTakenUpAndNotBegunAgain) {
  server.plan({});
  ASSERT_TRUE(run().ok());
  lasting.id = kept.first();
  CollectingSink again;
  request.lasting = std::make_shared<const LastingRun>(lasting);
  const auto summary = engine.run(request, cancel, again);
  ASSERT_TRUE(summary.ok()) << summary.error().message.toStdString();
  EXPECT_EQ(again.rowCount(), 2);
  EXPECT_EQ(server.issuedCount(), 1);
}

TEST_F(TreasureDataRunTest, StopKillsTheJobThere) {
  const auto ended = runAndCancel();
  ASSERT_FALSE(ended.ok());
  EXPECT_EQ(ended.error().kind, ErrorKind::Cancelled);
  EXPECT_TRUE(waitUntil([this] { return server.killed().size() == 1; }));
  EXPECT_EQ(QString::fromLatin1(server.killed().value(0)), kept.value(0));
}

TEST_F(TreasureDataRunTest, AStopThatComesBeforeTheNumberWaitsForItAndKillsTheJobThere) {
  server.plan({});
  Reaction slow = Reaction::answer(200, R"({"job_id":"860329"})");
  slow.msPerByte = 5;
  server.insteadOf("issue", slow, 1, true);
  Expected<QuerySummary> ended = QuerySummary();
  std::thread thread([&] { ended = run(); });
  EXPECT_TRUE(waitUntil([this] { return server.issuedCount() == 1; }));
  cancel.cancel();
  thread.join();
  ASSERT_FALSE(ended.ok());
  EXPECT_EQ(ended.error().kind, ErrorKind::Cancelled);
  EXPECT_TRUE(waitUntil([this] { return server.killed().size() == 1; }));
}

TEST_F(TreasureDataRunTest, WhatWasStoppedBeforeItBeganIsNotIssued) {
  cancel.cancel();
  EXPECT_FALSE(run().ok());
  EXPECT_EQ(server.requests().size(), 0);
}

TEST_F(TreasureDataRunTest, LettingGoOfItDoesNot) {
  lasting.leave.cancel();
  const auto ended = runAndCancel();
  ASSERT_FALSE(ended.ok());
  EXPECT_EQ(ended.error().kind, ErrorKind::Cancelled);
  // What would have been sent off is sent by then.
  server.plan({});
  cancel = CancelToken();
  ASSERT_TRUE(run().ok());
  EXPECT_EQ(server.killed().size(), 0);
}

TEST_F(TreasureDataRunTest, AnIssueWhoseAnswerIsLostIsNotSentAgain) {
  server.plan({});
  server.insteadOf("issue", Reaction::drop(), 1, true);
  const auto summary = run();
  ASSERT_FALSE(summary.ok());
  EXPECT_TRUE(summary.error().message.contains(QStringLiteral("what became of the statement is unknown")))
      << summary.error().message.toStdString();
  EXPECT_EQ(server.requests("issue").size(), 1);
}

TEST_F(TreasureDataRunTest, ABusyServerIsAskedAgain) {
  server.plan({});
  server.insteadOf("issue", Reaction::answer(429, {}, {{"Retry-After", "0"}}));
  server.insteadOf("status", Reaction::answer(500), 2);
  server.insteadOf("show", Reaction::drop());
  const auto summary = run();
  ASSERT_TRUE(summary.ok()) << summary.error().message.toStdString();
  EXPECT_EQ(server.issuedCount(), 1);
  EXPECT_EQ(sink.rowCount(), 2);
}

TEST_F(TreasureDataRunTest, AResultThatBreaksOffIsFetchedAnewFromItsFirstRow) {
  server.plan({});
  server.insteadOf("result", Reaction::raw("HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n[1,\"one\"]\n[2,nu",
                                           Reaction::Then::Close));
  server.insteadOf("result", Reaction::answer(200, "[1,\"one\"]\n"));
  server.insteadOf("result", Reaction::answer(503, "busy"));
  const auto summary = run();
  ASSERT_TRUE(summary.ok()) << summary.error().message.toStdString();
  EXPECT_EQ(sink.rowCount(), 2);
  EXPECT_EQ(server.requests("result").size(), 4);
}

TEST_F(TreasureDataRunTest, AtTheCapNoMoreIsRead) {
  server.plan({});
  request.rowLimit = 1;
  const auto summary = run();
  ASSERT_TRUE(summary.ok());
  EXPECT_EQ(sink.rowCount(), 1);
  EXPECT_TRUE(summary->truncated);
}

TEST_F(TreasureDataRunTest, AFailedJobSaysWhyWithoutTheKey) {
  FakeTdJob failing;
  failing.states = {"running", "error"};
  failing.stderrText = QByteArray("line 1:8: Column 'n' cannot be resolved for ") + FakeTreasureData::key;
  server.plan(failing);
  const auto summary = run();
  ASSERT_FALSE(summary.ok());
  const QString& message = summary.error().message;
  EXPECT_TRUE(message.contains(QStringLiteral("cannot be resolved"))) << message.toStdString();
  EXPECT_FALSE(message.contains(QString::fromLatin1(FakeTreasureData::key)));
}

TEST_F(TreasureDataRunTest, ARefusalThatIsCutInTheMiddleOfTheKeyHoldsNoneOfIt) {
  const QByteArray key = FakeTreasureData::key;
  server.insteadOf("issue", Reaction::answer(400, QByteArray(200 - key.size() / 2, 'x') + key));
  const auto summary = run();
  ASSERT_FALSE(summary.ok());
  const QString shown = summary.error().message + summary.error().detail;
  EXPECT_TRUE(shown.contains(QStringLiteral("xxx"))) << shown.toStdString();
  EXPECT_FALSE(shown.contains(QString::fromLatin1(key.left(6)))) << shown.toStdString();
}

TEST_F(TreasureDataRunTest, AJobKilledThereIsAnError) {
  FakeTdJob failing;
  failing.states = {"killed"};
  server.plan(failing);
  const auto summary = run();
  ASSERT_FALSE(summary.ok());
  EXPECT_EQ(summary.error().kind, ErrorKind::Sql);
}

TEST_F(TreasureDataRunTest, WhatCannotBeKeptIsKilled) {
  server.plan({});
  keeping = Error::of(ErrorKind::Storage, QStringLiteral("the disk is full"));
  // Also where this program lets go of it: nobody would find it again.
  lasting.leave.cancel();
  const auto summary = run();
  ASSERT_FALSE(summary.ok());
  EXPECT_EQ(summary.error().kind, ErrorKind::Storage);
  EXPECT_TRUE(waitUntil([this] { return server.killed().size() == 1; }));
}

TEST_F(TreasureDataRunTest, AWrongKeyIsNamed) {
  request.password = QStringLiteral("9/wrong");
  const auto summary = run();
  ASSERT_FALSE(summary.ok());
  EXPECT_TRUE(summary.error().message.contains(QStringLiteral("refused the API key")))
      << summary.error().message.toStdString();
  EXPECT_FALSE(summary.error().message.contains(request.password));
}

TEST_F(TreasureDataRunTest, AChangeOnAReadOnlyConnectionIsNotIssued) {
  request.sql = QStringLiteral("DROP TABLE t");
  const auto summary = run();
  ASSERT_FALSE(summary.ok());
  EXPECT_EQ(server.requests().size(), 0);
}

}  // namespace
}  // namespace courier
