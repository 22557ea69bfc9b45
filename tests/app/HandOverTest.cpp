// A command that waits, hands over to another process, and goes on when that one dies.
#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QProcess>

#include "app/Owner.h"
#include "tests/support/Await.h"
#include "tests/support/FaultyServer.h"
#include "tests/support/Program.h"

namespace courier {
namespace {

using testing::await;
using testing::CourierProgram;
using testing::FaultyServer;
using testing::Reaction;
using testing::staysTrue;
using testing::waitUntil;

/// The other process of the tests below, no test of its own: takes over and does nothing until it is killed.
TEST(HandOverProcess, DISABLED_TakesOverAndOwns) {
  Owner owner(QCoreApplication::arguments().constLast(), Owner::Role::Window);
  QFile out;
  ASSERT_TRUE(out.open(stdout, QIODevice::WriteOnly));
  ASSERT_TRUE(await(owner.askToHandOver()));
  ASSERT_TRUE(waitUntil([&] { return owner.tryAcquire().value(); }, 20'000));
  out.write("owns\n");
  out.flush();
  ASSERT_FALSE(waitUntil([] { return false; }, 120'000));
}

TEST(HandOver, AWaitingCommandTakesOverAgainWhenTheNewOwnerDies) {
  CourierProgram program;
  FaultyServer server;
  server.next(Reaction::silence());
  const auto command =
      program.start({QStringLiteral("query"), QStringLiteral("-w"), QStringLiteral("-d"), QStringLiteral("testdb"),
                     QStringLiteral("-r"), server.address(), QStringLiteral("SELECT 1 AS one")});
  ASSERT_TRUE(waitUntil([&] { return server.completeCount() == 1; }, 60'000)) << command->readAllStandardError().data();

  QProcess window;
  window.start(QCoreApplication::applicationFilePath(),
               {QStringLiteral("--gtest_also_run_disabled_tests"),
                QStringLiteral("--gtest_filter=HandOverProcess.DISABLED_TakesOverAndOwns"), QStringLiteral("--"),
                program.dataFolder()});
  ASSERT_TRUE(window.waitForStarted());
  QByteArray said;
  ASSERT_TRUE(waitUntil(
      [&] {
        said += window.readAllStandardOutput();
        return said.contains("owns\n");
      },
      60'000))
      << said.toStdString();
  // The attempt was cut short and recorded; the command watches.
  EXPECT_TRUE(staysTrue([&] { return command->state() == QProcess::Running && server.requestCount() == 1; }, 1'000))
      << command->readAllStandardError().data() << server.requestCount();

  window.kill();
  ASSERT_TRUE(window.waitForFinished());
  ASSERT_TRUE(waitUntil([&] { return command->state() == QProcess::NotRunning; }, 60'000));
  EXPECT_EQ(command->exitCode(), 0) << command->readAllStandardError().data();
  EXPECT_EQ(server.requestCount(), 2);
  EXPECT_EQ(server.requests().at(1).header("Query-Courier-Attempt"), "2");
  EXPECT_EQ(server.requests().at(0).header("Idempotency-Key"), server.requests().at(1).header("Idempotency-Key"));
}

TEST(HandOver, WhatAKilledCommandWasSendingIsCancelledOrTriedByTheNext) {
  const CourierProgram program;
  FaultyServer server;
  const auto killAsItSends = [&](int request) {
    server.next(Reaction::silence());
    const auto command =
        program.start({QStringLiteral("query"), QStringLiteral("-w"), QStringLiteral("-d"), QStringLiteral("testdb"),
                       QStringLiteral("-r"), server.address(), QStringLiteral("SELECT 1 AS one")});
    ASSERT_TRUE(waitUntil([&] { return server.completeCount() == request; }, 60'000));
    command->kill();
    ASSERT_TRUE(command->waitForFinished());
  };
  killAsItSends(1);
  const auto cancelled = program.run({QStringLiteral("delivery:cancel"), QStringLiteral("1")});
  EXPECT_EQ(cancelled.code, 0) << cancelled.err.data();
  killAsItSends(2);
  const auto tried = program.run({QStringLiteral("delivery:try"), QStringLiteral("2")});
  EXPECT_EQ(tried.code, 0) << tried.err.data();
  ASSERT_EQ(server.requestCount(), 3);
  EXPECT_EQ(server.requests().at(2).header("Idempotency-Key"), server.requests().at(1).header("Idempotency-Key"));
  EXPECT_EQ(server.requests().at(2).header("Query-Courier-Attempt"), "2");
}

}  // namespace
}  // namespace courier
