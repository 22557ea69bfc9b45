#include "models/outbox/OutboxNotices.h"

#include "models/notices/NoticeStore.h"
#include "tests/models/outbox/OutboxFixture.h"

namespace courier {
namespace {

/// What guards hold and what a person is told of it, with the rows that they leave.
class OutboxNoticesTest : public testing::OutboxFixture {
 protected:
  static SpoolFile body(qint64 rows, const QByteArray& content = "abc") {
    SpoolFile file = bodyFile();
    file.rows = rows;
    file.sha256 = QCryptographicHash::hash(content, QCryptographicHash::Sha256);
    Column column;
    column.name = QStringLiteral("code");
    file.columns = {column};
    file.unsettled = {false};
    return file;
  }
  DeliveryId queueGuarded(const GuardOptions& guards, const SpoolFile& file, JobId job = JobId{1}) {
    DeliveryRequest request = requestTo(m_target, m_address);
    request.to.options.guards = guards;
    const auto id = testing::await(testing::enqueue(outbox, request, job, file));
    if (!id) qFatal("%s", qUtf8Printable(id.error().message + id.error().detail));
    clock.advance(1);
    return *id;
  }
  JobId scheduledJob() {
    database.change(
        QStringLiteral("INSERT INTO job (id, kind, state, sql, created_at, ended_at) VALUES (2, 'scheduled', "
                       "'success', 'SELECT 1', 0, 0)"));
    return JobId{2};
  }
  QVector<NoticeKind> told() {
    const auto notices = testing::await(m_notices.unseen());
    if (!notices) qFatal("%s", qUtf8Printable(notices.error().message));
    QVector<NoticeKind> kinds;
    for (const Notice& notice : *notices) kinds.append(notice.kind);
    return kinds;
  }

  const QString m_address = QStringLiteral("web://reports.example.org/in");
  TargetId m_target = addTarget(QStringLiteral("myweb"), m_address);
  NoticeStore m_notices{*database, clock};
};

GuardOptions holdEmpty() {
  GuardOptions guards;
  guards.holdEmpty = true;
  return guards;
}

GuardOptions skipUnchanged() {
  GuardOptions guards;
  guards.skipUnchanged = true;
  return guards;
}

TEST_F(OutboxNoticesTest, AnEmptyResultIsHeldUntilAPersonLetsItGo) {
  const DeliveryId id = queueGuarded(holdEmpty(), body(0));
  EXPECT_EQ(state(id), DeliveryState::Held);
  EXPECT_EQ(find(id).reasonKind, ReasonKind::Guard);
  EXPECT_TRUE(due().isEmpty());
  EXPECT_EQ(told(), QVector<NoticeKind>{NoticeKind::Guard});
  ASSERT_TRUE(testing::await(outbox.release(id)).ok());
  EXPECT_EQ(state(id), DeliveryState::Waiting);
  EXPECT_EQ(due(), QVector<qint64>{id.value});
}

TEST_F(OutboxNoticesTest, AHeldResultKeepsLaterOnesBehindIt) {
  const DeliveryId held = queueGuarded(holdEmpty(), body(0));
  const DeliveryId later = queueGuarded({}, body(3));
  EXPECT_TRUE(due().isEmpty());
  ASSERT_TRUE(testing::await(outbox.cancel(held)).ok());
  EXPECT_EQ(due(), QVector<qint64>{later.value});
}

TEST_F(OutboxNoticesTest, APausedTargetDoesNotHideTheGuard) {
  database.change(QStringLiteral("UPDATE target SET state = 'paused', state_reason = '401'"));
  const DeliveryId guarded = queueGuarded(holdEmpty(), body(0));
  const DeliveryId paused = queueGuarded({}, body(3));
  EXPECT_EQ(find(guarded).reasonKind, ReasonKind::Guard);
  EXPECT_EQ(find(paused).reasonKind, ReasonKind::TargetPaused);
  ASSERT_EQ(*testing::await(outbox.resumeTarget(m_target)), 1);
  EXPECT_EQ(state(guarded), DeliveryState::Held);
  EXPECT_EQ(state(paused), DeliveryState::Waiting);
}

TEST_F(OutboxNoticesTest, ComparesWithTheLastDeliveredAtThisAddress) {
  GuardOptions guards;
  guards.holdRowChangePercent = 50;
  answer(queueGuarded(guards, body(100)), 200);
  answer(queueGuarded(guards, body(90)), 404);  // refused: not what the server has
  EXPECT_EQ(state(queueGuarded(guards, body(40))), DeliveryState::Held);
  const TargetId other = addTarget(QStringLiteral("other"), QStringLiteral("web://reports.example.org/else"));
  DeliveryRequest elsewhere = requestTo(other, QStringLiteral("web://reports.example.org/else"));
  elsewhere.to.options.guards = guards;
  const auto id = testing::await(testing::enqueue(outbox, elsewhere, JobId{1}, body(1)));
  ASSERT_TRUE(id.ok());
  EXPECT_EQ(state(*id), DeliveryState::Waiting);
}

TEST_F(OutboxNoticesTest, TheColumnsOfADeliveryAreKept) {
  SpoolFile file = body(1);
  file.unsettled = {true};
  const DeliveryId id = queueGuarded({}, file);
  EXPECT_EQ(find(id).columns, file.columns);
  EXPECT_EQ(find(id).unsettled, QVector<bool>{true});
}

TEST_F(OutboxNoticesTest, TheSameBodyIsCancelledWithItsReason) {
  answer(queueGuarded(skipUnchanged(), body(3)), 200);
  const DeliveryId same = queueGuarded(skipUnchanged(), body(3));
  EXPECT_EQ(state(same), DeliveryState::Cancelled);
  EXPECT_EQ(find(same).reasonKind, ReasonKind::Unchanged);
  EXPECT_GT(find(same).finishedMs, 0);
  EXPECT_TRUE(due().isEmpty());
  EXPECT_EQ(state(queueGuarded(skipUnchanged(), body(3, "abd"))), DeliveryState::Waiting);
}

TEST_F(OutboxNoticesTest, NothingIsSkippedWhileALaterBodyMayHaveArrived) {
  answer(queueGuarded(skipUnchanged(), body(3)), 200);
  const DeliveryId other = queueGuarded({}, body(4, "other"));
  EXPECT_EQ(state(queueGuarded(skipUnchanged(), body(3))), DeliveryState::Waiting) << "another one waits";
  answer(other, 404);
  ASSERT_TRUE(testing::await(outbox.cancel(DeliveryId{other.value + 1})).ok());
  EXPECT_EQ(state(queueGuarded(skipUnchanged(), body(3))), DeliveryState::Waiting) << "the refused one was sent";
}

TEST_F(OutboxNoticesTest, SendAgainAsksNoGuard) {
  const DeliveryId first = queueGuarded(skipUnchanged(), body(3));
  answer(first, 200);
  const auto again = testing::await(outbox.sendAgain(first));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(state(*again), DeliveryState::Waiting);
}

TEST_F(OutboxNoticesTest, AScheduledResultThatStandsOutIsToldThoughNoGuardIsChosen) {
  answer(queueGuarded({}, body(3)), 200);
  const JobId job = scheduledJob();
  SpoolFile empty = body(0);
  empty.columns[0].name = QStringLiteral("status");
  empty.truncated = true;
  EXPECT_EQ(state(queueGuarded({}, empty, job)), DeliveryState::Waiting);
  EXPECT_EQ(told(), (QVector<NoticeKind>{NoticeKind::Empty, NoticeKind::Cut, NoticeKind::ColumnsChanged}));
}

TEST_F(OutboxNoticesTest, AResultSentByHandRaisesNoNotice) {
  answer(queueGuarded({}, body(3)), 200);
  queueGuarded({}, body(0));
  EXPECT_TRUE(told().isEmpty());
}

TEST_F(OutboxNoticesTest, AFailureIsToldOnceUntilLookedAt) {
  answer(queueGuarded({}, body(1)), 404);
  answer(queueGuarded({}, body(2)), 404);
  EXPECT_EQ(told(), QVector<NoticeKind>{NoticeKind::Refused});
  const auto notices = testing::await(m_notices.unseen(m_target));
  ASSERT_TRUE(notices.ok());
  EXPECT_EQ(notices->first().deliveryId.value, 2) << "it leads to the newest";
  ASSERT_EQ(*testing::await(m_notices.markSeen(m_target)), 1);
  EXPECT_TRUE(told().isEmpty());
  answer(queueGuarded({}, body(3)), 404);
  EXPECT_EQ(told(), QVector<NoticeKind>{NoticeKind::Refused});
}

TEST_F(OutboxNoticesTest, APauseAndADisableAreTold) {
  answer(queueGuarded({}, body(1)), 401);
  EXPECT_EQ(told(), QVector<NoticeKind>{NoticeKind::Paused});
  ASSERT_TRUE(testing::await(outbox.resumeTarget(m_target)).ok());
  answer(DeliveryId{1}, 410);
  EXPECT_TRUE(told().contains(NoticeKind::Disabled));
}

TEST_F(OutboxNoticesTest, ExpiryAndRecoveryAreTold) {
  const DeliveryId old = queueGuarded({}, body(1));
  clock.advance(retrypolicy::maxAgeMs + 1);
  ASSERT_EQ(*testing::await(outbox.expireOld()), 1);
  EXPECT_EQ(state(old), DeliveryState::Expired);
  EXPECT_EQ(told(), QVector<NoticeKind>{NoticeKind::Expired});
  answer(queueGuarded({}, body(2)), 200);
  EXPECT_EQ(told(), (QVector<NoticeKind>{NoticeKind::Expired, NoticeKind::Recovered}));
  // One recovery is enough.
  answer(queueGuarded({}, body(3)), 200);
  EXPECT_EQ(told(), (QVector<NoticeKind>{NoticeKind::Expired, NoticeKind::Recovered}));
  // And it holds no longer once the next result fails.
  answer(queueGuarded({}, body(4)), 404);
  EXPECT_EQ(told(), (QVector<NoticeKind>{NoticeKind::Expired, NoticeKind::Refused}));
}

TEST_F(OutboxNoticesTest, WhatWaitsForAPersonIsTold) {
  const DeliveryId id = queueGuarded({}, body(1));
  ASSERT_TRUE(testing::await(outbox.postpone(id, DeliveryState::Held, ReasonKind::SecretMissing,
                                             QStringLiteral("Password needed."), 0))
                  .ok());
  EXPECT_EQ(told(), QVector<NoticeKind>{NoticeKind::Held});
}

}  // namespace
}  // namespace courier
