#include "models/data/ResultStore.h"
#include "models/jobs/JobRecord.h"

#include <QBuffer>

#include "models/base/UserName.h"
#include "models/jobs/JobStore.h"
#include "tests/models/outbox/OutboxFixture.h"

namespace courier {
namespace {

using testing::await;

class JobRecordTest : public testing::OutboxFixture {
 protected:
  JobRecordTest() { database.change(QStringLiteral("DELETE FROM job")); }

  QByteArray csv(int limit = 0) {
    ResultStore record(database.folder());
    const auto read = await(m_jobs.readRecord(record, limit));
    if (!read) qFatal("%s", qUtf8Printable(read.error().detail));
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    if (!jobrecord::writeCsv(record, buffer)) qFatal("not written");
    return buffer.data();
  }

  JobStore m_jobs{*database, clock};
};

TEST_F(JobRecordTest, SaysWhatWasRunAndWhatWasSent) {
  const QString address = QStringLiteral("webs://reports.example.org/a");
  const TargetId target = addTarget(QStringLiteral("myweb"), address, QStringLiteral("ada"), QStringLiteral("k1"));
  Job job;
  job.sql = QStringLiteral("SELECT \"a\",\n1");
  job.queryName = QStringLiteral("Daily, new");
  job.connectionName = QStringLiteral("testdb");
  job.sendTo = requestTo(target, address);
  const auto id = await(m_jobs.create(job));
  ASSERT_TRUE(id);
  Columns columns(2);
  const auto ended = await(m_jobs.succeed(*id, 7, false, columns, bodyFile()));
  ASSERT_TRUE(ended && ended->delivery);
  clock.advance(1500);
  answer(*ended->delivery, 503);
  clock.advance(10'000);
  answer(*ended->delivery, 201);
  RetentionRule everything;
  everything.everything = true;
  ASSERT_EQ(await(m_jobs.releaseBodies(everything))->names.size(), 1) << "the record outlives the body";
  Job plain;
  plain.sql = QStringLiteral("SELECT 2");
  ASSERT_TRUE(await(m_jobs.create(plain)));

  const std::string who = userName().toStdString();
  const std::string head =
      "time,who,job,kind,query,sql,connection,job_state,delivery,target,address,method,rows,columns,bytes,sha256,state,"
      "last_status,attempts,finished\n";
  const std::string second = "2026-01-01T00:00:11.500Z," + who + ",2,on_demand,,SELECT 2,,queued,,,,,,,,,,,,\n";
  const std::string first =
      "2026-01-01T00:00:00.000Z," + who +
      ",1,on_demand,\"Daily, new\",\"SELECT "
      "\"\"a\"\",\n1\",testdb,success,1,myweb,webs://reports.example.org/a,PUT,7,2,"
      "3,ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad,delivered,201,2,2026-01-01T00:00:11.500Z\n";
  std::string text = csv().toStdString();
  // AUTOINCREMENT goes on where the fixture's own job was.
  const auto renumbered = [&](std::string line, const std::string& from, qint64 to) {
    return line.replace(line.find(from), from.size(), "," + std::to_string(to) + ",");
  };
  EXPECT_EQ(text, head + renumbered(second, ",2,", id->value + 1) + renumbered(first, ",1,", id->value));
  EXPECT_EQ(csv(1).toStdString(), head + renumbered(second, ",2,", id->value + 1));
}

TEST_F(JobRecordTest, NothingInItRunsInASpreadsheet) {
  Job job;
  job.sql = QStringLiteral("=HYPERLINK(1)");
  ASSERT_TRUE(await(m_jobs.create(job)));
  EXPECT_TRUE(csv().contains(",'=HYPERLINK(1),"));
}

TEST_F(JobRecordTest, HasEveryLineOfALongHistory) {
  database.change(
      QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) INSERT INTO job "
                     "(kind, state, sql, created_at) SELECT 'on_demand', 'error', 'SELECT ' || i, 0 FROM n"));
  EXPECT_EQ(csv().count('\n'), 5001);
  EXPECT_EQ(csv(4000).count('\n'), 4001);
}

}  // namespace
}  // namespace courier
