#include "widgets/jobs/JobProgress.h"

#include <QLabel>
#include <QProgressBar>

#include "tests/support/Shots.h"
#include "tests/widgets/jobs/JobsFixture.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;

class JobProgressTest : public testing::JobsFixture {
 protected:
  QString progress() { return part<QLabel>(*m_page, "progress")->text(); }
  QProgressBar* bar() { return m_page->findChild<JobProgress*>()->findChild<QProgressBar*>(); }
};

TEST_F(JobProgressTest, RowsSoFarShowInTheListAndBesideIt) {
  const JobId job = addJob(QStringLiteral("long one"));
  m_clock.advance(12'000);
  open();
  ASSERT_TRUE(waitUntil([this] { return progress().contains(QStringLiteral("12.0 s")); }))
      << qUtf8Printable(progress());
  EXPECT_FALSE(progress().contains(QStringLiteral("row"))) << "nothing is said that is not known";
  EXPECT_EQ(cell(0, JobTableModel::RowsColumn), QStringLiteral("–"));
  m_page->showRows(job, 30'000, {});
  EXPECT_TRUE(progress().contains(QStringLiteral("30,000 row"))) << qUtf8Printable(progress());
  EXPECT_EQ(cell(0, JobTableModel::RowsColumn), QStringLiteral("30,000"));
  EXPECT_FALSE(bar()->isVisible()) << "how many there will be is not known";
  m_page->showRows({99}, 5, {});
  EXPECT_TRUE(progress().contains(QStringLiteral("30,000")));
  testing::shoot(*m_page, QStringLiteral("jobs-running"));
}

TEST_F(JobProgressTest, BytesOfTheTotalAndTheAttempt) {
  const DeliveryId id = addDelivery(QStringLiteral("clicks"), web(), {});
  attempt(id, answer(503));
  m_clock.advance(3'600'000);
  ASSERT_TRUE(await(m_outbox.beginAttempt(id, false)));
  open();
  ASSERT_TRUE(waitUntil([this] { return progress().startsWith(QStringLiteral("Attempt 2 is under way")); }));
  EXPECT_FALSE(bar()->isVisible());
  m_page->showProgress(id, 6'400'000, 18'700'000);
  EXPECT_EQ(progress(), QStringLiteral("Attempt 2: 6.4 MB of 18.7 MB sent."));
  EXPECT_TRUE(bar()->isVisible());
  EXPECT_EQ(bar()->value(), 34);
  EXPECT_EQ(cell(0, JobTableModel::DeliveryColumn), QStringLiteral("sending 34 %"));
  testing::shoot(*m_page, QStringLiteral("jobs-sending"));
  m_page->showProgress(id, 18'700'000, 18'700'000);
  EXPECT_TRUE(progress().contains(QStringLiteral("waiting for the answer")));
}

TEST_F(JobProgressTest, TheNextTryInWordsOrWhatStandsBefore) {
  const DeliveryId first = addDelivery(QStringLiteral("clicks"), web(), {});
  attempt(first, answer(503));
  m_clock.advance(3'600'000);
  attempt(first, answer(503));
  m_clock.advance(3'600'000);
  attempt(first, answer(503));
  const DeliveryId second = addDelivery(QStringLiteral("clicks"), web(), {});
  open();
  choose(first);
  const auto words = [this] { return progress(); };
  ASSERT_TRUE(waitUntil([&] { return words().startsWith(QStringLiteral("Attempt 4 is next.")); }))
      << qUtf8Printable(words());
  choose(second);
  ASSERT_TRUE(waitUntil([&] { return words().startsWith(QStringLiteral("Waits for job 1,")); }));
}

}  // namespace
}  // namespace courier
