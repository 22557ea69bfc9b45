#include "models/delivery/Outbox.h"

#include <QUuid>

#include "tests/models/delivery/OutboxFixture.h"

namespace courier {
namespace {

using testing::await;

const QString addressA = QStringLiteral("web://127.0.0.1:8080/a");
const QString addressB = QStringLiteral("web://127.0.0.1:8080/b");
const QString elsewhere = QStringLiteral("webs://reports.example.org/c");

class OutboxTest : public testing::OutboxFixture {};

TEST_F(OutboxTest, AQueuedDeliveryKeepsAllThatWasFrozen) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA, QStringLiteral("ada"), QStringLiteral("k1"));
  DeliveryRequest request = requestTo(target, addressA + QStringLiteral("/x?y=%2F"));
  request.user = QStringLiteral("ada");
  request.secretKey = QStringLiteral("k1");
  request.method = HttpMethod::Post;
  SpoolFile body = bodyFile();
  body.truncated = true;
  int changes = 0;
  int wakes = 0;
  QObject::connect(
      &outbox, &Outbox::changed, &outbox, [&] { ++changes; }, Qt::DirectConnection);
  QObject::connect(
      &outbox, &Outbox::queued, &outbox, [&] { ++wakes; }, Qt::DirectConnection);
  const auto id = await(outbox.enqueue(request, JobId{1}, body));
  ASSERT_TRUE(id.ok());
  const Delivery delivery = find(*id);
  EXPECT_EQ(delivery.jobId, JobId{1});
  EXPECT_EQ(delivery.targetId, target);
  EXPECT_EQ(delivery.targetText, QStringLiteral("myweb"));
  EXPECT_EQ(delivery.url, request.url);
  EXPECT_EQ(delivery.user, QStringLiteral("ada"));
  EXPECT_EQ(delivery.secretKey, QStringLiteral("k1"));
  EXPECT_EQ(delivery.method, HttpMethod::Post);
  EXPECT_EQ(delivery.state, DeliveryState::Waiting);
  EXPECT_EQ(delivery.spoolName, body.name);
  EXPECT_EQ(delivery.contentType, body.contentType);
  EXPECT_EQ(delivery.bodyBytes, 3);
  EXPECT_EQ(delivery.bodySha256, body.sha256);
  EXPECT_EQ(delivery.rows, 7);
  EXPECT_TRUE(delivery.truncated);
  EXPECT_EQ(delivery.createdMs, clock.nowMs());
  EXPECT_EQ(delivery.nextTryMs, clock.nowMs());
  EXPECT_EQ(delivery.giveUpMs, clock.nowMs() + retrypolicy::maxAgeMs);
  EXPECT_EQ(delivery.attempts, 0);
  EXPECT_FALSE(QUuid::fromString(delivery.idempotencyKey).isNull());
  EXPECT_EQ(changes, 1);
  EXPECT_EQ(wakes, 1);
}

TEST_F(OutboxTest, WhatCannotBeQueuedSaysWhy) {
  const auto id = await(outbox.enqueue(requestTo(TargetId{99}, addressA), JobId{1}, bodyFile()));
  ASSERT_FALSE(id.ok());
  EXPECT_EQ(id.error().kind, ErrorKind::NotFound);
  EXPECT_EQ(await(outbox.find(DeliveryId{5})).error().kind, ErrorKind::NotFound);
  EXPECT_EQ(await(outbox.find(DeliveryId{5})).error().message, QStringLiteral("There is no delivery 5."));
}

TEST_F(OutboxTest, AnAbandonedTransactionQueuesNothing) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA);
  const auto result = await(database->transaction([&](Session& session) -> Result<void> {
    const auto id = Outbox::enqueueIn(session, requestTo(target, addressA), JobId{1}, bodyFile(), 5);
    EXPECT_TRUE(id.ok());
    return Error{ErrorKind::Storage, QStringLiteral("the disk is full"), {}, {}};
  }));
  EXPECT_FALSE(result.ok());
  EXPECT_TRUE(await(outbox.newest(10))->isEmpty());
}

TEST_F(OutboxTest, OnlyTheHeadOfALaneIsDue) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA);
  const DeliveryId first = queue(target, addressA);
  const DeliveryId second = queue(target, addressA);
  const DeliveryId other = queue(target, addressB);
  EXPECT_EQ(due(), (QVector<qint64>{first.value, other.value}));
  EXPECT_EQ(due({}, 1), (QVector<qint64>{first.value}));

  const Attempt attempt = begin(first);
  EXPECT_EQ(due(), (QVector<qint64>{other.value})) << "one that is being sent blocks its lane";
  EXPECT_EQ(await(outbox.beginAttempt(second, false)).error().kind, ErrorKind::Busy);
  const auto blocker = await(outbox.blockedBy(second));
  ASSERT_TRUE(blocker.ok() && blocker->has_value());
  EXPECT_EQ((*blocker)->id, first);
  EXPECT_FALSE(await(outbox.blockedBy(other))->has_value());

  AttemptReport report;
  report.outcome = AttemptOutcome::Answered;
  report.status = 503;
  EXPECT_EQ(end(attempt, report).state, DeliveryState::Waiting);
  EXPECT_EQ(due(), (QVector<qint64>{other.value})) << "one that waits blocks its lane";
  clock.advance(5000);
  EXPECT_EQ(due(), (QVector<qint64>{first.value, other.value}));
  answer(first, 404);
  EXPECT_EQ(due(), (QVector<qint64>{second.value, other.value})) << "a final one does not";
}

TEST_F(OutboxTest, OneLaneWhateverTargetUserAndMethod) {
  const TargetId a = addTarget(QStringLiteral("a"), addressA, QStringLiteral("ada"));
  const TargetId b = addTarget(QStringLiteral("b"), addressA, QStringLiteral("bob"));
  const DeliveryId first = queue(a, QStringLiteral("web://127.0.0.1:8080/a"));
  DeliveryRequest request = requestTo(b, QStringLiteral("web://bob@127.0.0.1:8080/a?method=post"));
  request.method = HttpMethod::Post;
  ASSERT_TRUE(await(outbox.enqueue(request, JobId{1}, bodyFile())).ok());
  EXPECT_EQ(due(), (QVector<qint64>{first.value}));
}

TEST_F(OutboxTest, AHeldDeliveryBlocksItsLane) {
  const TargetId a = addTarget(QStringLiteral("a"), addressA);
  const TargetId b = addTarget(QStringLiteral("b"), addressA);
  const DeliveryId first = queue(a, addressA);
  const DeliveryId second = queue(b, addressA);
  EXPECT_EQ(answer(first, 401).state, DeliveryState::Held);
  EXPECT_TRUE(due().isEmpty());
  ASSERT_TRUE(await(outbox.cancel(first)).ok());
  EXPECT_EQ(due(), (QVector<qint64>{second.value}));
}

TEST_F(OutboxTest, AScopeWorksItsLanesAlone) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA);
  queue(target, addressA);
  const DeliveryId own = queue(target, addressB);
  LaneScope scope{false, {url(addressB).lane()}, {}};
  EXPECT_EQ(due(scope), (QVector<qint64>{own.value}));
  EXPECT_EQ(*await(outbox.nextDue(scope)), find(own).nextTryMs);
  scope.lanes.clear();
  EXPECT_TRUE(due(scope).isEmpty());
  EXPECT_EQ(*await(outbox.nextDue(scope)), 0);
  LaneScope notThere;
  notThere.exceptOrigins = {url(addressA).origin()};
  EXPECT_TRUE(due(notThere).isEmpty());
}

TEST_F(OutboxTest, AttemptsAreRecordedAsTheyWere) {
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

TEST_F(OutboxTest, SuccessTriesWhatWaitsAtTheSameOriginEarly) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA);
  const DeliveryId waiting = queue(target, addressB);
  answer(waiting, 503);
  const DeliveryId stranger = queue(target, elsewhere);
  answer(stranger, 503);
  const DeliveryId good = queue(target, addressA);
  EXPECT_EQ(due(), (QVector<qint64>{waiting.value, good.value})) << "a newly queued delivery does the same";
  answer(waiting, 503, true);
  EXPECT_EQ(find(waiting).retries, 1) << "an early try does not count";
  EXPECT_EQ(due(), (QVector<qint64>{good.value}));
  answer(good, 201);
  EXPECT_EQ(due(), (QVector<qint64>{waiting.value}));
  EXPECT_EQ(state(good), DeliveryState::Delivered);
  EXPECT_EQ(find(good).finishedMs, clock.nowMs());
}

TEST_F(OutboxTest, NoEarlyTryBeforeARetryAfterButWhereAPersonAsks) {
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
  EXPECT_EQ(*await(outbox.nextDue({})), find(waiting).nextTryMs);
  ASSERT_TRUE(await(outbox.tryNow(waiting)).ok());
  EXPECT_EQ(due(), (QVector<qint64>{waiting.value}));
  EXPECT_GT(find(waiting).nextTryMs, clock.nowMs()) << "the counted try keeps its time";
}

TEST_F(OutboxTest, A401PausesTheTargetAndHoldsWhatWaits) {
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
  EXPECT_EQ(released.user, QStringLiteral("bob"));
  EXPECT_EQ(released.secretKey, QStringLiteral("k2"));
  EXPECT_EQ(released.retries, 0);
  EXPECT_EQ(*await(outbox.expireOld()), 1) << "the 7 days of what was held begin anew";
  EXPECT_EQ(state(foreign), DeliveryState::Expired);
}

TEST_F(OutboxTest, ANewSignInNeverGoesToTheServerOfAnOldAddress) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA, QStringLiteral("ada"), QStringLiteral("k1"));
  DeliveryRequest request = requestTo(target, addressA);
  request.user = QStringLiteral("ada");
  request.secretKey = QStringLiteral("k1");
  const DeliveryId id = *await(outbox.enqueue(request, JobId{1}, bodyFile()));
  answer(id, 401);
  database.change(QStringLiteral("UPDATE target SET address = ?, user_name = 'bob', secret_key = 'k2' WHERE id = ?"),
                  {url(elsewhere).address(), target.value});
  ASSERT_TRUE(await(outbox.resumeTarget(target)).ok());
  EXPECT_EQ(find(id).secretKey, QStringLiteral("k1"));
  EXPECT_EQ(find(id).user, QStringLiteral("ada"));
}

TEST_F(OutboxTest, A410DisablesTheTarget) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA);
  const DeliveryId first = queue(target, addressA);
  const DeliveryId second = queue(target, addressB);
  EXPECT_EQ(answer(first, 410).state, DeliveryState::Refused);
  EXPECT_EQ(state(second), DeliveryState::Held);
  EXPECT_EQ(database.value(QStringLiteral("SELECT state FROM target")).toString(), QStringLiteral("disabled"));
}

TEST_F(OutboxTest, PostponementSpendsNoAttempt) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA);
  const DeliveryId id = queue(target, addressA);
  ASSERT_TRUE(await(outbox.postpone(id, DeliveryState::Waiting, ReasonKind::SecretLocked, QStringLiteral("locked"),
                                    clock.nowMs() + 30'000))
                  .ok());
  EXPECT_TRUE(due().isEmpty());
  EXPECT_EQ(find(id).reasonKind, ReasonKind::SecretLocked);
  EXPECT_EQ(find(id).attempts, 0);
  EXPECT_EQ(*await(outbox.nextDue({})), clock.nowMs() + 30'000);
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

TEST_F(OutboxTest, APostponedEarlyTryKeepsTheCountedOne) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA);
  const DeliveryId id = queue(target, addressA);
  database.change(QStringLiteral("UPDATE delivery SET retries = 6"));
  const qint64 counted = answer(id, 503).nextTryMs;
  ASSERT_TRUE(await(outbox.tryNow(id)).ok());
  const qint64 later = clock.nowMs() + 30'000;
  ASSERT_TRUE(await(outbox.postpone(id, DeliveryState::Waiting, ReasonKind::SecretLocked, {}, later)).ok());
  EXPECT_EQ(find(id).nextTryMs, counted);
  EXPECT_EQ(*await(outbox.nextDue({})), later);
  EXPECT_TRUE(due().isEmpty());
}

TEST_F(OutboxTest, ACrashMakesAttemptsUnknownAndDeliveriesDue) {
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

TEST_F(OutboxTest, WaitingDeliveriesExpireHeldOnesDoNot) {
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

TEST_F(OutboxTest, SendAgainIsANewDeliveryOfTheSameBytes) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA);
  const DeliveryId id = queue(target, addressA);
  EXPECT_EQ(await(outbox.sendAgain(id)).error().kind, ErrorKind::InvalidInput);
  answer(id, 404);
  EXPECT_EQ(await(outbox.counts())->refusedUnseen, 1);
  const auto again = await(outbox.sendAgain(id));
  ASSERT_TRUE(again.ok());
  const Delivery before = find(id);
  const Delivery after = find(*again);
  EXPECT_EQ(before.state, DeliveryState::Refused);
  EXPECT_EQ(after.state, DeliveryState::Waiting);
  EXPECT_EQ(after.spoolName, before.spoolName);
  EXPECT_EQ(after.bodySha256, before.bodySha256);
  EXPECT_EQ(after.url, before.url);
  EXPECT_EQ(after.method, before.method);
  EXPECT_EQ(after.jobId, before.jobId);
  EXPECT_EQ(after.targetText, before.targetText);
  EXPECT_NE(after.idempotencyKey, before.idempotencyKey);
  EXPECT_EQ(after.attempts, 0);
  EXPECT_EQ(after.reason, QString());
  EXPECT_EQ(await(outbox.counts())->refusedUnseen, 0);
  EXPECT_EQ(await(outbox.ofJob(JobId{1}))->size(), 2);
  EXPECT_EQ(await(outbox.newest(1))->first().id, *again);
}

TEST_F(OutboxTest, LatestWinsCancelsWhatStillWaitsInItsLane) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA);
  const DeliveryId sending = queue(target, addressA);
  begin(sending);
  const DeliveryId waiting = queue(target, addressA);
  const DeliveryId otherLane = queue(target, addressB);
  DeliveryRequest request = requestTo(target, addressA);
  request.latestWins = true;
  const auto newest = await(outbox.enqueue(request, JobId{1}, bodyFile()));
  ASSERT_TRUE(newest.ok());
  EXPECT_EQ(state(sending), DeliveryState::Sending);
  EXPECT_EQ(state(waiting), DeliveryState::Cancelled);
  EXPECT_EQ(find(waiting).reasonKind, ReasonKind::Superseded);
  EXPECT_EQ(state(otherLane), DeliveryState::Waiting);
  EXPECT_EQ(state(*newest), DeliveryState::Waiting);
}

TEST_F(OutboxTest, CommandsSayWhyTheyCannotBeObeyed) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA);
  const DeliveryId id = queue(target, addressA);
  const DeliveryId behind = queue(target, addressA);
  EXPECT_EQ(await(outbox.release(id)).error().message, QStringLiteral("Delivery 1 is not held: it is on its way."));
  ASSERT_TRUE(await(outbox.postpone(id, DeliveryState::Held, ReasonKind::SecretMissing, {}, 0)).ok());
  EXPECT_EQ(await(outbox.tryNow(id)).error().message,
            QStringLiteral("Delivery 1 is held; use delivery:release to let it go."));
  EXPECT_EQ(await(outbox.tryNow(behind)).error().message,
            QStringLiteral("Delivery 2 waits behind delivery 1, which is held. Release or cancel that one first."));
  ASSERT_TRUE(await(outbox.release(id)).ok());
  const Attempt attempt = begin(id);
  EXPECT_EQ(await(outbox.cancel(id)).error().message,
            QStringLiteral("Delivery 1 is being sent right now. Try again when that attempt ended."));
  AttemptReport delivered;
  delivered.outcome = AttemptOutcome::Answered;
  delivered.status = 201;
  end(attempt, delivered);
  for (const auto& result : {await(outbox.tryNow(id)), await(outbox.release(id)), await(outbox.cancel(id))}) {
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(result.error().message,
              QStringLiteral("Delivery 1 was delivered; use delivery:again to send it once more."));
  }
  EXPECT_EQ(await(outbox.cancel(DeliveryId{77})).error().kind, ErrorKind::NotFound);
  ASSERT_TRUE(await(outbox.cancel(behind)).ok());
  EXPECT_EQ(state(behind), DeliveryState::Cancelled);
  EXPECT_EQ(await(outbox.tryNow(behind)).error().message,
            QStringLiteral("Delivery 2 was cancelled; use delivery:again to send it once more."));
}

TEST_F(OutboxTest, TryNowTriesTheLaneUpToTheDelivery) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA);
  const DeliveryId head = queue(target, addressA);
  answer(head, 503);
  const DeliveryId second = queue(target, addressA);
  database.change(QStringLiteral("UPDATE delivery SET early_at = 0"));
  EXPECT_TRUE(due().isEmpty());
  ASSERT_TRUE(await(outbox.tryNow(second)).ok());
  EXPECT_EQ(due(), (QVector<qint64>{head.value}));
}

TEST_F(OutboxTest, SpoolFilesStayWhileADeliveryNeedsThem) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA);
  const DeliveryId done = queue(target, addressA, bodyFile(QStringLiteral("shared.json")));
  answer(done, 201);
  const DeliveryId waiting = queue(target, addressB, bodyFile(QStringLiteral("shared.json")));
  const DeliveryId alone = queue(target, addressA, bodyFile(QStringLiteral("alone.json")));
  answer(alone, 404);
  database.change(QStringLiteral("INSERT INTO job (kind, state, sql, created_at, ended_at, spool_name) VALUES "
                                 "('on_demand', 'success', 'S', 0, ?, 'fresh.json')"),
                  {clock.nowMs() + 10'000});
  database.change(
      QStringLiteral("INSERT INTO job (kind, state, sql, created_at, ended_at, spool_name) VALUES "
                     "('on_demand', 'success', 'S', 0, 5, 'source.json')"));
  database.change(
      QStringLiteral("INSERT INTO job (kind, state, sql, created_at, source_job_id) VALUES ('export', "
                     "'queued', 'S', 0, (SELECT MAX(id) FROM job))"));
  EXPECT_TRUE(await(outbox.releaseSpoolFiles(clock.nowMs() - 1000))->isEmpty()) << "too young";
  EXPECT_EQ(*await(outbox.releaseSpoolFiles(clock.nowMs() + 1)), (QVector<QString>{QStringLiteral("alone.json")}));
  EXPECT_EQ(find(alone).spoolName, QString());
  EXPECT_EQ(await(outbox.sendAgain(alone)).error().kind, ErrorKind::InvalidInput);
  EXPECT_EQ(find(waiting).spoolName, QStringLiteral("shared.json"));
  answer(waiting, 201);
  database.change(QStringLiteral("UPDATE job SET state = 'success', ended_at = 5 WHERE state = 'queued'"));
  QVector<QString> released = *await(outbox.releaseSpoolFiles(clock.nowMs() + 1));
  released.removeAll(QStringLiteral("source.json"));
  EXPECT_EQ(released, (QVector<QString>{QStringLiteral("shared.json")}));
}

}  // namespace
}  // namespace courier
