#include "models/outbox/Outbox.h"

#include <QUuid>

#include "tests/models/outbox/OutboxFixture.h"

namespace courier {
namespace {

using testing::await;

using OutboxTest = testing::OutboxFixture;

TEST_F(OutboxTest, AQueuedDeliveryKeepsAllThatWasFrozen) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA, QStringLiteral("ada"), QStringLiteral("k1"));
  DeliveryRequest request = requestTo(target, addressA + QStringLiteral("/x?y=%2F"));
  request.to.user = QStringLiteral("ada");
  request.to.secretKey = QStringLiteral("k1");
  request.to.method = HttpMethod::Post;
  SpoolFile body = bodyFile();
  body.truncated = true;
  int changes = 0;
  int wakes = 0;
  QObject::connect(
      &outbox, &Outbox::changed, &outbox, [&] { ++changes; }, Qt::DirectConnection);
  QObject::connect(
      &outbox, &Outbox::queued, &outbox, [&] { ++wakes; }, Qt::DirectConnection);
  const auto id = await(testing::enqueue(outbox, request, JobId{1}, body));
  ASSERT_TRUE(id.ok());
  const Delivery delivery = find(*id);
  EXPECT_EQ(delivery.jobId, JobId{1});
  EXPECT_EQ(delivery.targetId, target);
  EXPECT_EQ(delivery.targetText, QStringLiteral("myweb"));
  EXPECT_EQ(delivery.to.url, request.to.url);
  EXPECT_EQ(delivery.to.user, QStringLiteral("ada"));
  EXPECT_EQ(delivery.to.secretKey, QStringLiteral("k1"));
  EXPECT_EQ(delivery.to.method, HttpMethod::Post);
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
  const auto id = await(testing::enqueue(outbox, requestTo(TargetId{99}, addressA), JobId{1}, bodyFile()));
  ASSERT_FALSE(id.ok());
  EXPECT_EQ(id.error().kind, ErrorKind::NotFound);
  EXPECT_EQ(await(outbox.find(DeliveryId{5})).error().kind, ErrorKind::NotFound);
  EXPECT_EQ(await(outbox.find(DeliveryId{5})).error().message, QStringLiteral("There is no delivery 5."));
}

TEST_F(OutboxTest, AnAbandonedTransactionQueuesNothing) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA);
  const auto result = await(database->transaction([&](Session& session) -> Expected<void> {
    const auto id = Outbox::enqueueIn(session, requestTo(target, addressA), JobId{1}, bodyFile(), 5);
    EXPECT_TRUE(id.ok());
    return Error::of(ErrorKind::Storage, QStringLiteral("the disk is full"));
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
  request.to.method = HttpMethod::Post;
  ASSERT_TRUE(await(testing::enqueue(outbox, request, JobId{1}, bodyFile())).ok());
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
  LaneScope scope{false, {url(addressB).lane()}, {}, false};
  EXPECT_EQ(due(scope), (QVector<qint64>{own.value}));
  answer(own, 503);
  EXPECT_TRUE(due(scope).isEmpty());
  EXPECT_EQ(nextDueMs(scope), find(own).nextTryMs);
  scope.lanes.clear();
  EXPECT_TRUE(due(scope).isEmpty());
  EXPECT_EQ(nextDueMs(scope), 0);
  LaneScope notThere;
  notThere.exceptOrigins = {url(addressA).origin()};
  EXPECT_TRUE(due(notThere).isEmpty());
}

TEST_F(OutboxTest, ANewerResultInItsPlaceAnswersARefusal) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA);
  const auto put = [&](const QString& address, int status) {
    answer(queue(target, address), status);
    // Each is a result of its own.
    database.change(
        QStringLiteral("INSERT INTO job (kind, state, sql, created_at) VALUES ('on_demand', 'success', "
                       "'SELECT 1', 0)"));
    database.change(
        QStringLiteral("UPDATE delivery SET job_id = (SELECT max(id) FROM job) WHERE id = (SELECT max(id) FROM "
                       "delivery)"));
  };
  put(addressA, 404);
  put(addressB, 404);
  EXPECT_EQ(await(outbox.counts())->unanswered, 2);
  put(addressA, 200);
  EXPECT_EQ(await(outbox.counts())->unanswered, 1) << "the other address has nothing newer";
  put(addressA, 404);
  EXPECT_EQ(await(outbox.counts())->unanswered, 2) << "what arrived is older";
  // What is appended by POST is not replaced by what comes after it.
  database.change(QStringLiteral("UPDATE delivery SET method = 'POST'"));
  EXPECT_EQ(await(outbox.counts())->unanswered, 3);
}

TEST_F(OutboxTest, SendAgainIsANewDeliveryOfTheSameBytes) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA);
  const DeliveryId id = queue(target, addressA);
  EXPECT_EQ(await(outbox.sendAgain(id)).error().kind, ErrorKind::InvalidInput);
  answer(id, 404);
  EXPECT_EQ(await(outbox.counts())->unanswered, 1);
  const auto again = await(outbox.sendAgain(id));
  ASSERT_TRUE(again.ok());
  const Delivery before = find(id);
  const Delivery after = find(*again);
  EXPECT_EQ(before.state, DeliveryState::Refused);
  EXPECT_EQ(after.state, DeliveryState::Waiting);
  EXPECT_EQ(after.spoolName, before.spoolName);
  EXPECT_EQ(after.bodySha256, before.bodySha256);
  EXPECT_EQ(after.to.url, before.to.url);
  EXPECT_EQ(after.to.method, before.to.method);
  EXPECT_EQ(after.jobId, before.jobId);
  EXPECT_EQ(after.targetText, before.targetText);
  EXPECT_NE(after.idempotencyKey, before.idempotencyKey);
  EXPECT_EQ(after.attempts, 0);
  EXPECT_EQ(after.reason, QString());
  EXPECT_EQ(await(outbox.counts())->unanswered, 0);
  EXPECT_EQ(await(outbox.ofJob(JobId{1}))->size(), 2);
  EXPECT_EQ(await(outbox.newest(1))->first().id, *again);
}

TEST_F(OutboxTest, CommandsSayWhyTheyCannotBeObeyed) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA);
  const DeliveryId id = queue(target, addressA);
  const DeliveryId behind = queue(target, addressA);
  EXPECT_EQ(await(outbox.release(id)).error().message, QStringLiteral("Delivery 1 is not held: it is on its way."));
  ASSERT_TRUE(await(outbox.postpone(id, DeliveryState::Held, ReasonKind::SecretMissing, {}, 0)).ok());
  EXPECT_EQ(await(outbox.tryNow(id)).error().message, QStringLiteral("Delivery 1 is held."));
  EXPECT_EQ(await(outbox.tryNow(behind)).error().message,
            QStringLiteral("Delivery 2 waits behind delivery 1, which is held. Release or cancel that one first."));
  ASSERT_TRUE(await(outbox.release(id)).ok());
  const Attempt attempt = begin(id);
  EXPECT_EQ(await(outbox.cancel(id)).error().message,
            QStringLiteral("Delivery 1 is being sent right now. Try again when that attempt has ended."));
  AttemptReport delivered;
  delivered.outcome = AttemptOutcome::Answered;
  delivered.status = 201;
  end(attempt, delivered);
  for (const auto& result : {await(outbox.tryNow(id)), await(outbox.release(id)), await(outbox.cancel(id))}) {
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(result.error().message, QStringLiteral("Delivery 1 was delivered."));
  }
  EXPECT_EQ(await(outbox.cancel(DeliveryId{77})).error().kind, ErrorKind::NotFound);
  ASSERT_TRUE(await(outbox.cancel(behind)).ok());
  EXPECT_EQ(state(behind), DeliveryState::Cancelled);
  EXPECT_EQ(await(outbox.tryNow(behind)).error().message, QStringLiteral("Delivery 2 was cancelled."));
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

}  // namespace
}  // namespace courier
