#include "tests/models/jobs/JobStoreFixture.h"
#include "tests/support/Enqueue.h"

namespace courier {
namespace {

using testing::await;

/// The lines of the list of jobs, and their totals.
class JobStoreLines : public testing::JobStoreFixture {
 protected:
  /// A job that succeeded, with one delivery in `state`.
  JobId deliver(const QString& tail, const QString& state) {
    const JobId id = create(jobToTarget(tail));
    const auto ended = await(m_store.succeed(id, 3, false, {}, body()));
    m_database.change(QStringLiteral("UPDATE delivery SET state = ? WHERE id = ?"), {state, ended->delivery->value});
    return id;
  }
};

TEST_F(JobStoreLines, LinesAreNewestFirstAndAJobsComeTogether) {
  EXPECT_TRUE(lines().isEmpty());
  deliver(QStringLiteral("a"), QStringLiteral("refused"));
  create(job());
  Outbox outbox(*m_database, m_clock);
  ASSERT_TRUE(await(outbox.sendAgain({1})).ok());
  EXPECT_EQ(shape(lines()), QStringLiteral("2 1/2:waiting 1/1:refused"));
  EXPECT_EQ(shape(lines(JobFilter::Group::All, {}, 1)), QStringLiteral("2"));
  EXPECT_EQ(shape(lines(JobFilter::Group::All, {}, 1, 2)), QStringLiteral("1/2:waiting 1/1:refused"));
  EXPECT_EQ(shape(lines(JobFilter::Group::All, {}, 1, 1)), QString());
}

TEST_F(JobStoreLines, NeedsYouIsWhatIsHeldOrWasRefusedAndNotSentAgain) {
  deliver(QStringLiteral("a"), QStringLiteral("refused"));
  deliver(QStringLiteral("b"), QStringLiteral("held"));
  deliver(QStringLiteral("c"), QStringLiteral("expired"));
  deliver(QStringLiteral("d"), QStringLiteral("delivered"));
  deliver(QStringLiteral("e"), QStringLiteral("waiting"));
  const JobId failed = create(job());
  ASSERT_TRUE(await(m_store.fail(failed, JobState::Error, QStringLiteral("no"))).ok());
  EXPECT_EQ(shape(lines(JobFilter::Group::NeedsYou)), QStringLiteral("3/3:expired 2/2:held 1/1:refused"));
  EXPECT_EQ(await(m_store.totals())->needsYou, 3);
  Outbox outbox(*m_database, m_clock);
  ASSERT_TRUE(await(outbox.sendAgain({1})).ok());
  EXPECT_EQ(shape(lines(JobFilter::Group::NeedsYou)), QStringLiteral("3/3:expired 2/2:held"));
  EXPECT_EQ(await(m_store.totals())->needsYou, 2);
}

TEST_F(JobStoreLines, WaitingIsWhatIsStillUnderWay) {
  deliver(QStringLiteral("a"), QStringLiteral("sending"));
  deliver(QStringLiteral("b"), QStringLiteral("held"));
  create(job());
  ASSERT_TRUE(await(m_store.create(job())).ok());
  deliver(QStringLiteral("e"), QStringLiteral("waiting"));
  EXPECT_EQ(shape(lines(JobFilter::Group::Waiting)), QStringLiteral("5/3:waiting 4 3 1/1:sending"));
  EXPECT_EQ(shape(lines(JobFilter::Group::Waiting, {}, 2, 5)), QStringLiteral("4 3"));
  EXPECT_EQ(await(m_store.totals())->waiting, 4);
}

TEST_F(JobStoreLines, FindsTextInNameSqlAndTarget) {
  deliver(QStringLiteral("orders"), QStringLiteral("refused"));
  Job named = job();
  named.queryName = QStringLiteral("Orders 100%");
  create(named);
  create(job(QStringLiteral("SELECT * FROM orders_old")));
  create(job(QStringLiteral("SELECT 'ordersXold'")));
  create(jobToTarget(QStringLiteral("orders/today")));
  const auto all = [&](const char* text) { return shape(lines(JobFilter::Group::All, QLatin1String(text))); };
  EXPECT_EQ(all("ORDERS"), QStringLiteral("5 4 3 2 1/1:refused"));
  EXPECT_EQ(all("orders_o"), QStringLiteral("3")) << "no wildcards";
  EXPECT_EQ(all("0%"), QStringLiteral("2"));
  EXPECT_EQ(all("\\"), QString());
  EXPECT_EQ(all("myweb:orders"), QStringLiteral("5 1/1:refused"));
  EXPECT_EQ(shape(lines(JobFilter::Group::NeedsYou, QStringLiteral("orders"))), QStringLiteral("1/1:refused"));
  EXPECT_EQ(shape(lines(JobFilter::Group::NeedsYou, QStringLiteral("nothing"))), QString());
  EXPECT_EQ(shape(lines(JobFilter::Group::Waiting, QStringLiteral("today"))), QStringLiteral("5"));
}

TEST_F(JobStoreLines, OnlyTheDeliveryThatHasTheTextIsALine) {
  const JobId id = deliver(QStringLiteral("a"), QStringLiteral("delivered"));
  Outbox outbox(*m_database, m_clock);
  ASSERT_TRUE(await(testing::enqueue(outbox, *jobToTarget(QStringLiteral("b")).sendTo, id, body())).ok());
  EXPECT_EQ(shape(lines(JobFilter::Group::All, QStringLiteral("myweb:b"))), QStringLiteral("1/2:waiting"));
}

TEST_F(JobStoreLines, AListHoldsTheBeginningOfALongText) {
  const JobId id = create(job(QStringLiteral("SELECT '%1'").arg(QString(100'000, QLatin1Char('x')))));
  EXPECT_EQ(lines().first().job.sql.size(), 4096);
  EXPECT_EQ(await(m_store.find(id))->sql.size(), 100'009);
}

TEST_F(JobStoreLines, CountsAKeptBodyOnce) {
  EXPECT_EQ(await(m_store.totals())->keptBodyBytes, 0);
  deliver(QStringLiteral("a"), QStringLiteral("delivered"));
  ASSERT_TRUE(await(m_store.succeed(create(job()), 1, false, {}, body())).ok());
  ASSERT_TRUE(await(m_store.succeed(create(job()), 1, false, {}, body(QStringLiteral("s2")))).ok());
  const auto totals = await(m_store.totals());
  EXPECT_EQ(totals->jobs, 3);
  EXPECT_EQ(totals->keptBodyBytes, 24);

  // A delivery's own body counts too, and one that it shares with another does not count again.
  Outbox outbox(*m_database, m_clock);
  DeliveryRequest request = *jobToTarget().sendTo;
  for (const char* name : {"s3", "s3", "s2"})
    ASSERT_TRUE(await(testing::enqueue(outbox, request, create(job()), body(QString::fromLatin1(name)))));
  EXPECT_EQ(await(m_store.totals())->keptBodyBytes, 36);
}

}  // namespace
}  // namespace courier
