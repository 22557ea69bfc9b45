#include "models/jobs/JobStore.h"

#include "models/base/UserName.h"
#include "models/jobs/JobRows.h"
#include "tests/models/jobs/JobStoreFixture.h"

namespace courier {
namespace {

using testing::await;

class JobStoreTest : public testing::JobStoreFixture {};

TEST_F(JobStoreTest, GivesBackWhatWasAsked) {
  m_database.change(QStringLiteral("INSERT INTO connection (name, engine, created_at) VALUES ('c', 'sqlite', 0)"));
  const JobId source = create(job());
  Job wanted = jobToTarget();
  wanted.kind = JobKind::Export;
  wanted.queryName = QStringLiteral("q");
  wanted.connectionId = {1};
  wanted.connectionName = QStringLiteral("c");
  wanted.sourceJobId = source;
  wanted.priority = -2;
  wanted.retryLimit = 4;
  const auto id = await(m_store.create(wanted));
  const auto found = await(m_store.find(*id));
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->kind, JobKind::Export);
  EXPECT_EQ(found->state, JobState::Queued);
  EXPECT_EQ(found->queryName, wanted.queryName);
  EXPECT_EQ(found->sql, wanted.sql);
  EXPECT_EQ(found->connectionId, wanted.connectionId);
  EXPECT_EQ(found->connectionName, wanted.connectionName);
  EXPECT_EQ(found->sourceJobId, source);
  EXPECT_EQ(found->priority, -2);
  EXPECT_EQ(found->retryLimit, 4);
  EXPECT_EQ(found->sendTo->targetText, wanted.sendTo->targetText);
  EXPECT_EQ(found->createdMs, m_clock.nowMs());
  EXPECT_EQ(found->startedMs, 0);
  EXPECT_EQ(found->endedMs, 0);
  EXPECT_EQ(found->rows, -1);
}

TEST_F(JobStoreTest, RefusesWhatCannotBeAJob) {
  Job badName = job();
  badName.queryName = QStringLiteral("a\nb");
  Job badPriority = job();
  badPriority.priority = 3;
  Job badRetries = job();
  badRetries.retryLimit = -1;
  for (const Job& bad : {job(QStringLiteral(" \n")), badName, badPriority, badRetries}) {
    const auto made = await(m_store.create(bad));
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().kind, ErrorKind::InvalidInput);
  }
  EXPECT_EQ(await(m_store.find({1})).error().kind, ErrorKind::NotFound);
}

TEST_F(JobStoreTest, TakesQueuedJobsByPriorityThenAge) {
  for (const int priority : {0, 2, -1, 2}) {
    Job one = job();
    one.priority = priority;
    ASSERT_TRUE(await(m_store.create(one)).ok());
  }
  m_clock.advance(1000);
  QVector<qint64> order;
  for (;;) {
    const auto taken = await(m_store.takeQueued(QStringLiteral("me")));
    ASSERT_TRUE(taken.ok());
    if (!taken->has_value()) break;
    EXPECT_EQ((*taken)->state, JobState::Running);
    EXPECT_EQ((*taken)->runner, QStringLiteral("me"));
    EXPECT_EQ((*taken)->startedMs, m_clock.nowMs());
    order.append((*taken)->id.value);
  }
  EXPECT_EQ(order, (QVector<qint64>{2, 4, 1, 3}));
}

TEST_F(JobStoreTest, SuccessQueuesTheDeliveryInTheSameTransaction) {
  const JobId id = create(jobToTarget());
  Columns columns(1);
  columns[0].name = QStringLiteral("n");
  columns[0].type = ColumnType::Long;
  const QString notices = QStringLiteral("NOTICE: one\nWARNING: two");
  const auto ended = await(m_store.succeed(id, 100'001, true, columns, body(), {}, notices));
  ASSERT_TRUE(ended.ok());
  ASSERT_TRUE(ended->delivery.has_value());
  const auto found = await(m_store.find(id));
  EXPECT_EQ(found->state, JobState::Success);
  EXPECT_EQ(found->rows, 100'001);
  EXPECT_TRUE(found->truncated);
  EXPECT_EQ(found->repairedTexts, 2);
  EXPECT_EQ(found->notices, notices);
  EXPECT_EQ(found->columns, columns);
  EXPECT_EQ(found->spoolName, QStringLiteral("s1"));
  EXPECT_EQ(found->spoolBytes, 12);
  EXPECT_EQ(found->spoolSha256, body().sha256);
  EXPECT_EQ(found->endedMs, m_clock.nowMs());
  EXPECT_EQ(shape(lines()), QStringLiteral("1/1:waiting"));
  EXPECT_EQ(lines().first().delivery->targetText, QStringLiteral("myweb:a"));
}

TEST_F(JobStoreTest, SuccessThatCannotQueueItsDeliveryIsNoSuccess) {
  Job lost = jobToTarget();
  lost.sendTo->targetId = {77};
  const JobId id = create(lost);
  EXPECT_FALSE(await(m_store.succeed(id, 1, false, {}, body())).ok());
  EXPECT_EQ(await(m_store.find(id))->state, JobState::Running);
}

TEST_F(JobStoreTest, SuccessWithoutPlanOrBodyQueuesNothing) {
  const JobId withoutTarget = create(job());
  EXPECT_FALSE(await(m_store.succeed(withoutTarget, 0, false, {}, body()))->delivery.has_value());
  const JobId withoutBody = create(jobToTarget());
  EXPECT_FALSE(await(m_store.succeed(withoutBody, 5, false, {}, std::nullopt))->delivery.has_value());
  EXPECT_EQ(shape(lines()), QStringLiteral("2 1"));
  EXPECT_TRUE(await(m_store.find(withoutBody))->spoolName.isEmpty());
}

TEST_F(JobStoreTest, AJobEndsOnce) {
  const JobId id = create(job());
  ASSERT_TRUE(await(m_store.fail(id, JobState::Error, QStringLiteral("no such table"))).ok());
  EXPECT_EQ(await(m_store.find(id))->error, QStringLiteral("no such table"));
  EXPECT_EQ(await(m_store.fail(id, JobState::Killed, {})).error().kind, ErrorKind::Busy);
  EXPECT_EQ(await(m_store.succeed(id, 1, false, {}, body())).error().kind, ErrorKind::Busy);
  EXPECT_EQ(await(m_store.requestKill(id)).error().kind, ErrorKind::InvalidInput);
  EXPECT_EQ(await(m_store.find(id))->state, JobState::Error);
  EXPECT_EQ(await(m_store.fail({9}, JobState::Error, {})).error().kind, ErrorKind::NotFound);
  EXPECT_EQ(await(m_store.fail(create(job()), JobState::Success, {})).error().kind, ErrorKind::Internal);
}

TEST_F(JobStoreTest, KillsAQueuedJobAtOnceAndAsksForARunningOne) {
  const auto queued = await(m_store.create(job()));
  EXPECT_EQ(await(m_store.requestKill(*queued)).value(), JobState::Killed);
  EXPECT_EQ(await(m_store.find(*queued))->state, JobState::Killed);
  const JobId running = create(job());
  const JobId other = create(job());
  EXPECT_EQ(await(m_store.requestKill(running)).value(), JobState::Running);
  EXPECT_TRUE(await(m_store.find(running))->killRequested);
  EXPECT_EQ(await(m_store.killRequested({running, other})).value(), QVector<JobId>{running});
  EXPECT_TRUE(await(m_store.killRequested({other})).value().isEmpty());
  EXPECT_TRUE(await(m_store.killRequested({})).value().isEmpty());
  EXPECT_EQ(await(m_store.requestKill({99})).error().kind, ErrorKind::NotFound);
}

TEST_F(JobStoreTest, JobsWhoseProgramIsGoneAreInterrupted) {
  const JobId mine = create(job());
  const auto theirs = await(m_store.create(job(), QStringLiteral("gone")));
  const auto queued = await(m_store.create(job()));
  EXPECT_EQ(await(m_store.runners()).value(), (QVector<QString>{QStringLiteral("gone"), QStringLiteral("me")}));
  // One that begins after the runners were looked through is not taken for gone.
  const auto later = await(m_store.create(job(), QStringLiteral("later")));
  EXPECT_EQ(await(m_store.recover({QStringLiteral("gone")})).value(), QVector<JobId>{*theirs});
  EXPECT_EQ(await(m_store.find(*later))->state, JobState::Running);
  EXPECT_EQ(await(m_store.find(*theirs))->state, JobState::Error);
  EXPECT_TRUE(await(m_store.find(*theirs))->error.startsWith(QStringLiteral("interrupted")));
  EXPECT_EQ(await(m_store.find(mine))->state, JobState::Running);
  EXPECT_EQ(await(m_store.find(*queued))->state, JobState::Queued);
  EXPECT_EQ(await(m_store.recover({})).value(), QVector<JobId>());
  EXPECT_EQ(await(m_store.recover({QStringLiteral("me")})).value(), QVector<JobId>{mine});
}

TEST_F(JobStoreTest, SaysWhoRanAJob) {
  const JobId id = create(job());
  EXPECT_FALSE(userName().isEmpty());
  EXPECT_EQ(await(m_store.find(id))->who, userName());
}

TEST_F(JobStoreTest, AnExportBeginsOnlyWhileItsSourcesBodyIsKept) {
  const JobId source = create(job());
  ASSERT_TRUE(await(m_store.succeed(source, 1, false, {}, body())).ok());
  Job exported = *await(m_store.find(source));
  exported.kind = JobKind::Export;
  exported.sourceJobId = source;
  const auto begun = await(m_store.create(exported, QStringLiteral("r")));
  ASSERT_TRUE(begun) << begun.error().message.toStdString();

  // While it runs, its body stays; the next one comes too late.
  Outbox outbox(*m_database, m_clock);
  RetentionRule everything;
  everything.everything = true;
  EXPECT_TRUE(await(m_store.releaseBodies(everything))->names.isEmpty());
  ASSERT_TRUE(await(m_store.fail(*begun, JobState::Error, QStringLiteral("no"))));
  EXPECT_EQ(await(m_store.releaseBodies(everything))->names, QVector<QString>{QStringLiteral("s1")});
  const auto late = await(m_store.create(exported, QStringLiteral("r")));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, ErrorKind::NotFound);
}

TEST_F(JobStoreTest, WhoMakesJobsIsToldOfEachEndInItsTransaction) {
  QStringList told;
  bool isWell = true;
  JobStore store(*m_database, m_clock, [&](Session& session, const Job& ended, JobEnding ending) -> Expected<void> {
    const auto row = jobrows::job(session, ended.id);
    if (!row) return row.error();
    EXPECT_EQ(row->state, ended.state);
    EXPECT_EQ(row->endedMs, ended.endedMs);
    told.append(QStringLiteral("%1 %2%3").arg(ended.id.value).arg(jobStateKey(ended.state), ended.error));
    if (ending == JobEnding::CutOff) told.append(QStringLiteral("cut off"));
    if (ending == JobEnding::GoesOn) told.append(QStringLiteral("goes on"));
    return isWell ? Expected<void>() : Error::of(ErrorKind::Storage, QStringLiteral("no"));
  });
  const auto running = [&] { return await(store.create(job(), QStringLiteral("me"))).value(); };
  ASSERT_TRUE(await(store.succeed(running(), 3, false, {}, {})).ok());
  ASSERT_TRUE(await(store.fail(running(), JobState::Error, QStringLiteral(" no such table"))).ok());
  const JobId queued = await(store.create(job())).value();
  EXPECT_EQ(await(store.requestKill(queued)).value(), JobState::Killed);
  const JobId lasting = await(store.create(job(), QStringLiteral("there"))).value();
  ASSERT_TRUE(await(store.keepRemote(lasting, QStringLiteral("77"))).ok());
  EXPECT_TRUE(await(store.recover({QStringLiteral("there")}))->isEmpty());
  isWell = false;
  const JobId cutOff = running();
  EXPECT_FALSE(await(store.recover({QStringLiteral("me")})).ok());
  EXPECT_EQ(await(store.find(cutOff))->state, JobState::Running) << "both or neither";
  EXPECT_EQ(told, (QStringList{QStringLiteral("1 success"), QStringLiteral("2 error no such table"),
                               QStringLiteral("3 killed"), QStringLiteral("4 queued"), QStringLiteral("goes on"),
                               QStringLiteral("5 errorinterrupted: the program that ran it ended"),
                               QStringLiteral("cut off")}));
}

}  // namespace
}  // namespace courier
