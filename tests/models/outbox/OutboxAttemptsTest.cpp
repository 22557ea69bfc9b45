#include "models/outbox/Outbox.h"

#include "tests/models/outbox/OutboxFixture.h"

namespace courier {
namespace {

using testing::await;

using OutboxAttemptsTest = testing::OutboxFixture;

TEST_F(OutboxAttemptsTest, AttemptsAreRecordedAsTheyWere) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA);
  const DeliveryId id = queue(target, addressA);
  const Attempt begun = begin(id);
  EXPECT_EQ(begun.number, 1);
  EXPECT_EQ(state(id), DeliveryState::Sending);
  auto attempts = await(outbox.attempts(id));
  ASSERT_EQ(attempts->size(), 1);
  EXPECT_EQ(attempts->first().endedMs, 0);
  EXPECT_EQ(attempts->first().report.connectMs, -1);

  clock.advance(1500);
  AttemptReport report;
  report.outcome = AttemptOutcome::Answered;
  report.status = 503;
  report.message = QStringLiteral("busy");
  report.detail = QStringLiteral("the library's words");
  report.bytesSent = 3;
  report.connectMs = 4;
  report.sendMs = 5;
  report.waitMs = 6;
  report.answerHeaders = QStringLiteral("Server: x\nVia: ü");
  report.answerBody = QByteArray("\0\xff", 2);
  const Delivery after = end(begun, report);
  EXPECT_EQ(after.state, DeliveryState::Waiting);
  EXPECT_EQ(after.reason, QStringLiteral("because"));
  EXPECT_EQ(after.reasonKind, ReasonKind::ServerBusy);
  EXPECT_EQ(after.retries, 1);
  EXPECT_EQ(after.attempts, 1);
  EXPECT_EQ(after.nextTryMs, clock.nowMs() + 5000);

  attempts = await(outbox.attempts(id));
  const Attempt& read = attempts->first();
  EXPECT_EQ(read.startedMs, begun.startedMs);
  EXPECT_EQ(read.endedMs, clock.nowMs());
  EXPECT_EQ(read.report.outcome, AttemptOutcome::Answered);
  EXPECT_EQ(read.report.status, 503);
  EXPECT_EQ(read.report.message, report.message);
  EXPECT_EQ(read.report.detail, report.detail);
  EXPECT_EQ(read.report.bytesSent, 3);
  EXPECT_EQ(read.report.connectMs, 4);
  EXPECT_EQ(read.report.sendMs, 5);
  EXPECT_EQ(read.report.waitMs, 6);
  EXPECT_EQ(read.report.answerHeaders, report.answerHeaders);
  EXPECT_EQ(read.report.answerBody, report.answerBody);

  EXPECT_EQ(await(outbox.finishAttempt(begun, {}, {})).error().kind, ErrorKind::Busy) << "an attempt ends once";
  clock.advance(5000);
  EXPECT_EQ(begin(id).number, 2);
}

TEST_F(OutboxAttemptsTest, SuccessTriesWhatWaitsAtTheSameOriginEarly) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA);
  const DeliveryId waiting = queue(target, addressB);
  answer(waiting, 503);
  const DeliveryId stranger = queue(target, elsewhere);
  answer(stranger, 503);
  const DeliveryId good = queue(target, addressA);
  EXPECT_EQ(due(), (QVector<qint64>{good.value}));
  const auto view = await(outbox.look({}, 100, stranger.value));
  ASSERT_TRUE(view.ok());
  EXPECT_EQ(view->newestId, good.value);
  EXPECT_EQ(view->due.size(), 2);
  EXPECT_EQ(due(), (QVector<qint64>{waiting.value, good.value})) << "a newly queued delivery does the same";
  answer(waiting, 503, true);
  EXPECT_EQ(find(waiting).retries, 1) << "an early try does not count";
  EXPECT_EQ(due(), (QVector<qint64>{good.value}));
  answer(good, 201);
  EXPECT_EQ(due(), (QVector<qint64>{waiting.value}));
  EXPECT_EQ(state(good), DeliveryState::Delivered);
  EXPECT_EQ(find(good).finishedMs, clock.nowMs());
}

TEST_F(OutboxAttemptsTest, NoEarlyTryBeforeARetryAfterButWhereAPersonAsks) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA);
  const DeliveryId waiting = queue(target, addressB);
  AttemptReport report;
  report.outcome = AttemptOutcome::Answered;
  report.status = 503;
  report.retryAfterMs = 3'600'000;
  EXPECT_EQ(end(begin(waiting), report).notBeforeMs, clock.nowMs() + 3'600'000);
  const DeliveryId good = queue(target, addressA);
  answer(good, 200);
  EXPECT_TRUE(due().isEmpty());
  EXPECT_EQ(nextDueMs(), find(waiting).nextTryMs);
  ASSERT_TRUE(await(outbox.tryNow(waiting)).ok());
  EXPECT_EQ(due(), (QVector<qint64>{waiting.value}));
  EXPECT_GT(find(waiting).nextTryMs, clock.nowMs()) << "the counted try keeps its time";
}

TEST_F(OutboxAttemptsTest, A401PausesTheTargetAndHoldsWhatWaits) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA, QStringLiteral("ada"), QStringLiteral("k1"));
  const TargetId other = addTarget(QStringLiteral("other"), elsewhere);
  const DeliveryId first = queue(target, addressA);
  const DeliveryId second = queue(target, addressB);
  const DeliveryId foreign = queue(other, elsewhere);
  const Attempt parallel = begin(second);
  EXPECT_EQ(answer(first, 401).state, DeliveryState::Held);
  EXPECT_EQ(database.value(QStringLiteral("SELECT state FROM target WHERE id = ?"), {target.value}).toString(),
            QStringLiteral("paused"));
  EXPECT_EQ(database.value(QStringLiteral("SELECT state_reason FROM target WHERE id = ?"), {target.value}).toString(),
            QStringLiteral("because"));
  // What was under way meanwhile and would wait is held as well.
  AttemptReport busy;
  busy.outcome = AttemptOutcome::Answered;
  busy.status = 503;
  const Delivery held = end(parallel, busy);
  EXPECT_EQ(held.state, DeliveryState::Held);
  EXPECT_EQ(held.reasonKind, ReasonKind::TargetPaused);
  // And so is what is queued later.
  const DeliveryId later = queue(target, QStringLiteral("web://127.0.0.1:8080/later"));
  EXPECT_EQ(state(later), DeliveryState::Held);
  EXPECT_EQ(due(), (QVector<qint64>{foreign.value}));
  EXPECT_EQ(await(outbox.release(later)).error().kind, ErrorKind::InvalidInput);
  EXPECT_EQ(await(outbox.counts())->held, 3);

  // The person gave another user: what was held goes out as that one.
  database.change(QStringLiteral("UPDATE target SET user_name = 'bob', secret_key = 'k2' WHERE id = ?"),
                  {target.value});
  clock.advance(8 * 24 * 3'600'000LL);
  EXPECT_EQ(*await(outbox.resumeTarget(target)), 3);
  EXPECT_EQ(due(), (QVector<qint64>{first.value, second.value, foreign.value, later.value}));
  const Delivery released = find(second);
  EXPECT_EQ(released.to.user, QStringLiteral("bob"));
  EXPECT_EQ(released.to.secretKey, QStringLiteral("k2"));
  EXPECT_EQ(released.retries, 0);
  EXPECT_EQ(*await(outbox.expireOld()), 1) << "the 7 days of what was held begin anew";
  EXPECT_EQ(state(foreign), DeliveryState::Expired);
}

TEST_F(OutboxAttemptsTest, ANewSignInNeverGoesToTheServerOfAnOldAddress) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA, QStringLiteral("ada"), QStringLiteral("k1"));
  DeliveryRequest request = requestTo(target, addressA);
  request.to.user = QStringLiteral("ada");
  request.to.secretKey = QStringLiteral("k1");
  const DeliveryId id = *await(testing::enqueue(outbox, request, JobId{1}, bodyFile()));
  answer(id, 401);
  database.change(QStringLiteral("UPDATE target SET address = ?, user_name = 'bob', secret_key = 'k2' WHERE id = ?"),
                  {url(elsewhere).address(), target.value});
  ASSERT_TRUE(await(outbox.resumeTarget(target)).ok());
  EXPECT_EQ(find(id).to.secretKey, QStringLiteral("k1"));
  EXPECT_EQ(find(id).to.user, QStringLiteral("ada"));
}

TEST_F(OutboxAttemptsTest, AnAttemptNotesThatItsTargetsSecretWasUsed) {
  const QString address = QStringLiteral("webs://h.example/a");
  const TargetId target = addTarget(QStringLiteral("myweb"), address, QStringLiteral("alice"), QStringLiteral("k1"));
  const auto used = [&] {
    return database.value(QStringLiteral("SELECT secret_used_at FROM target WHERE id = ?"), {target.value})
        .toLongLong();
  };
  DeliveryRequest open = requestTo(target, address);
  begin(*await(testing::enqueue(outbox, open, JobId{1}, bodyFile())));
  EXPECT_EQ(used(), 0) << "it went without a secret";
  DeliveryRequest signedIn = requestTo(target, QStringLiteral("webs://h.example/b"));
  signedIn.to.secretKey = QStringLiteral("k1");
  const auto id = await(testing::enqueue(outbox, signedIn, JobId{1}, bodyFile()));
  EXPECT_EQ(used(), 0) << "only queued";
  begin(*id);
  EXPECT_EQ(used(), clock.nowMs());
}

TEST_F(OutboxAttemptsTest, A410DisablesTheTarget) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA);
  const DeliveryId first = queue(target, addressA);
  const DeliveryId second = queue(target, addressB);
  EXPECT_EQ(answer(first, 410).state, DeliveryState::Refused);
  EXPECT_EQ(state(second), DeliveryState::Held);
  EXPECT_EQ(database.value(QStringLiteral("SELECT state FROM target")).toString(), QStringLiteral("disabled"));
}

TEST_F(OutboxAttemptsTest, PostponementSpendsNoAttempt) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA);
  const DeliveryId id = queue(target, addressA);
  ASSERT_TRUE(await(outbox.postpone(id, DeliveryState::Waiting, ReasonKind::SecretLocked, QStringLiteral("locked"),
                                    clock.nowMs() + 30'000))
                  .ok());
  EXPECT_TRUE(due().isEmpty());
  EXPECT_EQ(find(id).reasonKind, ReasonKind::SecretLocked);
  EXPECT_EQ(find(id).attempts, 0);
  EXPECT_EQ(nextDueMs(), clock.nowMs() + 30'000);
  clock.advance(30'000);
  EXPECT_EQ(due().size(), 1);
  ASSERT_TRUE(
      await(outbox.postpone(id, DeliveryState::Held, ReasonKind::SecretMissing, QStringLiteral("missing"), 0)).ok());
  EXPECT_EQ(state(id), DeliveryState::Held);
  EXPECT_EQ(await(outbox.postpone(id, DeliveryState::Held, ReasonKind::BodyMissing, {}, 0)).error().kind,
            ErrorKind::Busy);
  ASSERT_TRUE(await(outbox.release(id)).ok());
  EXPECT_EQ(state(id), DeliveryState::Waiting);
  EXPECT_EQ(find(id).reason, QString());
}

TEST_F(OutboxAttemptsTest, APostponedEarlyTryKeepsTheCountedOne) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA);
  const DeliveryId id = queue(target, addressA);
  database.change(QStringLiteral("UPDATE delivery SET retries = 6"));
  const qint64 counted = answer(id, 503).nextTryMs;
  ASSERT_TRUE(await(outbox.tryNow(id)).ok());
  const qint64 later = clock.nowMs() + 30'000;
  ASSERT_TRUE(await(outbox.postpone(id, DeliveryState::Waiting, ReasonKind::SecretLocked, {}, later)).ok());
  EXPECT_EQ(find(id).nextTryMs, counted);
  EXPECT_EQ(nextDueMs(), later);
  EXPECT_TRUE(due().isEmpty());
}

TEST_F(OutboxAttemptsTest, ACrashMakesAttemptsUnknownAndDeliveriesDue) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA);
  const TargetId paused = addTarget(QStringLiteral("paused"), elsewhere);
  const DeliveryId cutOff = queue(target, addressA);
  const DeliveryId cutOffPaused = queue(paused, elsewhere);
  const DeliveryId untouched = queue(target, addressB);
  begin(cutOff);
  begin(cutOffPaused);
  database.change(QStringLiteral("UPDATE target SET state = 'paused' WHERE id = ?"), {paused.value});
  clock.advance(60'000);
  {
    Outbox next(*database, clock);
    EXPECT_EQ(*await(next.recover()), 2);
    EXPECT_EQ(*await(next.recover()), 0);
  }
  const auto attempts = await(outbox.attempts(cutOff));
  EXPECT_EQ(attempts->first().report.outcome, AttemptOutcome::Unknown);
  EXPECT_EQ(attempts->first().endedMs, clock.nowMs());
  EXPECT_EQ(due(), (QVector<qint64>{cutOff.value, untouched.value}));
  EXPECT_EQ(state(cutOffPaused), DeliveryState::Held);
  EXPECT_EQ(begin(cutOff).number, 2);
}

TEST_F(OutboxAttemptsTest, WaitingDeliveriesExpireHeldOnesDoNot) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA);
  const DeliveryId waiting = queue(target, addressA);
  const DeliveryId held = queue(target, addressB);
  ASSERT_TRUE(await(outbox.postpone(held, DeliveryState::Held, ReasonKind::SecretMissing, {}, 0)).ok());
  clock.advance(retrypolicy::maxAgeMs - 1000);
  EXPECT_EQ(*await(outbox.expireOld()), 0);
  clock.advance(1000);
  EXPECT_EQ(*await(outbox.expireOld()), 1);
  EXPECT_EQ(state(waiting), DeliveryState::Expired);
  EXPECT_EQ(find(waiting).reasonKind, ReasonKind::GaveUp);
  EXPECT_FALSE(find(waiting).reason.isEmpty());
  EXPECT_EQ(state(held), DeliveryState::Held);
}

TEST_F(OutboxAttemptsTest, EarlyClosesAreCountedUntilARelease) {
  const DeliveryId id = queue(addTarget(QStringLiteral("myweb"), addressA), addressA);
  const AttemptReport closed = testing::unanswered(AttemptOutcome::Unknown, ReasonKind::ClosedEarly);
  for (int count = 1; count <= 3; ++count) {
    const Attempt attempt = begin(id);
    const RetryDecision decision = retrypolicy::decide(closed, find(id), false, clock.nowMs(), 0.5);
    Attempt ended = attempt;
    ended.report = closed;
    ASSERT_TRUE(await(outbox.finishAttempt(ended, decision, QStringLiteral("because"))).ok());
    EXPECT_EQ(find(id).earlyCloses, count);
    EXPECT_EQ(find(id).reasonKind, ReasonKind::ClosedEarly);
    EXPECT_EQ(state(id), count < 3 ? DeliveryState::Waiting : DeliveryState::Held);
    EXPECT_EQ(database.value(QStringLiteral("SELECT COUNT(*) FROM notice WHERE kind = 'held'")).toInt(),
              count < 3 ? 0 : 1);
  }
  EXPECT_EQ(database.value(QStringLiteral("SELECT reason_kind FROM delivery")).toString(),
            QStringLiteral("closed_early"));
  ASSERT_TRUE(await(outbox.release(id)).ok());
  EXPECT_EQ(find(id).earlyCloses, 0);
  EXPECT_EQ(state(id), DeliveryState::Waiting);
}

}  // namespace
}  // namespace courier
