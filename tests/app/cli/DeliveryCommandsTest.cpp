#include <gtest/gtest.h>

#include "tests/support/Await.h"
#include "tests/support/FaultyServer.h"
#include "tests/support/Packed.h"
#include "tests/support/Program.h"

namespace courier {
namespace {

using testing::CourierProgram;
using testing::expectSays;
using testing::FaultyServer;
using testing::ProgramEnd;
using testing::Reaction;
using testing::waitUntil;

/// Commands that a server of this test's own answers.
class DeliveryCommands : public ::testing::Test {
 protected:
  ProgramEnd run(const QStringList& words) {
    const auto process = program.start(words);
    EXPECT_TRUE(waitUntil([&] { return process->state() == QProcess::NotRunning; }, 30'000));
    return {process->exitCode(), process->readAllStandardOutput(), process->readAllStandardError()};
  }
  /// What delivery:show says of a delivery that the server answered so.
  QByteArray shownAfter(const Reaction& answer) {
    server.next(answer);
    const ProgramEnd sent = run({QStringLiteral("query"), QStringLiteral("-r"), server.address(), QStringLiteral("-d"),
                                 QStringLiteral("testdb"), QStringLiteral("SELECT 1")});
    ++deliveries;
    expectSays(sent, 3, "delivery:show " + QByteArray::number(deliveries));
    const ProgramEnd shown = run({QStringLiteral("delivery:show"), QString::number(deliveries)});
    EXPECT_EQ(shown.code, 0) << shown.err.toStdString();
    return shown.out;
  }

  CourierProgram program;
  FaultyServer server;
  int deliveries = 0;
};

TEST_F(DeliveryCommands, ShowSaysTheServersWords) {
  const QByteArray json = "{\"error\": \"no column cnt\",\n \"code\": 7}";
  EXPECT_TRUE(shownAfter(Reaction::answer(422, json, {{"Content-Type", "application/json"}}))
                  .contains("Answer    : {\"error\": \"no column cnt\",\n             \"code\": 7}\n"));
  EXPECT_TRUE(
      shownAfter(Reaction::answer(400, "\x93\xFA\x96\x7B\x1B[2J", {{"Content-Type", "text/plain; charset=Shift_JIS"}}))
          .contains("Answer    : 日本␛[2J\n"));
  const QByteArray packed = testing::packed("no column cnt");
  EXPECT_TRUE(shownAfter(Reaction::answer(422, packed, {{"Content-Encoding", "gzip"}}))
                  .contains("Answer    : no column cnt\n"));
  EXPECT_TRUE(shownAfter(Reaction::answer(422, packed, {{"Content-Encoding", "br"}})).contains("compressed (br)"));
  EXPECT_TRUE(shownAfter(Reaction::answer(422, "caf\xE9", {{"Content-Type", "text/plain; charset=x-own"}}))
                  .contains("Answer    : café\n            (The answer's character set, x-own,"));
  EXPECT_FALSE(shownAfter(Reaction::answer(400, "")).contains("Answer"));
}

}  // namespace
}  // namespace courier
