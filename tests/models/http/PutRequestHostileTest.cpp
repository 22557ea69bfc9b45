#include <QElapsedTimer>

#include "models/http/Transport.h"
#include "models/outbox/RetryPolicy.h"
#include "tests/models/http/PutFixture.h"
#include "tests/support/PeakMemory.h"

namespace courier {
namespace {

using testing::FaultyServer;
using testing::PeakMemory;
using testing::Reaction;

constexpr qint64 megabyte = 1 << 20;
constexpr qint64 deadlineMs = 1500;
/// Beyond its deadline and the second that is allowed: for slow machines and sanitizers.
constexpr qint64 slowMachineMs = testing::memoryIsMeasured ? 1000 : 8000;
const QByteArray secretWord = QByteArrayLiteral("canary-w0rd");

/// A server that harms on purpose: whatever it does, one request is on its wire, the attempt ends in time and within a
/// bounded memory, and nothing that it repeats gives a secret away.
class PutRequestHostileTest : public testing::PutFixture {
 protected:
  AttemptReport meet(const Reaction& reaction, qint64 allowedGrowth = 16 * megabyte) {
    // Gone before the network manager is: that one's thread reads for as long as a flood lasts.
    auto hostile = std::make_unique<FaultyServer>();
    hostile->next(reaction);
    PutInput input = withPassword(inputFor(hostile->address()), QStringLiteral("ada"), QString::fromLatin1(secretWord));
    input.limits.totalBaseMs = deadlineMs;
    const PeakMemory memory;
    QElapsedTimer watch;
    watch.start();
    const AttemptReport report = run(input);
    EXPECT_LE(watch.elapsed(),
              deadlineMs + 1000 + body.size() * 1000 / input.limits.totalBytesPerSecond + slowMachineMs);
    EXPECT_LE(memory.growth(), allowedGrowth);
    RecordProperty("growth_kb", static_cast<int>(memory.growth() / 1024));
    RecordProperty("took_ms", static_cast<int>(watch.elapsed()));
    EXPECT_EQ(hostile->requestCount(), 1);
    // QtNetwork may connect anew after a reset, before it hears that the body cannot be sent again: in silence.
    EXPECT_LE(hostile->spokenConnectionCount(), 1);
    const QByteArray all = report.answerBody + report.answerHeaders.toUtf8() + report.detail.toUtf8() +
                           report.message.toUtf8() + report.location.toUtf8();
    EXPECT_FALSE(all.contains(secretWord)) << all.left(2000).toStdString();
    EXPECT_FALSE(all.contains(basicCredentials(QStringLiteral("ada"), QString::fromLatin1(secretWord))));
    return report;
  }
  static void expectUnknown(const AttemptReport& report) {
    EXPECT_EQ(report.outcome, AttemptOutcome::Unknown) << report.status << report.message.toStdString();
    EXPECT_TRUE(report.failure == ReasonKind::Unreachable || report.failure == ReasonKind::ClosedEarly)
        << reasonKindKey(report.failure).toStdString();
    EXPECT_EQ(retrypolicy::decide(report, Delivery(), false, 0, 0.5).state, DeliveryState::Waiting);
  }
  /// The same interim answer for ever.
  static Reaction endless(const QByteArray& interim) {
    Reaction reaction = Reaction::raw(interim);
    reaction.padding = interim.repeated(500);
    reaction.paddingBytes = qint64{1} << 40;
    return reaction;
  }
  static bool isDelivered(const AttemptReport& report) {
    return retrypolicy::decide(report, Delivery(), false, 0, 0.5).state == DeliveryState::Delivered;
  }
};

TEST_F(PutRequestHostileTest, AReset) {
  setBody(QByteArray(2'000'000, 'x'));
  expectUnknown(meet(Reaction::reset(500'000)));
}

TEST_F(PutRequestHostileTest, AStall) {
  expectUnknown(meet(Reaction::silence()));
}

TEST_F(PutRequestHostileTest, AResetWithinTheHead) {
  expectUnknown(meet(Reaction::raw("HTTP/1.1 201 Cre", Reaction::Then::Reset)));
}

TEST_F(PutRequestHostileTest, ACutBodyOfARefusalStaysARefusal) {
  const AttemptReport report = meet(Reaction::raw(
      "HTTP/1.1 500 Oops\r\nX-Echo: " + secretWord + "\r\nContent-Length: 5000\r\n\r\n" + secretWord + " cut",
      Reaction::Then::Close));
  EXPECT_EQ(report.status, 500);
  EXPECT_FALSE(isDelivered(report));
  EXPECT_TRUE(report.answerBody.contains("cut")) << report.answerBody.toStdString();
}

TEST_F(PutRequestHostileTest, AnEarly413WithAReset) {
  setBody(QByteArray(8'000'000, 'x'));
  Reaction early = Reaction::answer(413, "too large", {{"Connection", "close"}});
  early.when = Reaction::When::AfterHead;
  early.then = Reaction::Then::Reset;
  const AttemptReport report = meet(early);
  EXPECT_FALSE(isDelivered(report));
  if (report.outcome == AttemptOutcome::Answered)
    EXPECT_EQ(report.status, 413);
  else
    expectUnknown(report);
}

TEST_F(PutRequestHostileTest, AByteASecond) {
  Reaction slow = Reaction::answer(201, "done");
  slow.msPerByte = 1000;
  expectUnknown(meet(slow));
}

TEST_F(PutRequestHostileTest, AFloodOfHeaders) {
  Reaction flood = Reaction::raw("HTTP/1.1 200 OK\r\nX-Echo: " + secretWord + "\r\n");
  flood.padding = "X-Flood: " + QByteArray(100, 'z') + "\r\n";
  flood.paddingBytes = qint64{1} << 40;
  // 2 MB a second, up to the end that is allowed, on a slow machine as well.
  expectUnknown(meet(flood, 2 * megabyte * (deadlineMs + 1000 + slowMachineMs) / 1000));
}

TEST_F(PutRequestHostileTest, OneEndlessHeader) {
  Reaction flood = Reaction::raw("HTTP/1.1 200 OK\r\nX-Endless: ");
  flood.padding = QByteArray(64 << 10, 'z');
  flood.paddingBytes = qint64{1} << 40;
  const AttemptReport report = meet(flood, 2 * megabyte * (deadlineMs + 1000 + slowMachineMs) / 1000);
  EXPECT_FALSE(isDelivered(report));
}

TEST_F(PutRequestHostileTest, AnAnswerOfAGibibyte) {
  Reaction huge = Reaction::raw("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n" + secretWord);
  huge.padding = QByteArray(64 << 10, 'y');
  huge.paddingBytes = 1 << 30;
  const AttemptReport report = meet(huge);
  EXPECT_EQ(report.status, 200);
  EXPECT_EQ(report.answerBody.size(), 64 << 10);
}

TEST_F(PutRequestHostileTest, AnAnswerWithoutAnEnd) {
  Reaction huge = Reaction::raw("HTTP/1.1 503 Busy\r\nConnection: close\r\n\r\n");
  huge.padding = QByteArray(64 << 10, 'y');
  huge.paddingBytes = qint64{1} << 40;
  const AttemptReport report = meet(huge);
  EXPECT_EQ(report.status, 503);
  EXPECT_FALSE(isDelivered(report));
}

TEST_F(PutRequestHostileTest, ChunksWithoutAnEnd) {
  Reaction huge = Reaction::raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
  huge.padding = "10000\r\n" + QByteArray(64 << 10, 'y') + "\r\n";
  huge.paddingBytes = qint64{1} << 40;
  EXPECT_EQ(meet(huge).status, 200);
}

TEST_F(PutRequestHostileTest, AGzipBomb) {
  // zlib's stream of zeros, 1,000 to 1, behind gzip's head: what is not asked for is not unpacked.
  const QByteArray zeros = qCompress(QByteArray(64 << 20, '\0'), 9);
  const QByteArray deflated = zeros.mid(6, zeros.size() - 10);
  const QByteArray bomb = QByteArray::fromHex("1f8b0800000000000003") + deflated;
  const AttemptReport report =
      meet(Reaction::answer(200, bomb, {{"Content-Encoding", "gzip"}, {"Content-Type", "text/plain"}}));
  EXPECT_EQ(report.status, 200);
  EXPECT_LE(report.answerBody.size(), 64 << 10);
}

TEST_F(PutRequestHostileTest, ContinueWithoutAnEnd) {
  expectUnknown(meet(endless("HTTP/1.1 100 Continue\r\n\r\n")));
}

TEST_F(PutRequestHostileTest, ProcessingWithoutAnEnd) {
  expectUnknown(meet(endless("HTTP/1.1 102 Processing\r\n\r\n")));
}

TEST_F(PutRequestHostileTest, AWrongContentLengthMakesNoSuccessOfARefusal) {
  for (const char* length :
       {"Content-Length: 100", "Content-Length: 1", "Content-Length: -5", "Content-Length: 3\r\nContent-Length: 11",
        "Content-Length: 99999999999999999999", "Content-Length: abc"}) {
    SCOPED_TRACE(length);
    const AttemptReport refused = meet(Reaction::raw(
        "HTTP/1.1 507 Full\r\n" + QByteArray(length) + "\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n",
        Reaction::Then::Close));
    EXPECT_FALSE(isDelivered(refused)) << refused.status;
    EXPECT_TRUE(refused.outcome != AttemptOutcome::Answered || refused.status == 507) << refused.status;
  }
}

TEST_F(PutRequestHostileTest, AnAnswerSplitAtEveryByteIsTheSameAnswer) {
  const Reaction whole = Reaction::answer(202, "kept", {{"X-A", "b"}});
  for (qsizetype at = 1; at < whole.bytes.size(); ++at) {
    SCOPED_TRACE(at);
    Reaction split = whole;
    split.splitAt = at;
    const int before = server.requestCount();
    server.next(split);
    const AttemptReport report = run(inputFor(server.address()));
    ASSERT_EQ(report.status, 202) << report.message.toStdString();
    EXPECT_EQ(report.answerBody, "kept");
    EXPECT_TRUE(report.answerHeaders.contains(QStringLiteral("X-A: b")));
    EXPECT_EQ(server.requestCount(), before + 1);
  }
}

}  // namespace
}  // namespace courier
