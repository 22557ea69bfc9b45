#include <QLineEdit>

#include "tests/support/Shots.h"
#include "tests/widgets/query/QueryPageFixture.h"
#include "widgets/common/Note.h"
#include "widgets/query/QueryTabs.h"
#include "widgets/results/ResultView.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;

/// The tabs of the page: what was typed in them stays, whatever becomes of them.
class QueryTabsTest : public testing::QueryPageFixture {
 protected:
  /// As quitting and starting again.
  void reopen() {
    m_page->saveAll();
    ASSERT_TRUE(waitUntil([&] { return tab()->isSaved(); }));
    m_page.reset();
    open();
  }
};

TEST_F(QueryTabsTest, WhatWasTypedIsThereAtTheNextStart) {
  write(QStringLiteral("SELECT "));
  tab()->editor()->setCursorOffset(7);
  QTest::keyClicks(tab()->editor(), QStringLiteral("42"));
  EXPECT_FALSE(tab()->isSaved());
  EXPECT_TRUE(m_page->tabs()->bar()->isUnsaved(0));
  ASSERT_TRUE(waitUntil([&] { return tab()->isSaved(); }, 3000)) << "a draft is saved while it is typed";
  EXPECT_FALSE(m_page->tabs()->bar()->isUnsaved(0));
  QTest::keyClick(tab()->editor(), Qt::Key_T, Qt::ControlModifier);
  ASSERT_EQ(m_page->tabs()->count(), 2);
  QTest::keyClicks(tab()->editor(), QStringLiteral("SELECT 'second'"));
  tab()->rename(QStringLiteral("R&D"));
  reopen();
  ASSERT_EQ(m_page->tabs()->count(), 2);
  EXPECT_EQ(m_page->tabs()->at(0)->editor()->sql(), QStringLiteral("SELECT 42"));
  EXPECT_EQ(m_page->tabs()->at(1)->editor()->sql(), QStringLiteral("SELECT 'second'"));
  EXPECT_EQ(m_page->tabs()->at(1)->name(), QStringLiteral("R&D"));
  EXPECT_EQ(m_page->tabs()->at(1)->connectionId(), m_services.sample);
}

TEST_F(QueryTabsTest, AHugeTextNeitherStopsTheStartNorIsLost) {
  QueryDraft huge;
  huge.name = QStringLiteral("huge");
  huge.sql = QStringLiteral("SELECT 1 -- ") + QString(5 << 20, QLatin1Char('x'));
  huge.position = 7;
  huge.connectionId = m_services.sample;
  const auto id = await(m_services.queries.save(huge));
  ASSERT_TRUE(id);
  m_page.reset();
  open();
  QueryTab* restored = nullptr;
  for (int index = 0; index < m_page->tabs()->count(); ++index) {
    if (m_page->tabs()->at(index)->name() == huge.name) restored = m_page->tabs()->at(index);
  }
  ASSERT_NE(restored, nullptr);
  EXPECT_TRUE(restored->editor()->sql().isEmpty());
  EXPECT_TRUE(restored->editor()->isReadOnly());
  restored->rename(QStringLiteral("still huge"));
  restored->saveNow();
  ASSERT_TRUE(waitUntil([&] { return restored->isSaved(); }));
  EXPECT_EQ(
      m_services.database.value(QStringLiteral("SELECT length(sql) FROM query WHERE name = 'still huge'")).toInt(),
      huge.sql.size());
  for (Button* button : restored->results()->note()->findChildren<Button*>()) button->click();
  ASSERT_TRUE(waitUntil([&] { return !restored->editor()->sql().isEmpty(); }));
  EXPECT_EQ(restored->editor()->sql(), huge.sql);
  EXPECT_FALSE(restored->editor()->isReadOnly());
}

TEST_F(QueryTabsTest, AClosedTabComesBackWithItsText) {
  QTest::keyClick(tab()->editor(), Qt::Key_T, Qt::ControlModifier);
  QTest::keyClicks(tab()->editor(), QStringLiteral("SELECT 'kept'"));
  QTest::keyClick(tab()->editor(), Qt::Key_W, Qt::ControlModifier);
  ASSERT_EQ(m_page->tabs()->count(), 1);
  // Its text reaches the disk although its tab has gone.
  ASSERT_TRUE(waitUntil([&] {
    return m_services.database.value(QStringLiteral("SELECT count(*) FROM query WHERE is_open = 0")).toInt() == 1;
  }));
  QTest::keyClick(tab()->editor(), Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
  ASSERT_TRUE(waitUntil([&] { return m_page->tabs()->count() == 2; }));
  EXPECT_EQ(tab()->editor()->sql(), QStringLiteral("SELECT 'kept'"));
  QTest::keyClick(tab()->editor(), Qt::Key_Tab, Qt::ControlModifier);
  EXPECT_EQ(tab()->name(), QStringLiteral("hourly counts"));
}

TEST_F(QueryTabsTest, TheDotOfADraftMovesNoTab) {
  m_page->tabs()->newTab();
  auto* bar = m_page->tabs()->bar();
  const QRect first = bar->tabRect(0);
  const QRect second = bar->tabRect(1);
  QTest::keyClicks(tab()->editor(), QStringLiteral("SELECT 1"));
  ASSERT_TRUE(bar->isUnsaved(1));
  EXPECT_EQ(bar->tabRect(0), first);
  EXPECT_EQ(bar->tabRect(1), second);
}

TEST_F(QueryTabsTest, ManyTabsKeepTheBeginningsOfTheirNames) {
  for (int tab = 0; tab < 12; ++tab) m_page->tabs()->newTab();
  m_page->resize(936, 700);
  auto* bar = m_page->tabs()->bar();
  for (int index = 1; index < bar->count(); ++index) {
    EXPECT_GE(bar->tabRect(index).width(), bar->fontMetrics().horizontalAdvance(bar->tabText(index)) + 40) << index;
  }
  testing::shoot(*m_page, QStringLiteral("query-many-tabs"));
}

TEST_F(QueryTabsTest, AfterAStartOneCanTypeAtOnce) {
  reopen();
  EXPECT_TRUE(tab()->editor()->hasFocus());
}

TEST_F(QueryTabsTest, ADoubleClickRenamesATab) {
  auto* bar = m_page->findChild<SheetBar*>();
  QTest::mouseDClick(bar, Qt::LeftButton, Qt::NoModifier, bar->tabRect(0).center());
  auto* edit = bar->findChild<QLineEdit*>();
  ASSERT_TRUE(edit->isVisible());
  QTest::keyClicks(edit, QStringLiteral("daily"));
  QTest::keyClick(edit, Qt::Key_Return);
  EXPECT_EQ(tab()->name(), QStringLiteral("daily"));
  EXPECT_FALSE(edit->isVisible());
  EXPECT_TRUE(tab()->editor()->hasFocus());
  QTest::mouseDClick(bar, Qt::LeftButton, Qt::NoModifier, bar->tabRect(0).center());
  QTest::keyClicks(edit, QStringLiteral("other"));
  QTest::keyClick(edit, Qt::Key_Escape);
  EXPECT_EQ(tab()->name(), QStringLiteral("daily"));
  EXPECT_TRUE(tab()->editor()->hasFocus());
}

}  // namespace
}  // namespace courier
