// Schedules made, changed and run from the command line, and the agent that works them.
#include <gtest/gtest.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

#include "app/Services.h"
#include "tests/support/Await.h"
#include "tests/support/FaultyServer.h"
#include "tests/support/Program.h"

namespace courier {
namespace {

using testing::await;
using testing::CourierProgram;
using testing::expectSays;
using testing::FaultyServer;
using testing::ProgramEnd;
using testing::waitUntil;

class AgentCommand : public ::testing::Test {
 protected:
  ProgramEnd run(const QStringList& words) const { return program.run(words); }
  /// The seed's command, its first word replaced.
  ProgramEnd createSeeds() const {
    return run({QStringLiteral("sched:create"), QStringLiteral("hourly_count_example"), QStringLiteral("0 * * * *"),
                QStringLiteral("-d"), QStringLiteral("testdb"), QStringLiteral("--result"),
                QStringLiteral("myweb:path"),
                QStringLiteral("SELECT code, COUNT(1) AS cnt FROM www_access GROUP BY code")});
  }
  void createTarget() const {
    const ProgramEnd end = run({QStringLiteral("result:create"), QStringLiteral("myweb"), server.address({})});
    ASSERT_EQ(end.code, 0) << end.err.toStdString();
  }
  std::unique_ptr<QProcess> startAgent(QByteArray& said) const {
    auto agent = program.start({QStringLiteral("agent")});
    EXPECT_TRUE(waitUntil(
        [&] {
          said += agent->readAllStandardError();
          return said.contains('\n');
        },
        60'000));
    return agent;
  }
  static void endCleanly(QProcess& agent) {
    agent.terminate();
    EXPECT_TRUE(waitUntil([&] { return agent.state() == QProcess::NotRunning; }, 60'000));
    EXPECT_EQ(agent.exitStatus(), QProcess::NormalExit);
    EXPECT_EQ(agent.exitCode(), 0);
  }

  CourierProgram program;
  FaultyServer server;
};

TEST_F(AgentCommand, TheSeedsScheduleIsMadeAndSaysWhenItRunsAndThatNobodyRunsIt) {
  createTarget();
  const ProgramEnd end = createSeeds();
  expectSays(end, 0, "Schedule 'hourly_count_example' is saved.");
  EXPECT_TRUE(end.err.contains("At minute 0 of every hour. Next run: ")) << end.err.toStdString();
  EXPECT_TRUE(end.err.contains("Nothing is running schedules now: open the window or run query-courier agent."))
      << end.err.toStdString();
  expectSays(createSeeds(), 2, "There is a schedule named 'hourly_count_example' already.");
  const ProgramEnd list = run({QStringLiteral("sched:list"), QStringLiteral("-f"), QStringLiteral("csv")});
  EXPECT_TRUE(list.out.contains("hourly_count_example,0 * * * *,")) << list.out.toStdString();
  EXPECT_TRUE(list.out.contains(",myweb:path,on")) << list.out.toStdString();
}

TEST_F(AgentCommand, WhatIsWrongIsSaidAndNothingIsSaved) {
  const auto create = [&](const QStringList& words) {
    return run(QStringList{QStringLiteral("sched:create"), QStringLiteral("s")} + words);
  };
  const QString sql = QStringLiteral("SELECT 1");
  const QString hourly = QStringLiteral("@hourly");
  const QString d = QStringLiteral("-d");
  const QString testdb = QStringLiteral("testdb");
  expectSays(create({QStringLiteral("0 24 * * *"), d, testdb, sql}), 2, "Column 3, hour");
  expectSays(create({hourly, d, QStringLiteral("nowhere"), sql}), 2, "nowhere");
  expectSays(create({hourly, d, testdb}), 2, "There is no SQL");
  expectSays(create({hourly, d, testdb, QStringLiteral("-t"), QStringLiteral("Mars/Olympus"), sql}), 2, "Mars/Olympus");
  expectSays(create({hourly, d, testdb, QStringLiteral("-r"), QStringLiteral("nobody"), sql}), 2, "nobody");
  expectSays(create({hourly, d, testdb, QStringLiteral("--missed"), QStringLiteral("some"), sql}), 2, "--missed");
  expectSays(create({hourly, d, testdb, QStringLiteral("-D"), QStringLiteral("-5"), sql}), 2, "delay");
  expectSays(create({hourly, d, testdb, QStringLiteral("SELECT '${day}'")}), 2, "${day}");
  expectSays(create({hourly, d, testdb, QStringLiteral("-r"), QStringLiteral("web://${slot}.example/"), sql}), 2,
             "before them");
  // Without a keychain a password would be gone with this command.
  EXPECT_NE(create({hourly, d, testdb, QStringLiteral("-r"), QStringLiteral("web://ada:word@127.0.0.1/x"), sql}).code,
            0);
  EXPECT_EQ(run({QStringLiteral("sched:list"), QStringLiteral("-f"), QStringLiteral("tsv")}).out.count('\n'), 1);
}

TEST_F(AgentCommand, AScheduleIsChangedInPart) {
  createTarget();
  ASSERT_EQ(createSeeds().code, 0);
  const QString name = QStringLiteral("hourly_count_example");
  expectSays(run({QStringLiteral("sched:update"), name, QStringLiteral("-s"), QStringLiteral("30 9 * * mon-fri"),
                  QStringLiteral("-t"), QStringLiteral("Asia/Tokyo"), QStringLiteral("-n"), QStringLiteral("weekdays"),
                  QStringLiteral("--off")}),
             0, "It is switched off");
  const ProgramEnd list = run({QStringLiteral("sched:list"), QStringLiteral("-f"), QStringLiteral("csv")});
  EXPECT_TRUE(list.out.contains("weekdays,30 9 * * mon-fri,Asia/Tokyo,")) << list.out.toStdString();
  EXPECT_TRUE(list.out.contains(",myweb:path,off")) << list.out.toStdString();
  expectSays(run({QStringLiteral("sched:update"), name, QStringLiteral("--on")}), 2, "There is no schedule named");
  expectSays(run({QStringLiteral("sched:create"), QStringLiteral("by hand"), QString(), QStringLiteral("-d"),
                  QStringLiteral("testdb"), QStringLiteral("SELECT 1")}),
             0, "It runs only when you use sched:run.");
}

TEST_F(AgentCommand, TheAgentRunsWhatIsQueuedAndEndsWhenItIsTold) {
  createTarget();
  ASSERT_EQ(createSeeds().code, 0);
  ASSERT_EQ(run({QStringLiteral("sched:update"), QStringLiteral("hourly_count_example"), QStringLiteral("-q"),
                 QStringLiteral("SELECT '${slot_date}' AS day, '${slot}' AS slot, 1 AS one"), QStringLiteral("-r"),
                 QStringLiteral("myweb:${slot_date}.json"), QStringLiteral("-t"), QStringLiteral("UTC")})
                .code,
            0);
  QByteArray said;
  const auto agent = startAgent(said);
  EXPECT_TRUE(said.contains("Running schedules and deliveries.")) << said.toStdString();
  // A second one says who has it.
  expectSays(run({QStringLiteral("agent")}), 2, "the agent (process");
  const ProgramEnd ran = run({QStringLiteral("sched:run"), QStringLiteral("hourly_count_example"),
                              QStringLiteral("2026-03-07T22:30:00Z"), QStringLiteral("-n"), QStringLiteral("3")});
  EXPECT_EQ(ran.code, 0) << ran.err.toStdString();
  EXPECT_EQ(ran.out.count("\n"), 3) << ran.out.toStdString();
  ASSERT_TRUE(waitUntil([&] { return server.completeCount() == 3; }, 60'000)) << server.completeCount();
  QList<QByteArray> paths;
  for (const auto& request : server.requests()) {
    paths.append(request.target);
    const auto row = QJsonDocument::fromJson(request.body).object().value(QStringLiteral("data")).toArray().at(0);
    EXPECT_EQ("/" + row.toArray().at(0).toString().toUtf8() + ".json", request.target);
  }
  std::sort(paths.begin(), paths.end());
  EXPECT_EQ(paths, (QList<QByteArray>{"/2026-03-07.json", "/2026-03-08.json", "/2026-03-08.json"}));
  const ProgramEnd history = run({QStringLiteral("sched:history"), QStringLiteral("hourly_count_example"),
                                  QStringLiteral("-f"), QStringLiteral("csv")});
  EXPECT_TRUE(history.out.contains("2026-03-08T00:00:00Z,queued,")) << history.out.toStdString();
  // Of all its runs the newest, which is the last that was queued.
  const auto result = [&](const QStringList& words) {
    return run(QStringList{QStringLiteral("sched:result"), QStringLiteral("hourly_count_example")} + words);
  };
  const ProgramEnd rows = result({QStringLiteral("-f"), QStringLiteral("csv"), QStringLiteral("-c")});
  EXPECT_EQ(rows.code, 0) << rows.err.toStdString();
  EXPECT_EQ(rows.out.trimmed(), "day,slot,one\n2026-03-08,2026-03-08T01:00:00Z,1") << rows.out.toStdString();
  const ProgramEnd whole = result({});
  EXPECT_EQ(whole.code, 0) << whole.err.toStdString();
  EXPECT_EQ(whole.out, run({QStringLiteral("job:show"), QStringLiteral("3")}).out);
  endCleanly(*agent);
  // Nobody has it now.
  QByteArray saidAgain;
  const auto again = startAgent(saidAgain);
  endCleanly(*again);
}

TEST_F(AgentCommand, AScheduleThatNeverRanHasNoResult) {
  createTarget();
  ASSERT_EQ(createSeeds().code, 0);
  const ProgramEnd none = run({QStringLiteral("sched:result"), QStringLiteral("hourly_count_example")});
  expectSays(none, 2, "'hourly_count_example' has no result yet. See sched:history hourly_count_example,");
  EXPECT_TRUE(none.out.isEmpty()) << none.out.toStdString();
  expectSays(run({QStringLiteral("sched:result"), QStringLiteral("nothing")}), 2, "There is no schedule named");
}

TEST_F(AgentCommand, AnAgentThatWaitsGoesOnOnceTheOtherHasEnded) {
  QByteArray said;
  const auto agent = startAgent(said);
  const auto waiting = program.start({QStringLiteral("agent"), QStringLiteral("--wait")});
  QByteArray saidByWaiting;
  const auto says = [&](const char* words) {
    return waitUntil(
        [&] {
          saidByWaiting += waiting->readAllStandardError();
          return saidByWaiting.contains(words);
        },
        60'000);
  };
  EXPECT_TRUE(says("Another program runs schedules")) << saidByWaiting.toStdString();
  endCleanly(*agent);
  EXPECT_TRUE(says("Running schedules and deliveries.")) << saidByWaiting.toStdString();
  endCleanly(*waiting);
}

TEST_F(AgentCommand, AQueryUnderWayIsWrittenDownAsKilledWhenTheAgentEnds) {
  ASSERT_EQ(
      run({QStringLiteral("sched:create"), QStringLiteral("endless"), QString(), QStringLiteral("-d"),
           QStringLiteral("testdb"),
           QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n")})
          .code,
      0);
  QByteArray said;
  const auto agent = startAgent(said);
  ASSERT_EQ(run({QStringLiteral("sched:run"), QStringLiteral("endless"), QStringLiteral("2026-03-07T22:30:00Z")}).code,
            0);
  ASSERT_TRUE(waitUntil(
      [&] {
        return run({QStringLiteral("job:status"), QStringLiteral("1")}).out == QByteArray("running\n");
      },
      60'000));
  endCleanly(*agent);
  EXPECT_EQ(run({QStringLiteral("job:status"), QStringLiteral("1")}).out.toStdString(), "killed\n");
}

}  // namespace
}  // namespace courier
