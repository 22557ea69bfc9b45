// How jobs run and how they end.
#include "models/data/ResultStore.h"
#include "tests/models/jobs/JobRunnerFixture.h"

namespace courier {
namespace {

using testing::await;
using testing::threeRows;
using testing::waitUntil;

using JobRunnerTest = testing::JobRunnerFixture;

TEST_F(JobRunnerTest, AResultIsKeptAlthoughItGoesNowhere) {
  JobId begun;
  const auto outcome = await(run(request(QStringLiteral("rows 3")), {}, [&](JobId id) { begun = id; }));
  ASSERT_TRUE(outcome.ok()) << outcome.error().message.toStdString();
  EXPECT_EQ(outcome->job, begun);
  EXPECT_FALSE(outcome->delivery.has_value());
  const Job ended = job(outcome->job);
  EXPECT_EQ(ended.state, JobState::Success);
  EXPECT_EQ(ended.rows, 3);
  EXPECT_EQ(body(ended.spoolName), threeRows);
  EXPECT_EQ(ended.connectionName, QStringLiteral("db"));
}

TEST_F(JobRunnerTest, APlannedResultIsQueuedWithItsBodyOnTheDisk) {
  int queued = 0;
  QObject::connect(&outbox, &Outbox::queued, [&] { ++queued; });
  JobRequest planned = request(QStringLiteral("rows 3"));
  planned.sendTo = delivery();
  const auto outcome = await(run(planned));
  ASSERT_TRUE(outcome.ok() && outcome->delivery);
  const auto waiting = await(outbox.find(*outcome->delivery));
  ASSERT_TRUE(waiting.ok());
  EXPECT_EQ(waiting->state, DeliveryState::Waiting);
  EXPECT_EQ(waiting->bodyBytes, threeRows.size());
  EXPECT_EQ(body(waiting->spoolName), threeRows);
  EXPECT_EQ(queued, 1);
}

TEST_F(JobRunnerTest, AJobThatOnlyDeliversReadsNoFurtherThanItsCap) {
  JobRequest planned = request(QStringLiteral("rows 10"));
  planned.sendTo = delivery(4);
  const auto outcome = await(run(planned));
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(engine->lastLimit, 4);
  EXPECT_EQ(outcome->body->rows, 4);
  EXPECT_TRUE(job(outcome->job).truncated);
  EXPECT_TRUE(await(outbox.find(*outcome->delivery))->truncated);
}

TEST_F(JobRunnerTest, AViewerGetsEveryRowAndTheBodyIsCutAllTheSame) {
  JobRequest planned = request(QStringLiteral("rows 10"));
  planned.sendTo = delivery(4);
  auto shown = std::make_shared<ResultStore>(spool.path());
  const auto outcome = await(run(planned, {.viewer = shown}));
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(shown->rowCount(), 10);
  EXPECT_EQ(outcome->body->rows, 4);
  EXPECT_TRUE(outcome->body->truncated);
}

TEST_F(JobRunnerTest, AFailedQueryEndsAsErrorWithItsSentence) {
  const auto outcome = await(run(request(QStringLiteral("fail"))));
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().message, QStringLiteral("no such column: foo"));
  EXPECT_EQ(database.value(QStringLiteral("SELECT state || ': ' || error FROM job")).toString(),
            QStringLiteral("error: no such column: foo"));
  EXPECT_TRUE(QDir(spool.path()).isEmpty());
}

TEST_F(JobRunnerTest, AQueryIsRunAgainAsOftenAsItsJobAllows) {
  JobRequest flaky = request(QStringLiteral("flaky"));
  flaky.retryLimit = 1;
  EXPECT_TRUE(await(run(flaky)).ok());
  EXPECT_EQ(engine->runs, 2);
  JobRequest failing = request(QStringLiteral("fail"));
  failing.retryLimit = 2;
  EXPECT_FALSE(await(run(failing)).ok());
  EXPECT_EQ(engine->runs, 5);
}

TEST_F(JobRunnerTest, AStatementWithoutRowsSucceedsWithNothingToDeliver) {
  JobRequest planned = request(QStringLiteral("nothing"));
  planned.sendTo = delivery();
  const auto outcome = await(run(planned));
  ASSERT_TRUE(outcome.ok());
  EXPECT_FALSE(outcome->delivery.has_value());
  EXPECT_EQ(job(outcome->job).rows, -1);
}

TEST_F(JobRunnerTest, ACancelledJobEndsAsKilled) {
  JobRequest hanging = request(QStringLiteral("hang"));
  hanging.sendTo = delivery();
  const RunOptions options;
  auto future = run(hanging, options);
  ASSERT_TRUE(waitUntil([&] { return engine->runs == 1; }));
  options.cancel.cancel();
  const auto outcome = await(future);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().kind, ErrorKind::Cancelled);
  EXPECT_EQ(database.value(QStringLiteral("SELECT state FROM job")).toString(), QStringLiteral("killed"));
  EXPECT_EQ(database.value(QStringLiteral("SELECT count(*) FROM delivery")).toInt(), 0);
}

TEST_F(JobRunnerTest, RowsSoFarAreToldWhileTheQueryRuns) {
  JobRequest asked = request(QStringLiteral("rows and hang"));
  qint64 rows = 0;
  JobId of;
  QObject::connect(&runner, &JobRunner::jobProgressed, &runner, [&](JobId id, qint64 soFar) {
    of = id;
    rows = soFar;
  });
  JobId begun;
  const RunOptions options;
  auto outcome = run(asked, options, [&](JobId id) { begun = id; });
  ASSERT_TRUE(waitUntil([&] { return rows == 3; }));
  EXPECT_EQ(of, begun);
  options.cancel.cancel();
  EXPECT_FALSE(await(outcome).ok());
}

TEST_F(JobRunnerTest, AKillAskedForThroughTheHistoryStopsTheJob) {
  auto future = run(request(QStringLiteral("hang")));
  ASSERT_TRUE(waitUntil([&] { return engine->runs == 1; }));
  EXPECT_EQ(*await(jobs.requestKill(JobId{1})), JobState::Running);
  EXPECT_EQ(await(future).error().kind, ErrorKind::Cancelled);
  EXPECT_EQ(job(JobId{1}).state, JobState::Killed);
}

TEST_F(JobRunnerTest, TheQueueIsWorkedByPriorityThenAge) {
  for (const int priority : {0, 2, -1, 2}) {
    JobRequest queued = request(QStringLiteral("rows 1"));
    queued.priority = priority;
    ASSERT_TRUE(await(runner.queue(queued)).ok());
  }
  QVector<qint64> order;
  QObject::connect(&runner, &JobRunner::jobEnded, [&](JobId id) { order.append(id.value); });
  runner.workQueue(1);
  ASSERT_TRUE(waitUntil([&] { return order.size() == 4; }));
  EXPECT_EQ(order, (QVector<qint64>{2, 4, 1, 3}));
}

TEST_F(JobRunnerTest, OneQueuedJobCanBeRunAlone) {
  ASSERT_TRUE(await(runner.queue(request(QStringLiteral("rows 1")))).ok());
  ASSERT_TRUE(await(runner.queue(request(QStringLiteral("rows 1")))).ok());
  runner.runQueuedJob(JobId{2});
  ASSERT_TRUE(waitUntil([&] { return job(JobId{2}).state == JobState::Success; }));
  EXPECT_EQ(job(JobId{1}).state, JobState::Queued);
}

TEST_F(JobRunnerTest, AQueuedJobWhoseConnectionIsGoneEndsAsError) {
  ASSERT_TRUE(await(runner.queue(request(QStringLiteral("rows 1")))).ok());
  ASSERT_TRUE(await(connections.remove(connection.id)).ok());
  runner.workQueue();
  ASSERT_TRUE(waitUntil([&] { return job(JobId{1}).state == JobState::Error; }));
  EXPECT_FALSE(job(JobId{1}).error.isEmpty());
}

TEST_F(JobRunnerTest, AConnectionsPasswordIsReadFirstAndItsWantStopsTheJob) {
  const JobRequest secret = request(QStringLiteral("rows 1"));
  connection.secretKey = QStringLiteral("key");
  EXPECT_EQ(await(run(secret)).error().kind, ErrorKind::SecretMissing);
  EXPECT_EQ(engine->runs, 0);
  ASSERT_TRUE(
      await(secrets.write(QStringLiteral("key"), Secret::ofPassword(QStringLiteral("pw")), SecretStore::Fallback::None))
          .ok());
  EXPECT_TRUE(await(run(secret)).ok());
  EXPECT_EQ(engine->lastPassword, QStringLiteral("pw"));
}

TEST_F(JobRunnerTest, AnEndThatCannotBeRecordedIsRecordedLater) {
  database.change(
      QStringLiteral("CREATE TRIGGER full BEFORE UPDATE ON job BEGIN SELECT RAISE(ABORT, 'disk full'); END"));
  const auto outcome = await(run(request(QStringLiteral("fail"))));
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().message, QStringLiteral("no such column: foo"));
  EXPECT_EQ(job(JobId{1}).state, JobState::Running);
  database.change(QStringLiteral("DROP TRIGGER full"));
  ASSERT_TRUE(waitUntil([&] { return job(JobId{1}).state == JobState::Error; }));
  EXPECT_EQ(job(JobId{1}).error, QStringLiteral("no such column: foo"));
}

TEST_F(JobRunnerTest, StopKillsAndRecordsWhatRuns) {
  (void)run(request(QStringLiteral("hang")));
  ASSERT_TRUE(waitUntil([&] { return engine->runs == 1; }));
  await(runner.stop());
  EXPECT_EQ(job(JobId{1}).state, JobState::Killed);
  EXPECT_TRUE(runner.stop().isFinished()) << "nothing is left running";
}

// The end of the program may come between a job's row and its run.
TEST_F(JobRunnerTest, StopAlsoStopsWhatIsOnlyJustBeginning) {
  (void)run(request(QStringLiteral("hang")));
  await(runner.stop());
  EXPECT_EQ(job(JobId{1}).state, JobState::Killed);
  ASSERT_TRUE(await(runner.queue(request(QStringLiteral("hang")))).ok());
  runner.workQueue();
  await(runner.stop());
  EXPECT_EQ(job(JobId{2}).state, JobState::Killed);
}

// A job may be queued while the queue is being read.
TEST_F(JobRunnerTest, AJobThatGoesOnInItsDatabaseIsLetGoOfAndFoundAgain) {
  engine->runsLast = true;
  JobRequest asked = request(QStringLiteral("hang"));
  asked.sendTo = delivery();
  const JobId id = *await(runner.queue(asked));
  runner.workQueue();
  ASSERT_TRUE(waitUntil([&] { return engine->isKept.load(); }));
  await(runner.stop());
  EXPECT_EQ(job(id).state, JobState::Running);
  EXPECT_EQ(job(id).remoteId, QStringLiteral("77"));
  // Nobody was interrupted.
  EXPECT_TRUE(await(jobs.recover({QStringLiteral("runner-1")}))->isEmpty());
  EXPECT_EQ(job(id).state, JobState::Queued);

  JobRunner next(jobs, outbox, connections, secrets, queries, spool.path(), QStringLiteral("runner-2"));
  next.workQueue();
  ASSERT_TRUE(waitUntil([&] { return job(id).state == JobState::Success; }));
  EXPECT_EQ(job(id).rows, 3);
  EXPECT_EQ(database.value(QStringLiteral("SELECT count(*) FROM delivery")).toInt(), 1);
}

TEST_F(JobRunnerTest, AJobThatGoesOnInItsDatabaseIsKilledByWhoTakesItUp) {
  engine->runsLast = true;
  const JobId id = *await(runner.queue(request(QStringLiteral("hang"))));
  runner.workQueue();
  ASSERT_TRUE(waitUntil([&] { return engine->isKept.load(); }));
  await(runner.stop());
  (void)await(jobs.recover({QStringLiteral("runner-1")}));
  EXPECT_EQ(*await(jobs.requestKill(id)), JobState::Running);
  EXPECT_EQ(job(id).state, JobState::Queued);

  JobRunner next(jobs, outbox, connections, secrets, queries, spool.path(), QStringLiteral("runner-2"));
  next.workQueue();
  ASSERT_TRUE(waitUntil([&] { return job(id).state == JobState::Killed; }));
  // The engine itself is told, which stops it there.
  EXPECT_EQ(engine->stoppedThere, 1);
}

TEST_F(JobRunnerTest, AJobWhoseNumberComesTooLateIsGivenUpThere) {
  engine->runsLast = true;
  engine->keepsAfterStop = true;
  const JobId id = *await(runner.queue(request(QStringLiteral("hang"))));
  runner.workQueue();
  ASSERT_TRUE(waitUntil([&] { return engine->runs == 1; }));
  await(runner.stop());
  EXPECT_EQ(job(id).state, JobState::Killed);
  engine->keepsAfterStop = false;
  ASSERT_TRUE(waitUntil([&] { return engine->stoppedThere == 1; }));
  EXPECT_FALSE(engine->isKept);
}

TEST_F(JobRunnerTest, AJobQueuedWhileTheQueueIsReadIsTakenToo) {
  runner.workQueue();
  auto queued = runner.queue(request(QStringLiteral("rows 1")));
  // No event of this thread meanwhile: the answer of the reading before waits as well.
  queued.waitForFinished();
  ASSERT_TRUE(queued.result().ok());
  runner.workQueue();
  EXPECT_TRUE(waitUntil([&] { return job(JobId{1}).state == JobState::Success; }));
}

// Each job that begins would otherwise put the look for kills off.
TEST_F(JobRunnerTest, AKillIsHeardHoweverManyJobsBegin) {
  auto hanging = run(request(QStringLiteral("hang")));
  ASSERT_TRUE(waitUntil([&] { return engine->runs == 1; }));
  ASSERT_TRUE(await(jobs.requestKill(JobId{1})).ok());
  EXPECT_TRUE(waitUntil([&] {
    (void)await(run(request(QStringLiteral("rows 1"))));
    return hanging.isFinished();
  }));
}

}  // namespace
}  // namespace courier
