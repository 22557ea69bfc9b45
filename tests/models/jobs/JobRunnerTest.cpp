#include "models/jobs/JobRunner.h"

#include <gtest/gtest.h>

#include <QCryptographicHash>
#include <QDir>
#include <QFile>

#include "models/encode/Gzip.h"
#include "models/secrets/SessionSecretStore.h"
#include "models/targets/TargetStore.h"
#include "tests/support/Await.h"
#include "tests/support/Batches.h"
#include "tests/support/FakeClock.h"
#include "tests/support/TempDatabase.h"

namespace courier {
namespace {

using testing::await;
using testing::numberedBatch;
using testing::numberedColumns;
using testing::waitUntil;

/// An engine that gives numbered rows: "rows N"; fails on "fail"; fails once and then works on "flaky"; never ends, but
/// for a cancel, on "hang"; gives a column without values on "nulls".
class ScriptedEngine final : public QueryEngine {
 public:
  Result<QuerySummary> run(const QueryRequest& request, const CancelToken& cancel, BatchSink& sink) override {
    ++runs;
    lastPassword = request.password;
    lastLimit = request.rowLimit;
    if (request.sql == u"fail" || (request.sql == u"flaky" && runs == 1)) {
      return Error{ErrorKind::Sql, QStringLiteral("no such column: foo"), {}, {}};
    }
    if (request.sql == u"hang") {
      while (!cancel.isCancelled()) QThread::msleep(1);
      return Error{ErrorKind::Cancelled, {}, {}, {}};
    }
    QuerySummary summary;
    if (request.sql == u"nothing") return summary;
    summary.hasResult = true;
    if (request.sql == u"nulls") return nulls(sink);
    if (auto begun = sink.begin(numberedColumns()); !begun) return begun.error();
    if (request.sql == u"rows and hang") {
      if (auto added = sink.append(numberedBatch(0, 3)); !added) return added.error();
      while (!cancel.isCancelled()) QThread::msleep(1);
      return Error{ErrorKind::Cancelled, {}, {}, {}};
    }
    qint64 rows = request.sql.startsWith(u"rows ") ? request.sql.mid(5).toLongLong() : 3;
    if (request.rowLimit > 0 && rows > request.rowLimit) {
      rows = request.rowLimit;
      summary.truncated = true;
    }
    if (auto added = sink.append(numberedBatch(0, static_cast<int>(rows))); !added) return added.error();
    summary.rows = rows;
    return summary;
  }
  /// Two rows of an integer and a NULL.
  static Result<QuerySummary> nulls(BatchSink& sink) {
    QuerySummary summary;
    summary.hasResult = true;
    summary.rows = 2;
    const Columns columns{{.name = QStringLiteral("n"), .databaseType = {}},
                          {.name = QStringLiteral("none"), .databaseType = {}}};
    if (auto begun = sink.begin(columns); !begun) return begun.error();
    ColumnBatchBuilder builder(2);
    for (qint64 row = 0; row < 2; ++row) {
      builder.appendInteger(0, row);
      builder.appendNull(1);
      builder.endRow();
    }
    if (auto added = sink.append(builder.take()); !added) return added.error();
    return summary;
  }
  Result<QVector<TableInfo>> tables(const Connection&, const QString&, const CancelToken&) override {
    return QVector<TableInfo>();
  }

  std::atomic<int> runs = 0;
  QString lastPassword;
  qint64 lastLimit = -1;
};

class JobRunnerTest : public ::testing::Test {
 protected:
  JobRunnerTest()
      : engine(std::make_shared<ScriptedEngine>()),
        jobs(*database, clock),
        outbox(*database, clock),
        connections(*database, clock),
        targets(*database, clock),
        secrets(SecretStore::Place::Keychain),
        queries({{Engine::Sqlite, engine}}),
        runner(jobs, outbox, connections, secrets, queries, spool.path(), QStringLiteral("runner-1")) {
    connection.name = QStringLiteral("db");
    connection.file = QStringLiteral("/somewhere.db");
    connection.id = *await(connections.create(connection));
  }

  JobRequest request(const QString& sql) const {
    JobRequest made;
    made.connection = connection;
    made.sql = sql;
    return made;
  }
  DeliveryRequest delivery(qint64 rowCap = 100'000) {
    Target target;
    target.name = QStringLiteral("web%1").arg(++targetCount);
    target.url = TargetUrl::parse(QStringLiteral("web://127.0.0.1:1/%1").arg(targetCount))->url;
    DeliveryRequest made;
    made.targetId = *await(targets.create(target));
    made.targetText = target.name;
    made.url = target.url;
    made.rowCap = rowCap;
    return made;
  }
  DeliveryRequest delivery(const BodyOptions& form, qint64 rowCap = 100'000) {
    DeliveryRequest made = delivery(rowCap);
    made.options.body = form;
    return made;
  }
  [[nodiscard]] int fileCount() const { return static_cast<int>(QDir(spool.path()).entryList(QDir::Files).size()); }
  Job job(JobId id) { return *await(jobs.find(id)); }
  QByteArray body(const QString& name) const {
    QFile file(spool.path() + u'/' + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }

  testing::FakeClock clock;
  testing::TempDatabase database;
  QTemporaryDir spool;
  std::shared_ptr<ScriptedEngine> engine;
  JobStore jobs;
  Outbox outbox;
  ConnectionStore connections;
  TargetStore targets;
  SessionSecretStore secrets;
  QueryRunner queries;
  JobRunner runner;
  Connection connection;
  int targetCount = 0;
};

const QByteArray threeRows =
    R"({"column_names":["number","text"],"column_types":["long","string"],"data":[[0,"row 0"],[1,"row 1"],[2,"row 2"]]})";

TEST_F(JobRunnerTest, AResultIsKeptAlthoughItGoesNowhere) {
  JobId begun;
  const auto outcome = await(runner.run(request(QStringLiteral("rows 3")), [&](JobId id) { begun = id; }));
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
  planned.plan = delivery();
  const auto outcome = await(runner.run(planned));
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
  planned.plan = delivery(4);
  const auto outcome = await(runner.run(planned));
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(engine->lastLimit, 4);
  EXPECT_EQ(outcome->body->rows, 4);
  EXPECT_TRUE(job(outcome->job).truncated);
  EXPECT_TRUE(await(outbox.find(*outcome->delivery))->truncated);
}

TEST_F(JobRunnerTest, AViewerGetsEveryRowAndTheBodyIsCutAllTheSame) {
  JobRequest planned = request(QStringLiteral("rows 10"));
  planned.plan = delivery(4);
  auto shown = std::make_shared<ResultStore>(spool.path());
  planned.viewer = shown;
  const auto outcome = await(runner.run(planned));
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(shown->rowCount(), 10);
  EXPECT_EQ(outcome->body->rows, 4);
  EXPECT_TRUE(outcome->body->truncated);
}

TEST_F(JobRunnerTest, AFailedQueryEndsAsErrorWithItsSentence) {
  const auto outcome = await(runner.run(request(QStringLiteral("fail"))));
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().message, QStringLiteral("no such column: foo"));
  EXPECT_EQ(database.value(QStringLiteral("SELECT state || ': ' || error FROM job")).toString(),
            QStringLiteral("error: no such column: foo"));
  EXPECT_TRUE(QDir(spool.path()).isEmpty());
}

TEST_F(JobRunnerTest, AQueryIsRunAgainAsOftenAsItsJobAllows) {
  JobRequest flaky = request(QStringLiteral("flaky"));
  flaky.retryLimit = 1;
  EXPECT_TRUE(await(runner.run(flaky)).ok());
  EXPECT_EQ(engine->runs, 2);
  JobRequest failing = request(QStringLiteral("fail"));
  failing.retryLimit = 2;
  EXPECT_FALSE(await(runner.run(failing)).ok());
  EXPECT_EQ(engine->runs, 5);
}

TEST_F(JobRunnerTest, AStatementWithoutRowsSucceedsWithNothingToDeliver) {
  JobRequest planned = request(QStringLiteral("nothing"));
  planned.plan = delivery();
  const auto outcome = await(runner.run(planned));
  ASSERT_TRUE(outcome.ok());
  EXPECT_FALSE(outcome->delivery.has_value());
  EXPECT_EQ(job(outcome->job).rows, -1);
}

TEST_F(JobRunnerTest, ACancelledJobEndsAsKilled) {
  JobRequest hanging = request(QStringLiteral("hang"));
  hanging.plan = delivery();
  auto future = runner.run(hanging);
  ASSERT_TRUE(waitUntil([&] { return engine->runs == 1; }));
  hanging.cancel.cancel();
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
  auto outcome = runner.run(asked, [&](JobId id) { begun = id; });
  ASSERT_TRUE(waitUntil([&] { return rows == 3; }));
  EXPECT_EQ(of, begun);
  asked.cancel.cancel();
  EXPECT_FALSE(await(outcome).ok());
}

TEST_F(JobRunnerTest, AKillAskedForThroughTheHistoryStopsTheJob) {
  auto future = runner.run(request(QStringLiteral("hang")));
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
  QObject::connect(&runner, &JobRunner::jobBegun, [&](JobId id) { order.append(id.value); });
  runner.workQueue(1);
  ASSERT_TRUE(waitUntil([&] { return job(JobId{3}).state == JobState::Success; }));
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
  JobRequest secret = request(QStringLiteral("rows 1"));
  secret.connection.secretKey = QStringLiteral("key");
  EXPECT_EQ(await(runner.run(secret)).error().kind, ErrorKind::SecretMissing);
  EXPECT_EQ(engine->runs, 0);
  ASSERT_TRUE(
      await(secrets.write(QStringLiteral("key"), Secret::ofPassword(QStringLiteral("pw")), SecretStore::Fallback::None))
          .ok());
  EXPECT_TRUE(await(runner.run(secret)).ok());
  EXPECT_EQ(engine->lastPassword, QStringLiteral("pw"));
}

TEST_F(JobRunnerTest, WhatIsShownIsSentWithoutAnotherQuery) {
  JobRequest shownRequest = request(QStringLiteral("rows 3"));
  auto shown = std::make_shared<ResultStore>(spool.path());
  shownRequest.viewer = shown;
  shownRequest.keepBody = false;
  const auto outcome = await(runner.run(shownRequest));
  ASSERT_TRUE(outcome.ok());
  EXPECT_FALSE(outcome->body.has_value());
  const auto sent = await(runner.sendShown(outcome->job, shown, delivery(), false));
  ASSERT_TRUE(sent.ok()) << sent.error().message.toStdString();
  EXPECT_EQ(engine->runs, 1);
  EXPECT_EQ(body(await(outbox.find(*sent))->spoolName), threeRows);
  const auto cut = await(runner.sendShown(outcome->job, shown, delivery(2), false));
  EXPECT_TRUE(await(outbox.find(*cut))->truncated);
  EXPECT_EQ(await(outbox.find(*cut))->rows, 2);
}

TEST_F(JobRunnerTest, AnEarlierResultIsSentAgainAsALinkedJob) {
  const auto outcome = await(runner.run(request(QStringLiteral("rows 3"))));
  const auto exported = await(runner.exportResult(outcome->job, delivery()));
  ASSERT_TRUE(exported.ok()) << exported.error().message.toStdString();
  const Job linked = job(exported->job);
  EXPECT_EQ(linked.kind, JobKind::Export);
  EXPECT_EQ(linked.sourceJobId, outcome->job);
  EXPECT_EQ(linked.state, JobState::Success);
  EXPECT_EQ(body(await(outbox.find(exported->delivery))->spoolName), threeRows);

  const auto fewer = await(runner.exportResult(outcome->job, delivery(1)));
  ASSERT_TRUE(fewer.ok());
  EXPECT_EQ(body(await(outbox.find(fewer->delivery))->spoolName),
            R"({"column_names":["number","text"],"column_types":["long","string"],"data":[[0,"row 0"]]})");
}

const QByteArray threeObjects =
    R"([{"number":0,"text":"row 0"},{"number":1,"text":"row 1"},{"number":2,"text":"row 2"}])";
const QByteArray threeLines = "number,text\r\n0,row 0\r\n1,row 1\r\n2,row 2\r\n";

TEST_F(JobRunnerTest, ADeliveryInAnotherFormHasAFileOfItsOwn) {
  JobRequest planned = request(QStringLiteral("rows 3"));
  planned.plan = delivery({.format = BodyFormat::Csv, .gzip = true});
  const auto outcome = await(runner.run(planned));
  ASSERT_TRUE(outcome.ok() && outcome->delivery);
  EXPECT_EQ(body(job(outcome->job).spoolName), threeRows) << "the job's own is plain";
  const Delivery queued = *await(outbox.find(*outcome->delivery));
  EXPECT_EQ(queued.contentType, QStringLiteral("text/csv; charset=utf-8; header=present"));
  EXPECT_EQ(queued.rows, 3);
  const QByteArray sent = body(queued.spoolName);
  EXPECT_EQ(queued.bodyBytes, sent.size());
  EXPECT_EQ(queued.bodySha256, QCryptographicHash::hash(sent, QCryptographicHash::Sha256));
  EXPECT_EQ(gunzipBeginning(sent, 1000)->bytes, threeLines);
  EXPECT_EQ(fileCount(), 2);
  EXPECT_EQ(await(jobs.totals())->keptBodyBytes, sent.size() + threeRows.size());

  // Both go once they are no longer needed.
  ASSERT_TRUE(await(outbox.cancel(*outcome->delivery)).ok());
  RetentionRule everything;
  everything.everything = true;
  const auto released = await(outbox.releaseBodies(everything));
  EXPECT_EQ(job(outcome->job).spoolName, QString());
  EXPECT_EQ(released->names.size(), 2);
  EXPECT_TRUE(released->names.contains(queued.spoolName));
}

TEST_F(JobRunnerTest, ACapCutsBothFilesAlike) {
  JobRequest planned = request(QStringLiteral("rows 3"));
  planned.plan = delivery({.format = BodyFormat::Lines}, 2);
  const auto outcome = await(runner.run(planned));
  ASSERT_TRUE(outcome.ok() && outcome->delivery);
  const Delivery queued = *await(outbox.find(*outcome->delivery));
  EXPECT_TRUE(queued.truncated);
  EXPECT_EQ(queued.contentType, QStringLiteral("application/x-ndjson; charset=utf-8"));
  EXPECT_EQ(body(queued.spoolName),
            QByteArray("{\"number\":0,\"text\":\"row 0\"}\n{\"number\":1,\"text\":\"row 1\"}\n"));
  EXPECT_EQ(job(outcome->job).rows, 2);
}

TEST_F(JobRunnerTest, AnEmptyResultOfLinesIsADeliveryOfNoBytes) {
  JobRequest planned = request(QStringLiteral("rows 0"));
  planned.plan = delivery({.format = BodyFormat::Lines});
  const auto outcome = await(runner.run(planned));
  ASSERT_TRUE(outcome.ok() && outcome->delivery);
  const Delivery queued = *await(outbox.find(*outcome->delivery));
  EXPECT_EQ(queued.bodyBytes, 0);
  EXPECT_TRUE(QFile::exists(spool.path() + u'/' + queued.spoolName));
}

TEST_F(JobRunnerTest, WhatIsShownIsSentInTheTargetsForm) {
  const auto shown = std::make_shared<ResultStore>(spool.path());
  JobRequest viewed = request(QStringLiteral("rows 3"));
  viewed.viewer = shown;
  const auto outcome = await(runner.run(viewed));
  const auto sent = await(runner.sendShown(outcome->job, shown, delivery({.format = BodyFormat::Objects}), false));
  ASSERT_TRUE(sent.ok()) << sent.error().message.toStdString();
  EXPECT_EQ(body(await(outbox.find(*sent))->spoolName), threeObjects);
}

TEST_F(JobRunnerTest, AnEarlierResultIsSentAgainInAnotherForm) {
  const auto outcome = await(runner.run(request(QStringLiteral("rows 3"))));
  const auto exported = await(runner.exportResult(outcome->job, delivery({.format = BodyFormat::Objects})));
  ASSERT_TRUE(exported.ok()) << exported.error().message.toStdString();
  EXPECT_EQ(body(await(outbox.find(exported->delivery))->spoolName), threeObjects);
  EXPECT_EQ(job(exported->job).spoolName, job(outcome->job).spoolName) << "the kept one serves both jobs";
  EXPECT_EQ(fileCount(), 2);

  const auto fewer = await(runner.exportResult(outcome->job, delivery({.format = BodyFormat::Csv}, 1)));
  ASSERT_TRUE(fewer.ok());
  EXPECT_EQ(body(await(outbox.find(fewer->delivery))->spoolName), QByteArray("number,text\r\n0,row 0\r\n"));
  EXPECT_TRUE(await(outbox.find(fewer->delivery))->truncated);
  EXPECT_EQ(body(job(fewer->job).spoolName),
            R"({"column_names":["number","text"],"column_types":["long","string"],"data":[[0,"row 0"]]})");
  EXPECT_EQ(fileCount(), 4);
}

TEST_F(JobRunnerTest, AnExportKnowsWhichTypesAreUnsettled) {
  const auto outcome = await(runner.run(request(QStringLiteral("nulls"))));
  ASSERT_TRUE(outcome.ok());
  const QVector<bool> unsettled{false, true};
  EXPECT_EQ(job(outcome->job).unsettled, unsettled);
  for (const qint64 cap : {qint64{0}, qint64{1}}) {
    for (const BodyFormat format : {BodyFormat::Result, BodyFormat::Lines}) {
      const auto exported = await(runner.exportResult(outcome->job, delivery({.format = format}, cap)));
      ASSERT_TRUE(exported.ok());
      EXPECT_EQ(job(exported->job).unsettled, unsettled);
      EXPECT_EQ(job(exported->job).columns, job(outcome->job).columns);
    }
  }
}

TEST_F(JobRunnerTest, AFileInAnotherFormThanItsTargetWantsIsNotQueued) {
  const auto outcome = await(runner.run(request(QStringLiteral("rows 3"))));
  const auto queued = await(outbox.enqueue(delivery({.gzip = true}), outcome->job, *outcome->body));
  ASSERT_FALSE(queued.ok());
  EXPECT_EQ(queued.error().kind, ErrorKind::Internal);
}

TEST_F(JobRunnerTest, AResultThatIsNotKeptCannotBeExported) {
  JobRequest unkept = request(QStringLiteral("rows 3"));
  unkept.keepBody = false;
  const auto outcome = await(runner.run(unkept));
  EXPECT_EQ(await(runner.exportResult(outcome->job, delivery())).error().kind, ErrorKind::NotFound);
}

TEST_F(JobRunnerTest, AnEndThatCannotBeRecordedIsRecordedLater) {
  database.change(
      QStringLiteral("CREATE TRIGGER full BEFORE UPDATE ON job BEGIN SELECT RAISE(ABORT, 'disk full'); END"));
  const auto outcome = await(runner.run(request(QStringLiteral("fail"))));
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().message, QStringLiteral("no such column: foo"));
  EXPECT_EQ(job(JobId{1}).state, JobState::Running);
  database.change(QStringLiteral("DROP TRIGGER full"));
  ASSERT_TRUE(waitUntil([&] { return job(JobId{1}).state == JobState::Error; }));
  EXPECT_EQ(job(JobId{1}).error, QStringLiteral("no such column: foo"));
}

TEST_F(JobRunnerTest, StopKillsAndRecordsWhatRuns) {
  (void)runner.run(request(QStringLiteral("hang")));
  ASSERT_TRUE(waitUntil([&] { return engine->runs == 1; }));
  await(runner.stop());
  EXPECT_EQ(job(JobId{1}).state, JobState::Killed);
  EXPECT_EQ(runner.runningCount(), 0);
}

}  // namespace
}  // namespace courier
