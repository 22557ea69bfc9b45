// Outbox: who is held and released, what a newer result cancels, and what a command leaves alone.
#include "models/outbox/Outbox.h"
#include "tests/models/outbox/OutboxFixture.h"

namespace courier {
namespace {

using testing::await;

const QString addressC = QStringLiteral("web://127.0.0.1:8080/c");

class OutboxPolicyTest : public testing::OutboxFixture {
 protected:
  void hold(DeliveryId id, ReasonKind kind) {
    ASSERT_TRUE(await(outbox.postpone(id, DeliveryState::Held, kind, QStringLiteral("because"), 0)).ok());
  }
  DeliveryId queueAs(const QString& jobKind, TargetId target, const QString& address, bool latestWins) {
    database.change(
        QStringLiteral("INSERT INTO job (kind, state, sql, created_at, ended_at) VALUES (?, 'success', 'S', "
                       "0, 0)"),
        {jobKind});
    const JobId job{database.value(QStringLiteral("SELECT MAX(id) FROM job")).toLongLong()};
    DeliveryRequest request = requestTo(target, address);
    request.latestWins = latestWins;
    const auto id = await(testing::enqueue(outbox, request, job, bodyFile()));
    if (!id) qFatal("%s", qUtf8Printable(id.error().message));
    return *id;
  }
  [[nodiscard]] static LaneScope lane(const QString& address) { return {false, {url(address).lane()}, {}, false}; }
};

TEST_F(OutboxPolicyTest, ReasonsHaveStoredKeys) {
  EXPECT_EQ(reasonKindKey(ReasonKind::Guard), QStringLiteral("guard"));
  EXPECT_EQ(reasonKindKey(ReasonKind::Policy), QStringLiteral("policy"));
  EXPECT_EQ(reasonKindFromKey(QStringLiteral("guard")), ReasonKind::Guard);
  EXPECT_EQ(reasonKindFromKey(QStringLiteral("policy")), ReasonKind::Policy);
}

TEST_F(OutboxPolicyTest, ResumingReleasesWhatTheTargetWasHeldFor) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA);
  QVector<DeliveryId> mended;
  QVector<DeliveryId> kept;
  for (const ReasonKind kind :
       {ReasonKind::SignIn, ReasonKind::TargetPaused, ReasonKind::Gone, ReasonKind::SecretMissing, ReasonKind::Setup}) {
    mended.append(queue(target, addressB + reasonKindKey(kind)));
    hold(mended.last(), kind);
  }
  for (const ReasonKind kind : {ReasonKind::Guard, ReasonKind::Policy, ReasonKind::BodyMissing}) {
    kept.append(queue(target, addressB + reasonKindKey(kind)));
    hold(kept.last(), kind);
  }
  EXPECT_EQ(*await(outbox.resumeTarget(target)), 5);
  for (const DeliveryId id : mended) EXPECT_EQ(state(id), DeliveryState::Waiting);
  for (const DeliveryId id : kept) EXPECT_EQ(state(id), DeliveryState::Held);
  EXPECT_EQ(find(kept.first()).reasonKind, ReasonKind::Guard);
  EXPECT_EQ(find(kept.first()).reason, QStringLiteral("because"));
  // One by one a person can still let them go.
  ASSERT_TRUE(await(outbox.release(kept.first())).ok());
  EXPECT_EQ(state(kept.first()), DeliveryState::Waiting);
}

TEST_F(OutboxPolicyTest, AGuardsHoldIsNotHiddenByAPause) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA);
  const DeliveryId guarded = queue(target, addressB);
  hold(guarded, ReasonKind::Guard);
  const DeliveryId first = queue(target, addressA);
  answer(first, 401);
  EXPECT_EQ(find(guarded).reasonKind, ReasonKind::Guard);
  EXPECT_EQ(find(guarded).reason, QStringLiteral("because"));
  EXPECT_EQ(*await(outbox.resumeTarget(target)), 1);
  EXPECT_EQ(state(first), DeliveryState::Waiting);
  EXPECT_EQ(state(guarded), DeliveryState::Held);
}

TEST_F(OutboxPolicyTest, LatestWinsCancelsOlderScheduledOnesAlone) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA);
  const DeliveryId sending = queueAs(QStringLiteral("scheduled"), target, addressA, false);
  begin(sending);
  const DeliveryId byHand = queueAs(QStringLiteral("on_demand"), target, addressA, false);
  const DeliveryId exported = queueAs(QStringLiteral("export"), target, addressA, false);
  const DeliveryId backfill = queueAs(QStringLiteral("backfill"), target, addressA, false);
  const DeliveryId held = queueAs(QStringLiteral("scheduled"), target, addressA, false);
  hold(held, ReasonKind::Guard);
  const DeliveryId older = queueAs(QStringLiteral("scheduled"), target, addressA, false);
  const DeliveryId otherLane = queueAs(QStringLiteral("scheduled"), target, addressB, false);
  const DeliveryId newest = queueAs(QStringLiteral("scheduled"), target, addressA, true);
  EXPECT_EQ(state(older), DeliveryState::Cancelled);
  EXPECT_EQ(find(older).reasonKind, ReasonKind::Superseded);
  EXPECT_EQ(state(sending), DeliveryState::Sending);
  EXPECT_EQ(state(held), DeliveryState::Held);
  for (const DeliveryId id : {byHand, exported, backfill, otherLane, newest})
    EXPECT_EQ(state(id), DeliveryState::Waiting) << id.value;
}

TEST_F(OutboxPolicyTest, AnUnnamedTargetIsItsAddress) {
  const TargetId ada = addTarget({}, addressA, QStringLiteral("ada"));
  const TargetId bob = addTarget({}, addressA, QStringLiteral("bob"));
  const TargetId elsewhere = addTarget({}, addressB, QStringLiteral("ada"));
  const TargetId named = addTarget(QStringLiteral("named"), addressA, QStringLiteral("bob"));
  const DeliveryId first = queue(ada, addressA);
  const DeliveryId second = queue(bob, addressA);
  const DeliveryId other = queue(elsewhere, addressB);
  const DeliveryId ofNamed = queue(named, addressC);
  answer(first, 401);
  EXPECT_EQ(state(first), DeliveryState::Held);
  EXPECT_EQ(state(second), DeliveryState::Held) << "nothing more goes to that address";
  EXPECT_EQ(find(second).reasonKind, ReasonKind::TargetPaused);
  EXPECT_EQ(state(other), DeliveryState::Waiting);
  EXPECT_EQ(state(ofNamed), DeliveryState::Waiting);
  // One that is typed later, as somebody else, too.
  const TargetId eve = addTarget({}, addressA, QStringLiteral("eve"));
  const DeliveryId later = queue(eve, addressA);
  EXPECT_EQ(state(later), DeliveryState::Held);
  EXPECT_FALSE(await(outbox.release(later)).ok());
  // Any of them resumes the address.
  EXPECT_EQ(*await(outbox.resumeTarget(eve)), 3);
  for (const DeliveryId id : {first, second, later}) EXPECT_EQ(state(id), DeliveryState::Waiting);
  EXPECT_EQ(database.value(QStringLiteral("SELECT COUNT(*) FROM target WHERE state <> 'active'")).toInt(), 0);
}

TEST_F(OutboxPolicyTest, ANamedTargetsPauseIsItsOwn) {
  const TargetId one = addTarget(QStringLiteral("one"), addressA);
  const TargetId two = addTarget(QStringLiteral("two"), addressA);
  const DeliveryId first = queue(one, addressA);
  const DeliveryId second = queue(two, addressA);
  answer(first, 403);
  EXPECT_EQ(state(second), DeliveryState::Waiting);
}

TEST_F(OutboxPolicyTest, ACommandExpiresAndTriesItsOwnLanesAlone) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA);
  const DeliveryId own = queue(target, addressA);
  const DeliveryId foreign = queue(target, addressB);
  answer(own, 503);
  answer(foreign, 503);
  const DeliveryId good = queue(target, addressC);
  AttemptReport report;
  report.outcome = AttemptOutcome::Answered;
  report.status = 201;
  Attempt attempt = begin(good);
  attempt.report = report;
  LaneScope scope = lane(addressA);
  scope.lanes.insert(url(addressC).lane());
  const RetryDecision delivered = retrypolicy::decide(report, find(good), false, clock.nowMs(), 0.5);
  ASSERT_TRUE(await(outbox.finishAttempt(attempt, delivered, {}, scope)).ok());
  EXPECT_EQ(find(own).earlyTryMs, clock.nowMs());
  EXPECT_EQ(find(foreign).earlyTryMs, 0) << "a success of a command tries its own lanes";
  EXPECT_EQ(*await(outbox.tryAllEarly(scope)), 0);
  EXPECT_EQ(find(foreign).earlyTryMs, 0);

  clock.advance(retrypolicy::maxAgeMs);
  EXPECT_EQ(*await(outbox.expireOld(scope)), 1);
  EXPECT_EQ(state(own), DeliveryState::Expired);
  EXPECT_EQ(state(foreign), DeliveryState::Waiting) << "its owner expires it";
  EXPECT_EQ(*await(outbox.expireOld()), 1);
}

TEST_F(OutboxPolicyTest, ANewDeliveryTriesItsOwnLaneAndTheLoopItsOrigin) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA);
  const DeliveryId head = queue(target, addressA);
  const DeliveryId neighbour = queue(target, addressB);
  answer(head, 503);
  answer(neighbour, 503);
  const auto before = await(outbox.look({}, 10, -1));
  EXPECT_TRUE(before->due.isEmpty());
  EXPECT_GT(before->nextDueMs, clock.nowMs());
  const DeliveryId fresh = queue(target, addressA);
  EXPECT_EQ(due(), (QVector<qint64>{head.value}));
  EXPECT_EQ(await(outbox.look(lane(addressA), 10, before->newestId))->due.size(), 1);
  EXPECT_EQ(find(neighbour).earlyTryMs, 0);
  EXPECT_EQ(await(outbox.look({}, 10, before->newestId))->due.size(), 2);
  EXPECT_EQ(find(fresh).earlyTryMs, 0);
}

TEST_F(OutboxPolicyTest, ACrashInAnEarlyTryLeavesTheCountedOneItsTime) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA);
  const DeliveryId id = queue(target, addressA);
  database.change(QStringLiteral("UPDATE delivery SET retries = 6"));
  const qint64 counted = answer(id, 503).nextTryMs;
  ASSERT_TRUE(await(outbox.tryNow(id)).ok());
  begin(id, true);
  clock.advance(60'000);
  EXPECT_EQ(*await(outbox.recover()), 1);
  const Delivery after = find(id);
  EXPECT_EQ(after.state, DeliveryState::Waiting);
  EXPECT_EQ(after.nextTryMs, counted);
  EXPECT_EQ(after.earlyTryMs, clock.nowMs());
  EXPECT_EQ(after.retries, 7);
  EXPECT_EQ(due(), (QVector<qint64>{id.value})) << "tried again at once";
}

TEST_F(OutboxPolicyTest, OfflineOnlyNearServersAreTried) {
  const TargetId target = addTarget(QStringLiteral("myweb"), addressA);
  const DeliveryId here = queue(target, addressA);
  const DeliveryId near = queue(target, QStringLiteral("web://192.168.1.7/x"));
  const DeliveryId far = queue(target, QStringLiteral("webs://reports.example.org/x"));
  LaneScope offline;
  offline.offline = true;
  EXPECT_EQ(due(offline), (QVector<qint64>{here.value, near.value}));
  EXPECT_EQ(due(), (QVector<qint64>{here.value, near.value, far.value}));
}

}  // namespace
}  // namespace courier
