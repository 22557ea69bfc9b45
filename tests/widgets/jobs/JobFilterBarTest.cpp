#include "widgets/jobs/JobFilterBar.h"

#include <QComboBox>
#include <QDateEdit>
#include <QLabel>
#include <QLineEdit>
#include <QStackedWidget>

#include "tests/support/Accessibility.h"
#include "tests/support/Shots.h"
#include "tests/widgets/jobs/JobsFixture.h"

namespace courier {
namespace {

using testing::waitUntil;

class JobFilterBarTest : public testing::JobsFixture {
 protected:
  void pick(const char* box, const QString& text) {
    auto* combo = part<QComboBox>(*m_page, box);
    const int index = combo->findText(text);
    ASSERT_GE(index, 0) << qUtf8Printable(text);
    combo->setCurrentIndex(index);
    Q_EMIT combo->activated(index);
  }
  bool hasRows(int count) {
    return waitUntil([this, count] { return rows() == count; });
  }
  QString emptyText() {
    QStringList words;
    for (auto* label : m_page->findChild<QStackedWidget*>()->widget(1)->findChildren<QLabel*>()) {
      words.append(label->text());
    }
    return words.join(QLatin1Char('\n'));
  }
};

TEST_F(JobFilterBarTest, StateTargetAndTextHoldTogether) {
  fill();
  open();
  ASSERT_TRUE(hasRows(5));
  EXPECT_FALSE(part<Button>(*m_page, "reset")->isVisible());
  ASSERT_TRUE(waitUntil([this] { return part<QComboBox>(*m_page, "target")->findText(QStringLiteral("myweb")) > 0; }));
  pick("target", QStringLiteral("myweb"));
  ASSERT_TRUE(hasRows(3));
  EXPECT_TRUE(part<Button>(*m_page, "reset")->isVisible());
  pick("state", QStringLiteral("refused"));
  ASSERT_TRUE(hasRows(1));
  EXPECT_EQ(cell(0, JobTableModel::DeliveryColumn), QStringLiteral("refused: 405"));
  testing::shoot(*m_page, QStringLiteral("jobs-filtered"));
  QTest::keyClicks(part<QLineEdit>(*m_page, "search"), QStringLiteral("example.org/base/pages"));
  ASSERT_TRUE(waitUntil([this] { return m_page->findChild<JobFilterBar*>()->restrictions().size() == 3; }));
  ASSERT_TRUE(hasRows(1)) << "the address is searched too";
  click(part<Button>(*m_page, "reset"));
  ASSERT_TRUE(hasRows(5));
  EXPECT_TRUE(part<QLineEdit>(*m_page, "search")->text().isEmpty());
  EXPECT_FALSE(m_page->findChild<JobFilterBar*>()->filter().isRestricted());
}

TEST_F(JobFilterBarTest, AnEmptyPageSaysWhichFiltersHideEverything) {
  fill();
  open();
  ASSERT_TRUE(
      waitUntil([this] { return part<QComboBox>(*m_page, "target")->findText(QStringLiteral("warehouse")) > 0; }));
  pick("target", QStringLiteral("warehouse"));
  pick("state", QStringLiteral("delivered"));
  pick("span", QStringLiteral("Today"));
  ASSERT_TRUE(hasRows(0));
  ASSERT_TRUE(waitUntil([this] { return emptyText().contains(QStringLiteral("time")); }));
  for (const char* word : {"state “delivered”", "target “warehouse”", "time “Today”"}) {
    EXPECT_TRUE(emptyText().contains(QString::fromUtf8(word))) << qUtf8Printable(emptyText());
  }
  testing::shoot(*m_page, QStringLiteral("jobs-nothing-fits"));
  click(part<Button>(*m_page, "emptyReset"));
  ASSERT_TRUE(hasRows(5));
}

TEST_F(JobFilterBarTest, TimesAreDaysOfThisComputer) {
  fill();
  m_database.change(QStringLiteral("UPDATE delivery SET created_at = created_at - 3 * 86400000 WHERE id = 1"));
  m_database.change(QStringLiteral("UPDATE delivery SET created_at = created_at - 20 * 86400000 WHERE id = 2"));
  open();
  ASSERT_TRUE(hasRows(5));
  pick("span", QStringLiteral("Today"));
  ASSERT_TRUE(hasRows(3));
  pick("span", QStringLiteral("Last 7 days"));
  ASSERT_TRUE(hasRows(4));
  pick("span", QStringLiteral("Last 30 days"));
  ASSERT_TRUE(hasRows(5));
  EXPECT_FALSE(part<QDateEdit>(*m_page, "from")->isVisible());
  pick("span", QStringLiteral("From … to …"));
  ASSERT_TRUE(part<QDateEdit>(*m_page, "from")->isVisible());
  const QDate today = QDateTime::fromMSecsSinceEpoch(m_clock.nowMs()).date();
  part<QDateEdit>(*m_page, "from")->setDate(today.addDays(-25));
  part<QDateEdit>(*m_page, "to")->setDate(today.addDays(-3));
  ASSERT_TRUE(hasRows(2)) << "both days are meant";
  part<QDateEdit>(*m_page, "to")->setDate(today.addDays(-4));
  ASSERT_TRUE(hasRows(1));
  EXPECT_EQ(testing::unnamedControls(*m_page), QStringList());
  testing::shoot(*m_page, QStringLiteral("jobs-from-to"));
}

TEST_F(JobFilterBarTest, HowManyJobsThereAreIsForTheStatusBarAlone) {
  fill();
  open();
  ASSERT_TRUE(waitUntil([this] { return m_page->statusText().contains(QStringLiteral("5 job")); }));
  EXPECT_TRUE(m_page->statusText().contains(QStringLiteral("bodies kept")));
  for (const auto* label : m_page->findChildren<QLabel*>()) {
    EXPECT_FALSE(label->text().contains(QStringLiteral("bodies kept"))) << "said twice";
  }
}

}  // namespace
}  // namespace courier
