#include "tests/models/delivery/DeliveryLoopFixture.h"
#include "tests/support/TestCertificates.h"

namespace courier {
namespace {

using namespace testing;

/// Servers that end the connection before they have read the body.
class DeliveryLoopEarlyTest : public DeliveryLoopFixture {};

/// Answers as soon as it has the head, and closes with the body unread.
Reaction earlyAnswer(int status) {
  Reaction reaction = Reaction::answer(status, "no", {{"Connection", "close"}});
  reaction.when = Reaction::When::AfterHead;
  reaction.then = Reaction::Then::Close;
  return reaction;
}

const QByteArray& bodyOfTwentyMegabytes() {
  static const QByteArray body(20'000'000, 'x');
  return body;
}

TEST_F(DeliveryLoopEarlyTest, AnAnswerBeforeTheBodyIsReadIsHeardAtOnce) {
  struct Row {
    int status;
    DeliveryState state;
    ReasonKind reason;
  };
  const TargetId myweb = target();
  int path = 0;
  for (const Row& row : {Row{413, DeliveryState::Refused, ReasonKind::TooLarge},
                         Row{422, DeliveryState::Refused, ReasonKind::RefusedOther},
                         Row{401, DeliveryState::Held, ReasonKind::SignIn}}) {
    SCOPED_TRACE(row.status);
    const int before = server.requestCount();
    server.setScript([status = row.status](const SeenRequest&) { return earlyAnswer(status); });
    const DeliveryId id = queueBody(myweb, QStringLiteral("/%1").arg(++path), bodyOfTwentyMegabytes());
    const auto loop = start(options());
    ASSERT_TRUE(reaches(id, row.state)) << find(id).reason.toStdString();
    EXPECT_EQ(find(id).reasonKind, row.reason);
    EXPECT_EQ(server.requestCount(), before + 1);
    const auto attempts = await(outbox.attempts(id));
    ASSERT_EQ(attempts->size(), 1);
    EXPECT_EQ(attempts->at(0).report.status, row.status);
  }
  EXPECT_EQ(database.value(QStringLiteral("SELECT state FROM target WHERE id = ?"), {myweb.value}).toString(),
            QStringLiteral("paused"));
}

TEST_F(DeliveryLoopEarlyTest, OverTlsItIsHeardTheSecondTimeAndTheNextOfALaneAtOnce) {
  const TestCertificates certificates;
  FaultyServer secure(certificates.server());
  secure.setScript([](const SeenRequest&) { return earlyAnswer(413); });
  const TargetId myweb = target();
  const auto queue = [&] {
    const SpoolFile kept =
        keptBody(spoolFolder(), QStringLiteral("tls%1.json").arg(secure.requestCount()), bodyOfTwentyMegabytes(), 7);
    return *await(enqueue(outbox, requestTo(myweb, secure.address()), JobId{1}, kept));
  };
  DeliveryLoopOptions trusting = options();
  trusting.ssl = certificates.client();
  const DeliveryId first = queue();
  const auto loop = start(trusting);
  ASSERT_TRUE(hasAttempts(first, 1));
  EXPECT_EQ(state(first), DeliveryState::Waiting) << find(first).reason.toStdString();
  EXPECT_EQ(find(first).reasonKind, ReasonKind::ClosedEarly);
  EXPECT_EQ(find(first).earlyCloses, 1);
  clock.advance(retrypolicy::delayMs(1));
  loop->wake();
  ASSERT_TRUE(reaches(first, DeliveryState::Refused)) << find(first).reason.toStdString();
  EXPECT_EQ(find(first).reasonKind, ReasonKind::TooLarge);
  EXPECT_EQ(secure.requestCount(), 2);
  const DeliveryId second = queue();
  ASSERT_TRUE(reaches(second, DeliveryState::Refused)) << find(second).reason.toStdString();
  EXPECT_EQ(find(second).attempts, 1);
  EXPECT_EQ(secure.requestCount(), 3);
}

TEST_F(DeliveryLoopEarlyTest, AServerThatNeverReadsTheBodyGetsItThreeTimes) {
  server.setScript([](const SeenRequest&) { return Reaction::reset(100'000); });
  const DeliveryId id = queueBody(target(), QStringLiteral("/a"), bodyOfTwentyMegabytes());
  const auto loop = start(options());
  for (int attempt = 1; attempt <= 3; ++attempt) {
    ASSERT_TRUE(hasAttempts(id, attempt));
    EXPECT_EQ(find(id).earlyCloses, attempt);
    EXPECT_EQ(find(id).reasonKind, ReasonKind::ClosedEarly);
    clock.advance(retrypolicy::delayMs(attempt));
    loop->wake();
  }
  EXPECT_EQ(state(id), DeliveryState::Held);
  EXPECT_TRUE(find(id).reason.startsWith(QStringLiteral("The server closes the connection before")));
  EXPECT_EQ(server.requestCount(), 3);
  server.setScript({});
  ASSERT_TRUE(await(outbox.release(id)).ok());
  loop->wake();
  ASSERT_TRUE(reaches(id, DeliveryState::Delivered)) << "after a release it arrives";
  EXPECT_EQ(server.requestCount(), 4);
}

}  // namespace
}  // namespace courier
