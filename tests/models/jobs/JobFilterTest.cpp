#include <gtest/gtest.h>

#include "models/jobs/JobStore.h"
#include "tests/support/Await.h"
#include "tests/support/FakeClock.h"
#include "tests/support/TempDatabase.h"

namespace courier {
namespace {

using testing::await;

using testing::day;

/// A history of a few jobs, written as rows, and what a filter leaves of it.
class JobFilterTest : public ::testing::Test {
 protected:
  JobFilterTest() {
    m_database.change(
        QStringLiteral("INSERT INTO target (id, name, address, created_at) VALUES (1, 'myweb', 'webs://a/', 0), (2, "
                       "'other', 'webs://b/', 0), (3, '', 'web://typed/x', 0), (4, 'unused', 'webs://c/', 0)"));
  }
  /// Of that day, counted back from today.
  qint64 daysAgo(int days) const { return m_clock.nowMs() - days * day; }
  qint64 job(const QString& state, qint64 createdMs, const QString& name = {},
             const QString& sendTo = QStringLiteral("{}"), const QString& spool = {}) {
    m_database.change(
        QStringLiteral("INSERT INTO job (kind, state, query_name, sql, plan, created_at, spool_name, "
                       "spool_bytes) VALUES ('on_demand', ?, ?, 'SELECT code FROM access', ?, ?, ?, 100)"),
        {state, name, sendTo, createdMs, spool});
    return m_database.value(QStringLiteral("SELECT MAX(id) FROM job")).toLongLong();
  }
  qint64 deliver(qint64 job, const QString& state, int target, const QString& address, qint64 createdMs,
                 const QString& spool = QStringLiteral("b")) {
    m_database.change(
        QStringLiteral(
            "INSERT INTO delivery (idempotency_key, job_id, target_id, target_text, address, origin, method, "
            "state, spool_name, content_type, body_bytes, body_sha256, rows, created_at, next_try_at, "
            "give_up_at) VALUES (hex(randomblob(8)), ?, ?, 'text', ?, ?, 'PUT', ?, ?, 'x', 100, x'00', 3, ?, "
            "0, 0)"),
        {job, target, address, address, state, spool, createdMs});
    return m_database.value(QStringLiteral("SELECT MAX(id) FROM delivery")).toLongLong();
  }
  /// Jobs 1 … 6.
  void fill() {
    const QString planned = QStringLiteral(R"({"targetId":1,"targetText":"myweb:p","address":"webs://a/p"})");
    deliver(job(QStringLiteral("success"), daysAgo(40)), QStringLiteral("delivered"), 1, QStringLiteral("webs://a/p"),
            daysAgo(40));
    deliver(job(QStringLiteral("success"), daysAgo(10)), QStringLiteral("refused"), 2, QStringLiteral("webs://b/q"),
            daysAgo(10));
    job(QStringLiteral("error"), daysAgo(3), QStringLiteral("clicks"), planned);
    deliver(job(QStringLiteral("success"), daysAgo(2)), QStringLiteral("held"), 3, QStringLiteral("web://typed/x"),
            daysAgo(2));
    job(QStringLiteral("killed"), daysAgo(1));
    deliver(job(QStringLiteral("success"), daysAgo(0)), QStringLiteral("waiting"), 1, QStringLiteral("webs://a/r"),
            daysAgo(0));
  }
  QString jobs(const JobFilter& filter) {
    const auto found = await(m_store.lines(filter));
    if (!found) return found.error().detail;
    QStringList words;
    for (const JobLine& line : *found) words.append(QString::number(line.job.id.value));
    return words.join(QLatin1Char(' '));
  }
  QString inState(JobFilter::State state) {
    JobFilter filter;
    filter.state = state;
    return jobs(filter);
  }
  qint64 keptBytes() { return await(m_store.totals())->keptBodyBytes; }

  testing::TempDatabase m_database;
  testing::FakeClock m_clock;
  JobStore m_store{*m_database, m_clock};
};

TEST_F(JobFilterTest, ByState) {
  fill();
  job(QStringLiteral("running"), daysAgo(0));
  EXPECT_EQ(inState(JobFilter::State::Any), QStringLiteral("7 6 5 4 3 2 1"));
  EXPECT_EQ(inState(JobFilter::State::Running), QStringLiteral("7"));
  EXPECT_EQ(inState(JobFilter::State::Failed), QStringLiteral("3"));
  EXPECT_EQ(inState(JobFilter::State::Stopped), QStringLiteral("5"));
  EXPECT_EQ(inState(JobFilter::State::Waiting), QStringLiteral("6"));
  EXPECT_EQ(inState(JobFilter::State::Sending), QString());
  EXPECT_EQ(inState(JobFilter::State::Held), QStringLiteral("4"));
  EXPECT_EQ(inState(JobFilter::State::Delivered), QStringLiteral("1"));
  EXPECT_EQ(inState(JobFilter::State::Refused), QStringLiteral("2"));
  EXPECT_EQ(inState(JobFilter::State::Expired), QString());
  EXPECT_EQ(inState(JobFilter::State::Cancelled), QString());
}

TEST_F(JobFilterTest, ByTargetWithWhatWasMeantForIt) {
  fill();
  JobFilter filter;
  filter.target.name = QStringLiteral("myweb");
  EXPECT_EQ(jobs(filter), QStringLiteral("6 3 1")) << "a failed query that was to go there is among them";
  filter.target = {QString(), QStringLiteral("web://typed/x")};
  EXPECT_EQ(jobs(filter), QStringLiteral("4"));
  filter.target.name = QStringLiteral("unused");
  EXPECT_EQ(jobs(filter), QString());
  // A target of that name that was deleted and one made later are the same to the reader.
  m_database.change(QStringLiteral("UPDATE target SET deleted_at = 1 WHERE id = 1"));
  m_database.change(
      QStringLiteral("INSERT INTO target (id, name, address, created_at) VALUES (9, 'myweb', 'webs://z/', 0)"));
  deliver(5, QStringLiteral("delivered"), 9, QStringLiteral("webs://z/"), daysAgo(1));
  filter.target = {QStringLiteral("myweb"), QString()};
  EXPECT_EQ(jobs(filter), QStringLiteral("6 5 3 1"));
}

TEST_F(JobFilterTest, ByTimeOfTheDeliveryElseOfTheRun) {
  fill();
  JobFilter filter;
  filter.fromMs = daysAgo(2);
  EXPECT_EQ(jobs(filter), QStringLiteral("6 5 4"));
  filter.toMs = daysAgo(1);
  EXPECT_EQ(jobs(filter), QStringLiteral("4")) << "the end is not among them";
  filter.fromMs = 0;
  EXPECT_EQ(jobs(filter), QStringLiteral("4 3 2 1"));
  deliver(1, QStringLiteral("waiting"), 1, QStringLiteral("webs://a/p"), daysAgo(0));
  filter = {};
  filter.fromMs = daysAgo(0);
  EXPECT_EQ(jobs(filter), QStringLiteral("6 1")) << "sent again today";
  EXPECT_EQ(await(m_store.lines(filter))->last().delivery->id.value, 5) << "and only that delivery of it";
}

TEST_F(JobFilterTest, AllThatIsSetHoldsTogether) {
  fill();
  JobFilter filter;
  filter.target.name = QStringLiteral("myweb");
  filter.state = JobFilter::State::Delivered;
  EXPECT_EQ(jobs(filter), QStringLiteral("1"));
  filter.text = QStringLiteral("webs://a/p");
  EXPECT_EQ(jobs(filter), QStringLiteral("1")) << "the address is text too";
  filter.text = QStringLiteral("webs://b");
  EXPECT_EQ(jobs(filter), QString());
  filter.text.clear();
  filter.fromMs = daysAgo(30);
  EXPECT_EQ(jobs(filter), QString());
  filter = {};
  filter.group = JobFilter::Group::NeedsYou;
  filter.fromMs = daysAgo(5);
  EXPECT_EQ(jobs(filter), QStringLiteral("4"));
  filter = {};
  filter.text = QStringLiteral("webs://a/p");
  EXPECT_EQ(jobs(filter), QStringLiteral("3 1")) << "of a failed query the address it was meant for";
}

TEST_F(JobFilterTest, PagesGoOnWhereTheOneBeforeEnded) {
  fill();
  JobFilter filter;
  filter.fromMs = daysAgo(30);
  filter.limit = 2;
  EXPECT_EQ(jobs(filter), QStringLiteral("6 5"));
  filter.beforeJob = 5;
  EXPECT_EQ(jobs(filter), QStringLiteral("4 3"));
  filter.beforeJob = 3;
  EXPECT_EQ(jobs(filter), QStringLiteral("2"));
}

TEST_F(JobFilterTest, TargetsAreThoseThatSomethingWasSentTo) {
  EXPECT_TRUE(await(m_store.targets())->isEmpty());
  fill();
  const auto targets = await(m_store.targets());
  ASSERT_EQ(targets->size(), 3);
  EXPECT_EQ(targets->at(0), (JobTarget{QStringLiteral("myweb"), QString()}));
  EXPECT_EQ(targets->at(1).name, QStringLiteral("other"));
  EXPECT_EQ(targets->at(2), (JobTarget{QString(), QStringLiteral("web://typed/x")}));
}

TEST_F(JobFilterTest, TheSumsFollowEveryChange) {
  EXPECT_EQ(await(m_store.totals())->jobs, 0);
  const qint64 first = job(QStringLiteral("success"), 0, {}, QStringLiteral("{}"), QStringLiteral("one"));
  EXPECT_EQ(await(m_store.totals())->jobs, 1);
  EXPECT_EQ(keptBytes(), 100);
  deliver(first, QStringLiteral("delivered"), 1, QStringLiteral("a"), 0, QStringLiteral("one"));
  EXPECT_EQ(keptBytes(), 100) << "one file, however many rows name it";
  deliver(first, QStringLiteral("delivered"), 1, QStringLiteral("b"), 0, QStringLiteral("two"));
  EXPECT_EQ(keptBytes(), 200);
  m_database.change(QStringLiteral("UPDATE delivery SET spool_name = '' WHERE spool_name = 'one'"));
  EXPECT_EQ(keptBytes(), 200) << "the job still names it";
  m_database.change(QStringLiteral("UPDATE job SET spool_name = '' WHERE spool_name = 'one'"));
  EXPECT_EQ(keptBytes(), 100);
  m_database.change(QStringLiteral("UPDATE job SET spool_name = 'three', spool_bytes = 7 WHERE id = ?"), {first});
  EXPECT_EQ(keptBytes(), 107);
  m_database.change(QStringLiteral("UPDATE delivery SET spool_name = ''"));
  EXPECT_EQ(keptBytes(), 7);
}

}  // namespace
}  // namespace courier
