// Queries that run as jobs at Treasure Data, whatever becomes of the program that issued them: the real program, its
// key in the session's keychain, against a job API of the tests' own and a real web server.
#include <csignal>

#include "tests/sessions/KeychainFixture.h"
#include "tests/support/Await.h"
#include "tests/support/FakeTreasureData.h"
#include "tests/support/TestCertificates.h"

namespace courier {
namespace {

using testing::FakeTdJob;
using testing::FakeTreasureData;
using testing::ProgramEnd;
using testing::Reaction;
using testing::TestCertificates;
using testing::waitUntil;

const TestCertificates& tdCertificates() {
  static const TestCertificates made;
  return made;
}

class TreasureDataDelivery : public testing::KeychainFixture {
 protected:
  using Process = std::unique_ptr<QProcess>;
  static constexpr int patienceMs = 60'000;

  void SetUp() override {
    KeychainFixture::SetUp();
    FakeTdJob running;
    running.states = {"running"};
    for (int count = 0; count < 4; ++count) td.plan(running);
    const ProgramEnd created = run({QStringLiteral("db:create"), QStringLiteral("-p"), QStringLiteral("td"),
                                    QStringLiteral("td://localhost:%1/sales").arg(td.port()), QStringLiteral("--ca"),
                                    tdCertificates().path("ca.pem")},
                                   QByteArray(FakeTreasureData::key) + '\n');
    ASSERT_EQ(created.code, 0) << created.err.toStdString();
  }

  QStringList query() const {
    return {QStringLiteral("query"), QStringLiteral("-d"), QStringLiteral("td"),
            QStringLiteral("-r"),    address({}, path),    QStringLiteral("SELECT n, word FROM t")};
  }
  Process agent() {
    Process started = program.start({QStringLiteral("agent")});
    EXPECT_TRUE(waitUntil([&] { return hasSaid(*started, "Running schedules"); }, patienceMs));
    return started;
  }
  /// Whether a program has said these words on its standard error by now.
  bool hasSaid(QProcess& process, const QByteArray& words) {
    process.waitForReadyRead(1);
    QByteArray& text = errors[&process];
    text += process.readAllStandardError();
    return text.contains(words);
  }
  void endWith(QProcess& process, int signal) {
    ::kill(static_cast<pid_t>(process.processId()), signal);
    EXPECT_TRUE(process.waitForFinished(patienceMs));
    said += errors.take(&process) + process.readAllStandardError() + process.readAllStandardOutput();
  }
  /// Issued there, and looked at: so its number is kept here.
  [[nodiscard]] bool isUnderWay() const {
    const qsizetype looks = td.requests("status").size();
    return waitUntil([&] { return td.requests("status").size() > looks && td.issuedCount() == 1; }, patienceMs);
  }
  QByteArray shown() { return run({QStringLiteral("job:show"), QStringLiteral("1")}).out; }
  /// The job ends there; here it is delivered, once.
  void expectDelivered() {
    td.endJobs();
    ASSERT_TRUE(waitUntil([&] { return !nginx.stored(path).isEmpty(); }, patienceMs));
    QByteArray body = nginx.stored(path);
    body.replace(" ", "").replace("\n", "");
    EXPECT_TRUE(body.contains(R"("data":[[1,"one"],[2,null]])")) << body.toStdString();
    ASSERT_TRUE(waitUntil([&] { return shown().contains("delivered"); }, patienceMs)) << shown().toStdString();
    EXPECT_TRUE(shown().contains("Status    : success")) << shown().toStdString();
    EXPECT_TRUE(shown().contains("Job there : 860329")) << shown().toStdString();
    EXPECT_EQ(nginx.logged(path.toUtf8()).size(), 1);
    EXPECT_EQ(td.issuedCount(), 1);
    EXPECT_EQ(td.killed().size(), 0);
    run({QStringLiteral("-v"), QStringLiteral("job:list")});
    EXPECT_EQ(leaks({FakeTreasureData::key}), QStringList());
  }

  FakeTreasureData td{tdCertificates().server()};
  const QString path = QStringLiteral("/open/rows.json");
  QHash<QProcess*, QByteArray> errors;
};

TEST_F(TreasureDataDelivery, ACommandThatIsGoneIsFollowedByAnAgent) {
  const Process command = program.start(query());
  ASSERT_TRUE(isUnderWay());
  endWith(*command, SIGKILL);
  EXPECT_TRUE(shown().contains("Job there : 860329"));
  const Process next = agent();
  ASSERT_TRUE(isUnderWay());
  expectDelivered();
  endWith(*next, SIGTERM);
}

TEST_F(TreasureDataDelivery, ACommandThatTheSystemEndsLetsTheJobGoOn) {
  const Process command = program.start(query());
  ASSERT_TRUE(isUnderWay());
  endWith(*command, SIGTERM);
  EXPECT_EQ(command->exitCode(), 3);
  EXPECT_TRUE(said.contains("Job 1 is running; it continues.")) << said.toStdString();
  EXPECT_EQ(td.killed().size(), 0);
  const Process next = agent();
  ASSERT_TRUE(isUnderWay());
  expectDelivered();
  endWith(*next, SIGTERM);
}

TEST_F(TreasureDataDelivery, ACommandThatAPersonStopsKillsTheJobThere) {
  const Process command = program.start(query());
  ASSERT_TRUE(isUnderWay());
  endWith(*command, SIGINT);
  EXPECT_EQ(command->exitCode(), 4);
  EXPECT_EQ(td.killed().size(), 1);
  EXPECT_TRUE(shown().contains("Status    : killed")) << shown().toStdString();
}

TEST_F(TreasureDataDelivery, AnAgentThatIsGoneIsFollowedByAnother) {
  const Process first = agent();
  ASSERT_EQ(run(query()).code, 0);
  ASSERT_TRUE(isUnderWay());
  endWith(*first, SIGKILL);
  const Process next = agent();
  ASSERT_TRUE(isUnderWay());
  expectDelivered();
  endWith(*next, SIGTERM);
}

TEST_F(TreasureDataDelivery, AnAgentThatEndsInGoodOrderLetsTheJobGoOn) {
  const Process first = agent();
  ASSERT_EQ(run(query()).code, 0);
  ASSERT_TRUE(isUnderWay());
  endWith(*first, SIGTERM);
  EXPECT_EQ(first->exitCode(), 0);
  EXPECT_EQ(td.killed().size(), 0);
  EXPECT_TRUE(shown().contains("Status    : running")) << shown().toStdString();
  const Process next = agent();
  ASSERT_TRUE(isUnderWay());
  expectDelivered();
  endWith(*next, SIGTERM);
}

TEST_F(TreasureDataDelivery, AScheduleRunsOnceHoweverItsAgentsEnd) {
  Process current = agent();
  ASSERT_EQ(run({QStringLiteral("sched:create"), QStringLiteral("daily"), QStringLiteral("@daily"),
                 QStringLiteral("-d"), QStringLiteral("td"), QStringLiteral("--result"), address({}, path),
                 QStringLiteral("SELECT n, word FROM t")})
                .code,
            0);
  ASSERT_EQ(run({QStringLiteral("sched:run"), QStringLiteral("daily"), QStringLiteral("2026-03-07T22:30:00Z")}).code,
            0);
  ASSERT_TRUE(isUnderWay());
  endWith(*current, SIGTERM);
  // Its slot is not one that was missed.
  EXPECT_FALSE(run({QStringLiteral("sched:history"), QStringLiteral("daily")}).out.contains("interrupted"));
  current = agent();
  ASSERT_TRUE(isUnderWay());
  endWith(*current, SIGKILL);
  current = agent();
  ASSERT_TRUE(isUnderWay());
  expectDelivered();
  endWith(*current, SIGTERM);
}

TEST_F(TreasureDataDelivery, AKillStopsTheJobThere) {
  const Process command = program.start(query());
  ASSERT_TRUE(isUnderWay());
  EXPECT_EQ(run({QStringLiteral("job:kill"), QStringLiteral("1")}).code, 0);
  EXPECT_TRUE(waitUntil([&] { return td.killed().size() == 1; }));
  ASSERT_TRUE(command->waitForFinished(patienceMs));
  EXPECT_EQ(command->exitCode(), 4) << command->readAllStandardError().toStdString();
  EXPECT_TRUE(shown().contains("Status    : killed")) << shown().toStdString();
  EXPECT_TRUE(nginx.stored(path).isNull());
}

TEST_F(TreasureDataDelivery, AKillThatWasAskedForWhileNobodyRanItStopsTheJobThere) {
  const Process command = program.start(query());
  ASSERT_TRUE(isUnderWay());
  endWith(*command, SIGKILL);
  EXPECT_EQ(run({QStringLiteral("job:kill"), QStringLiteral("1")}).code, 0);
  td.endJobs();
  const Process next = agent();
  ASSERT_TRUE(waitUntil([&] { return td.requests("kill").size() == 1; }));
  ASSERT_TRUE(waitUntil([&] { return shown().contains("Status    : killed"); })) << shown().toStdString();
  endWith(*next, SIGTERM);
  EXPECT_TRUE(nginx.stored(path).isNull());
  EXPECT_EQ(td.issuedCount(), 1);
}

}  // namespace
}  // namespace courier
