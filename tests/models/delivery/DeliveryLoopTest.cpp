#include "models/delivery/DeliveryLoop.h"

#include "tests/models/delivery/DeliveryLoopFixture.h"

namespace courier {
namespace {

using testing::await;
using testing::Reaction;
using testing::SeenRequest;
using testing::staysTrue;
using testing::ToldSecretStore;
using testing::waitUntil;

class DeliveryLoopTest : public testing::DeliveryLoopFixture {};

TEST_F(DeliveryLoopTest, DeliversWhatWaitsAndWhatIsQueuedLater) {
  const TargetId myweb = target();
  const DeliveryId first = queueBody(myweb, QStringLiteral("/a"), "first");
  const auto loop = start(options());
  ASSERT_TRUE(reaches(first, DeliveryState::Delivered));
  const DeliveryId second = queueBody(myweb, QStringLiteral("/a"), "second");
  ASSERT_TRUE(reaches(second, DeliveryState::Delivered, 15'000))
      << "it waited for the half minute's look: " << deliveryStateKey(state(second)).toStdString() << " after "
      << find(second).attempts << " attempts, " << server.completeCount() << " bodies, "
      << find(second).reason.toStdString();
  ASSERT_EQ(server.requestCount(), 2);
  EXPECT_EQ(server.requests().at(0).body, "first");
  EXPECT_EQ(server.requests().at(1).body, "second");
  EXPECT_NE(server.requests().at(0).header("Idempotency-Key"), server.requests().at(1).header("Idempotency-Key"));
  EXPECT_EQ(find(second).reason, QString());
}

TEST_F(DeliveryLoopTest, ALaneKeepsItsOrderWhileOthersGoOn) {
  const TargetId myweb = target();
  server.setScript([](const SeenRequest& head) {
    return head.target == "/slow" && head.header("Query-Courier-Attempt") == "1" ? Reaction::answer(503)
                                                                                 : Reaction::answer(200);
  });
  QVector<DeliveryId> slow;
  for (int i = 0; i < 3; ++i) slow.append(queueBody(myweb, QStringLiteral("/slow"), QByteArray::number(i)));
  const DeliveryId other = queueBody(myweb, QStringLiteral("/other"));
  const auto loop = start(options());
  ASSERT_TRUE(reaches(other, DeliveryState::Delivered));
  ASSERT_TRUE(waitUntil([&] {
    clock.advance(2000);
    loop->wake();
    return state(slow.last()) == DeliveryState::Delivered;
  }));
  QByteArray order;
  for (const SeenRequest& seen : server.requests()) {
    if (seen.target == "/slow") order += seen.body;
  }
  EXPECT_EQ(order, "001122");
  EXPECT_EQ(attemptCount(), server.completeCount());
  EXPECT_EQ(attemptCount(), answeredCount());
}

TEST_F(DeliveryLoopTest, OneRequestOnTheWireForEachAttemptThatGotNoAnswer) {
  const DeliveryId id = queueBody(target(), QStringLiteral("/a"), QByteArray(100'000, 'x'));
  for (int i = 0; i < 3; ++i) server.next(Reaction::drop());
  const auto loop = start(options());
  for (int attempt = 1; attempt <= 3; ++attempt) {
    ASSERT_TRUE(hasAttempts(id, attempt));
    EXPECT_EQ(server.requestCount(), attempt);
    EXPECT_EQ(find(id).retries, attempt);
    EXPECT_EQ(find(id).reasonKind, ReasonKind::Unreachable);
    EXPECT_EQ(find(id).nextTryMs, clock.nowMs() + retrypolicy::delayMs(attempt));
    clock.advance(retrypolicy::delayMs(attempt));
    loop->wake();
  }
  ASSERT_TRUE(reaches(id, DeliveryState::Delivered));
  EXPECT_EQ(server.requestCount(), 4);
  for (const SeenRequest& seen : server.requests()) {
    EXPECT_EQ(seen.header("Idempotency-Key"), find(id).idempotencyKey.toLatin1());
    EXPECT_EQ(seen.sha256, find(id).bodySha256);
  }
  const auto attempts = await(outbox.attempts(id));
  ASSERT_EQ(attempts->size(), 4);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(attempts->at(i).report.outcome, AttemptOutcome::Unknown);
  EXPECT_EQ(attempts->at(3).report.outcome, AttemptOutcome::Answered);
}

TEST_F(DeliveryLoopTest, AnEmptyBodyIsDelivered) {
  server.next(Reaction::answer(503));
  server.next(Reaction::drop());
  const DeliveryId id = queueBody(target(), QStringLiteral("/a"), {});
  const auto loop = start(options());
  ASSERT_TRUE(waitUntil([&] {
    clock.advance(30'000);
    loop->wake();
    return state(id) == DeliveryState::Delivered;
  }));
  EXPECT_EQ(attemptCount(), 3);
  EXPECT_EQ(answeredCount(), 2);
  EXPECT_EQ(server.completeCount(), 3);
}

TEST_F(DeliveryLoopTest, ThePasswordIsReadFirst) {
  const TargetId myweb = target();
  ASSERT_TRUE(await(secrets.write(QStringLiteral("k1"), Secret::ofPassword(QStringLiteral("p@ss")),
                                  SecretStore::Fallback::Session))
                  .ok());
  const DeliveryId id = queueBody(myweb, QStringLiteral("/a"), "x", QStringLiteral("k1"));
  const auto loop = start(options());
  ASSERT_TRUE(reaches(id, DeliveryState::Delivered));
  EXPECT_EQ(server.requests().first().header("Authorization"), "Basic " + QByteArray("ada:p@ss").toBase64());
}

TEST_F(DeliveryLoopTest, ALockedKeychainSpendsNoAttempt) {
  const DeliveryId id = queueBody(target(), QStringLiteral("/a"), "x", QStringLiteral("k1"));
  ToldSecretStore store;
  const auto loop = start(options(), store);
  ASSERT_TRUE(waitUntil([&] { return find(id).reasonKind == ReasonKind::SecretLocked; }));
  EXPECT_EQ(state(id), DeliveryState::Waiting);
  EXPECT_EQ(find(id).nextTryMs, clock.nowMs() + 30'000);
  EXPECT_TRUE(find(id).reason.startsWith(QStringLiteral("The keychain is locked")));
  store.kind = ErrorKind::SecretMissing;
  clock.advance(30'000);
  loop->wake();
  ASSERT_TRUE(reaches(id, DeliveryState::Held));
  EXPECT_EQ(find(id).reasonKind, ReasonKind::SecretMissing);
  EXPECT_TRUE(find(id).reason.startsWith(QStringLiteral("The password for myweb is not known on this computer")));
  EXPECT_EQ(attemptCount(), 0);
  EXPECT_EQ(server.connectionCount(), 0);
}

TEST_F(DeliveryLoopTest, NoKeychainMeansPasswordNeeded) {
  const DeliveryId id = queueBody(target(), QStringLiteral("/a"), "x", QStringLiteral("k1"));
  ToldSecretStore store;
  store.kind = ErrorKind::SecretUnavailable;
  const auto loop = start(options(), store);
  ASSERT_TRUE(reaches(id, DeliveryState::Held));
  EXPECT_TRUE(find(id).reason.startsWith(QStringLiteral("Password needed")));
  EXPECT_EQ(attemptCount(), 0);
  EXPECT_EQ(server.connectionCount(), 0);
}

TEST_F(DeliveryLoopTest, AMissingBodyIsHeldBeforeAnythingIsSent) {
  const DeliveryId id = queueBody(target(), QStringLiteral("/a"));
  ASSERT_TRUE(QFile::remove(spoolFolder() + u'/' + find(id).spoolName));
  const auto loop = start(options());
  ASSERT_TRUE(reaches(id, DeliveryState::Held));
  EXPECT_EQ(find(id).reasonKind, ReasonKind::BodyMissing);
  EXPECT_EQ(attemptCount(), 0);
  EXPECT_EQ(server.connectionCount(), 0);
}

TEST_F(DeliveryLoopTest, NothingMoreGoesToATargetThatRefusedTheSignIn) {
  const TargetId myweb = target();
  const DeliveryId first = queueBody(myweb, QStringLiteral("/a"));
  DeliveryLoopOptions one = options();
  one.parallel = 1;
  server.setScript([](const SeenRequest&) { return Reaction::answer(401); });
  QVector<DeliveryId> others;
  for (int i = 0; i < 4; ++i) others.append(queueBody(myweb, QStringLiteral("/b%1").arg(i)));
  const auto loop = start(one);
  ASSERT_TRUE(reaches(first, DeliveryState::Held));
  for (const DeliveryId id : others) ASSERT_TRUE(reaches(id, DeliveryState::Held));
  EXPECT_EQ(server.requestCount(), 1);
  EXPECT_TRUE(find(first).reason.startsWith(QStringLiteral("401: ")));
  server.setScript({});
  EXPECT_EQ(*await(outbox.resumeTarget(myweb)), 5);
  for (const DeliveryId id : others) ASSERT_TRUE(reaches(id, DeliveryState::Delivered));
}

TEST_F(DeliveryLoopTest, StoppingRecordsWhatIsUnderWayAndARestartGoesOn) {
  const DeliveryId id = queueBody(target(), QStringLiteral("/a"));
  server.next(Reaction::silence());
  auto loop = start(options());
  ASSERT_TRUE(waitUntil([&] { return server.completeCount() == 1; }));
  await(loop->stop());
  EXPECT_EQ(state(id), DeliveryState::Waiting);
  EXPECT_EQ(find(id).retries, 0);
  EXPECT_EQ(await(outbox.attempts(id))->first().report.outcome, AttemptOutcome::Unknown);
  loop.reset();
  loop = start(options());
  ASSERT_TRUE(reaches(id, DeliveryState::Delivered));
  EXPECT_EQ(attemptCount(), 2);
  EXPECT_EQ(server.completeCount(), 2);
}

TEST_F(DeliveryLoopTest, ACrashDuringAnAttemptIsRecovered) {
  const DeliveryId id = queueBody(target(), QStringLiteral("/a"));
  begin(id);
  const auto loop = start(options());
  ASSERT_TRUE(reaches(id, DeliveryState::Delivered));
  const auto attempts = await(outbox.attempts(id));
  ASSERT_EQ(attempts->size(), 2);
  EXPECT_EQ(attempts->at(0).report.outcome, AttemptOutcome::Unknown);
  EXPECT_EQ(server.requests().first().header("Query-Courier-Attempt"), "2");
}

TEST_F(DeliveryLoopTest, NoMoreThanSixAtOnce) {
  const TargetId myweb = target();
  server.setScript([](const SeenRequest&) { return Reaction::silence(); });
  for (int i = 0; i < 9; ++i) queueBody(myweb, QStringLiteral("/lane%1").arg(i));
  auto loop = start(options());
  ASSERT_TRUE(waitUntil([&] { return server.completeCount() == 6; }));
  EXPECT_TRUE(staysTrue([&] { return server.requestCount() == 6; }, 100));
  loop.reset();
  EXPECT_EQ(attemptCount(), 6);
  EXPECT_EQ(database.value(QStringLiteral("SELECT COUNT(*) FROM attempt WHERE ended_at IS NULL")).toInt(), 0);
}

TEST_F(DeliveryLoopTest, ACommandWorksItsOwnLanes) {
  const TargetId myweb = target();
  const DeliveryId foreign = queueBody(myweb, QStringLiteral("/foreign"));
  const DeliveryId own = queueBody(myweb, QStringLiteral("/own"));
  DeliveryLoopOptions command = options();
  command.scope.all = false;
  const auto loop = start(command);
  loop->addLane(find(own).to.url.lane());
  ASSERT_TRUE(reaches(own, DeliveryState::Delivered));
  EXPECT_EQ(state(foreign), DeliveryState::Waiting);
  EXPECT_EQ(server.requestCount(), 1);
}

TEST_F(DeliveryLoopTest, AnOutcomeThatCannotBeWrittenIsKeptUntilItCan) {
  const DeliveryId id = queueBody(target(), QStringLiteral("/a"));
  database.change(
      QStringLiteral("CREATE TRIGGER full BEFORE UPDATE ON attempt BEGIN SELECT RAISE(ABORT, 'disk full'); "
                     "END"));
  std::atomic<int> failures = 0;
  DeliveryLoop loop(outbox, secrets, clock, options());
  QObject::connect(
      &loop, &DeliveryLoop::failed, &loop, [&](const Error&) { ++failures; }, Qt::DirectConnection);
  loop.start();
  ASSERT_TRUE(waitUntil([&] { return failures > 0; }));
  EXPECT_EQ(server.completeCount(), 1);
  EXPECT_EQ(state(id), DeliveryState::Sending);
  database.change(QStringLiteral("DROP TRIGGER full"));
  ASSERT_TRUE(reaches(id, DeliveryState::Delivered));
  EXPECT_EQ(server.requestCount(), 1);
  EXPECT_EQ(attemptCount(), 1);
}

TEST_F(DeliveryLoopTest, AnAttemptThatCannotBeWrittenDownIsNotMade) {
  queueBody(target(), QStringLiteral("/a"));
  database.change(
      QStringLiteral("CREATE TRIGGER full BEFORE INSERT ON attempt BEGIN SELECT RAISE(ABORT, 'disk full'); "
                     "END"));
  std::atomic<int> failures = 0;
  DeliveryLoop loop(outbox, secrets, clock, options());
  QObject::connect(
      &loop, &DeliveryLoop::failed, &loop, [&](const Error&) { ++failures; }, Qt::DirectConnection);
  loop.start();
  ASSERT_TRUE(waitUntil([&] { return failures > 0; }));
  EXPECT_EQ(server.connectionCount(), 0);
  database.change(QStringLiteral("DROP TRIGGER full"));
  loop.wake();
  ASSERT_TRUE(waitUntil([&] { return server.completeCount() == 1; }));
}

TEST_F(DeliveryLoopTest, EndsAtOnceThoughTheKeychainIsSilent) {
  queueBody(target(), QStringLiteral("/a"), "x", QStringLiteral("k1"));
  ToldSecretStore store;
  store.silent = true;
  auto loop = start(options(), store);
  ASSERT_TRUE(waitUntil([&] { return store.reads > 0; }));
  await(loop->stop(), 2000);
  loop.reset();
  EXPECT_EQ(attemptCount(), 0);
}

TEST_F(DeliveryLoopTest, OldDeliveriesExpireUntried) {
  const DeliveryId id = queueBody(target(), QStringLiteral("/a"));
  clock.advance(retrypolicy::maxAgeMs);
  const auto loop = start(options());
  ASSERT_TRUE(reaches(id, DeliveryState::Expired));
  EXPECT_EQ(server.connectionCount(), 0);
}

TEST_F(DeliveryLoopTest, SignalsTellWhatHappens) {
  const DeliveryId id = queueBody(target(), QStringLiteral("/a"), QByteArray(300'000, 'x'));
  DeliveryLoop loop(outbox, secrets, clock, options());
  qint64 sent = 0;
  QVector<DeliveryState> settled;
  QObject::connect(&loop, &DeliveryLoop::progressed, &loop, [&](DeliveryId, qint64 bytes, qint64) { sent = bytes; });
  QObject::connect(&loop, &DeliveryLoop::settled, &loop, [&](const Delivery& d) { settled.append(d.state); });
  loop.start();
  ASSERT_TRUE(waitUntil([&] { return !settled.isEmpty(); }));
  EXPECT_EQ(find(id).attempts, 1);
  EXPECT_EQ(sent, 300'000);
  EXPECT_EQ(settled, (QVector<DeliveryState>{DeliveryState::Delivered}));
  EXPECT_EQ(state(id), DeliveryState::Delivered);
}

}  // namespace
}  // namespace courier
