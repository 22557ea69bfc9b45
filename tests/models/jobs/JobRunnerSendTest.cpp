// Results that ran before, sent.
#include <QCryptographicHash>

#include "models/base/Gzip.h"
#include "models/data/ResultStore.h"
#include "tests/models/jobs/JobRunnerFixture.h"
#include "tests/support/Enqueue.h"

namespace courier {
namespace {

using testing::await;
using testing::threeLines;
using testing::threeRows;

using JobRunnerSendTest = testing::JobRunnerFixture;

TEST_F(JobRunnerSendTest, WhatIsShownIsSentWithoutAnotherQuery) {
  const JobRequest shownRequest = request(QStringLiteral("rows 3"));
  auto shown = std::make_shared<ResultStore>(spool.path());
  const auto outcome = await(run(shownRequest, {.keepBody = false, .viewer = shown}));
  ASSERT_TRUE(outcome.ok());
  EXPECT_FALSE(outcome->body.has_value());
  const auto sent = await(runner.sendShownToAll(outcome->job, shown, {delivery()}, false));
  ASSERT_TRUE(sent.ok()) << sent.error().message.toStdString();
  EXPECT_EQ(engine->runs, 1);
  EXPECT_EQ(body(await(outbox.find(sent->first()))->spoolName), threeRows);
  const auto cut = await(runner.sendShownToAll(outcome->job, shown, {delivery(2)}, false));
  EXPECT_TRUE(await(outbox.find(cut->first()))->truncated);
  EXPECT_EQ(await(outbox.find(cut->first()))->rows, 2);
}

TEST_F(JobRunnerSendTest, AnEarlierResultIsSentAgainAsALinkedJob) {
  const auto outcome = await(run(request(QStringLiteral("rows 3"))));
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

TEST_F(JobRunnerSendTest, WhatWasShownAndSentGoesElsewhereInWhicheverForm) {
  auto shown = std::make_shared<ResultStore>(spool.path());
  const auto outcome = await(run(request(QStringLiteral("rows 3")), {.keepBody = false, .viewer = shown}));
  ASSERT_TRUE(outcome.ok());
  EXPECT_FALSE(await(runner.exportResult(outcome->job, delivery())).ok()) << "nothing of it is kept yet";
  ASSERT_TRUE(await(runner.sendShownToAll(outcome->job, shown, {delivery()}, false)).ok());
  const auto plain = await(runner.exportResult(outcome->job, delivery()));
  ASSERT_TRUE(plain.ok()) << plain.error().message.toStdString();
  EXPECT_EQ(body(await(outbox.find(plain->delivery))->spoolName), threeRows);
  EXPECT_EQ(job(plain->job).sourceJobId, outcome->job);
  // From a body in another form the plain one is made.
  const auto packed = delivery({.format = BodyFormat::Csv, .gzip = true});
  ASSERT_TRUE(await(runner.sendShownToAll(outcome->job, shown, {packed}, false)).ok());
  const auto again = await(runner.exportResult(outcome->job, delivery()));
  ASSERT_TRUE(again.ok()) << again.error().message.toStdString();
  EXPECT_EQ(body(await(outbox.find(again->delivery))->spoolName), threeRows);
  EXPECT_EQ(engine->runs, 1);
}

const QByteArray threeObjects =
    R"([{"number":0,"text":"row 0"},{"number":1,"text":"row 1"},{"number":2,"text":"row 2"}])";

TEST_F(JobRunnerSendTest, ADeliveryInAnotherFormHasAFileOfItsOwn) {
  JobRequest planned = request(QStringLiteral("rows 3"));
  planned.sendTo = delivery({.format = BodyFormat::Csv, .gzip = true});
  const auto outcome = await(run(planned));
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
  const auto released = await(jobs.releaseBodies(everything));
  EXPECT_EQ(job(outcome->job).spoolName, QString());
  EXPECT_EQ(released->names.size(), 2);
  EXPECT_TRUE(released->names.contains(queued.spoolName));
}

TEST_F(JobRunnerSendTest, ACapCutsBothFilesAlike) {
  JobRequest planned = request(QStringLiteral("rows 3"));
  planned.sendTo = delivery({.format = BodyFormat::Lines}, 2);
  const auto outcome = await(run(planned));
  ASSERT_TRUE(outcome.ok() && outcome->delivery);
  const Delivery queued = *await(outbox.find(*outcome->delivery));
  EXPECT_TRUE(queued.truncated);
  EXPECT_EQ(queued.contentType, QStringLiteral("application/x-ndjson; charset=utf-8"));
  EXPECT_EQ(body(queued.spoolName),
            QByteArray("{\"number\":0,\"text\":\"row 0\"}\n{\"number\":1,\"text\":\"row 1\"}\n"));
  EXPECT_EQ(job(outcome->job).rows, 2);
}

TEST_F(JobRunnerSendTest, AnEmptyResultOfLinesIsADeliveryOfNoBytes) {
  JobRequest planned = request(QStringLiteral("rows 0"));
  planned.sendTo = delivery({.format = BodyFormat::Lines});
  const auto outcome = await(run(planned));
  ASSERT_TRUE(outcome.ok() && outcome->delivery);
  const Delivery queued = *await(outbox.find(*outcome->delivery));
  EXPECT_EQ(queued.bodyBytes, 0);
  EXPECT_TRUE(QFile::exists(spool.path() + u'/' + queued.spoolName));
}

TEST_F(JobRunnerSendTest, WhatIsShownIsSentInTheTargetsForm) {
  const auto shown = std::make_shared<ResultStore>(spool.path());
  const auto outcome = await(run(request(QStringLiteral("rows 3")), {.viewer = shown}));
  const auto sent =
      await(runner.sendShownToAll(outcome->job, shown, {delivery({.format = BodyFormat::Objects})}, false));
  ASSERT_TRUE(sent.ok()) << sent.error().message.toStdString();
  EXPECT_EQ(body(await(outbox.find(sent->first()))->spoolName), threeObjects);
}

TEST_F(JobRunnerSendTest, AnEarlierResultIsSentAgainInAnotherForm) {
  const auto outcome = await(run(request(QStringLiteral("rows 3"))));
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

TEST_F(JobRunnerSendTest, AnExportKnowsWhichTypesAreUnsettled) {
  const auto outcome = await(run(request(QStringLiteral("nulls"))));
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

TEST_F(JobRunnerSendTest, AFileInAnotherFormThanItsTargetWantsIsNotQueued) {
  const auto outcome = await(run(request(QStringLiteral("rows 3"))));
  const auto queued = await(testing::enqueue(outbox, delivery({.gzip = true}), outcome->job, *outcome->body));
  ASSERT_FALSE(queued.ok());
  EXPECT_EQ(queued.error().kind, ErrorKind::Internal);
}

TEST_F(JobRunnerSendTest, AResultThatIsNotKeptCannotBeExported) {
  const auto outcome = await(run(request(QStringLiteral("rows 3")), {.keepBody = false}));
  EXPECT_EQ(await(runner.exportResult(outcome->job, delivery())).error().kind, ErrorKind::NotFound);
}

}  // namespace
}  // namespace courier
