#include "widgets/query/QueryPage.h"

#include <gtest/gtest.h>

#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QTest>

#include "models/storage/Settings.h"
#include "tests/support/Accessibility.h"
#include "tests/support/QueryFixture.h"
#include "tests/support/Shots.h"
#include "widgets/common/Note.h"
#include "widgets/connections/ConnectionTree.h"
#include "widgets/connections/ConnectionsPanel.h"
#include "widgets/query/ConnectionBox.h"
#include "widgets/query/QueryTabs.h"
#include "widgets/query/RunBar.h"
#include "widgets/query/SendButton.h"
#include "widgets/query/SheetBar.h"
#include "widgets/query/SqlEditor.h"
#include "widgets/results/ResultGrid.h"
#include "widgets/results/ResultView.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;

const QString kSampleSql = QStringLiteral(
    "SELECT code, COUNT(1) AS cnt,\n       MAX(NULLIF(referer, '-')) AS referer\nFROM www_access\nGROUP BY code");

class QueryPageTest : public ::testing::Test {
 protected:
  QueryPageTest() { open(); }

  void open() {
    m_page = std::make_unique<QueryPage>(m_services.connections, m_services.queryRunner,
                                         QueryTabServices{m_services.queries, m_services.jobRunner, m_services.targets,
                                                          m_services.settings, m_services.spoolFolder});
    QSignalSpy restored(m_page.get(), &QueryPage::restored);
    m_page->resize(1192, 772);
    m_page->restore({QStringLiteral("hourly counts"), kSampleSql, QStringLiteral("testdb")});
    m_page->show();
    if (!QTest::qWaitForWindowActive(m_page.get())) qFatal("no active window");
    if (!waitUntil([&] { return restored.count() == 1; })) qFatal("not restored");
  }
  /// As quitting and starting again.
  void reopen() {
    m_page->saveAll();
    ASSERT_TRUE(waitUntil([&] { return tab()->isSaved(); }));
    m_page.reset();
    open();
  }
  [[nodiscard]] QueryTab* tab() const { return m_page->tabs()->current(); }
  [[nodiscard]] Note* note() const { return tab()->results()->note(); }
  [[nodiscard]] QAbstractItemModel* rows() const { return tab()->results()->grid()->model(); }
  void write(const QString& sql) {
    tab()->editor()->load(sql, 0);
    tab()->focusEditor();
  }
  /// Runs and waits for the end.
  void runWith(Qt::Key key, Qt::KeyboardModifiers modifiers) {
    QTest::keyClick(tab()->editor(), key, modifiers);
    ASSERT_TRUE(waitUntil([&] { return !tab()->isRunning(); }));
  }
  void run() { runWith(Qt::Key_Return, Qt::ControlModifier); }

  testing::QueryFixture m_services;
  std::unique_ptr<QueryPage> m_page;
};

TEST_F(QueryPageTest, AFirstStartShowsTheSampleOneKeyFromItsRows) {
  EXPECT_EQ(tab()->name(), QStringLiteral("hourly counts"));
  EXPECT_EQ(tab()->connectionId(), m_services.sample);
  tab()->focusEditor();
  run();
  ASSERT_EQ(rows()->rowCount(), 3);
  EXPECT_EQ(rows()->index(0, 0).data().toString(), QStringLiteral("200"));
  EXPECT_EQ(rows()->index(0, 1).data().toString(), QStringLiteral("4981"));
  EXPECT_TRUE(tab()->statusText().startsWith(QStringLiteral("3 rows · "))) << tab()->statusText().toStdString();
  EXPECT_TRUE(tab()->statusText().endsWith(QStringLiteral(" · testdb")));
  EXPECT_TRUE(note()->isHidden());
  ASSERT_TRUE(waitUntil(
      [&] { return m_page->panel()->tree()->model()->rowCount(m_page->panel()->tree()->model()->index(0, 0)) > 0; }));
  m_page->panel()->tree()->expandAll();
  QTest::mouseClick(tab()->results()->grid()->verticalHeader()->viewport(), Qt::LeftButton, Qt::NoModifier,
                    QPoint(20, 10));
  EXPECT_EQ(tab()->results()->grid()->selectionModel()->selectedIndexes().size(), 3);
  EXPECT_EQ(testing::unnamedControls(*m_page), QStringList());
  testing::shoot(*m_page, QStringLiteral("query"));
  tab()->results()->showPage(ResultView::Page::Body);
  EXPECT_TRUE(
      tab()->results()->bodyShown().contains(QStringLiteral(R"("column_types": ["string", "long", "string"])")));
  testing::shoot(*m_page, QStringLiteral("query-body"));
}

TEST_F(QueryPageTest, RunsTheStatementAtTheCursorTheSelectionOrAll) {
  write(QStringLiteral("SELECT 1 AS a;\nSELECT 2 AS b, 3 AS c;\n"));
  tab()->editor()->setCursorOffset(20);
  run();
  EXPECT_EQ(rows()->columnCount(), 2);
  tab()->editor()->setSelection(0, 0, 0, 13);
  runWith(Qt::Key_F5, Qt::NoModifier);
  EXPECT_EQ(rows()->columnCount(), 1);
  tab()->editor()->setCursorOffset(0);
  runWith(Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
  EXPECT_EQ(rows()->columnCount(), 2);
}

TEST_F(QueryPageTest, AnErrorNamesItsPlaceAndMarksIt) {
  write(QStringLiteral("SELECT 1;\nSELECT code,\n       nonsense\nFROM www_access"));
  tab()->editor()->setCursorOffset(15);
  run();
  EXPECT_FALSE(note()->isHidden());
  EXPECT_EQ(note()->tone(), Tone::Bad);
  EXPECT_TRUE(note()->text().contains(QStringLiteral("nonsense"))) << note()->text().toStdString();
  EXPECT_TRUE(note()->text().startsWith(QStringLiteral("Statement 2, line 3, column 8:")))
      << note()->text().toStdString();
  EXPECT_TRUE(tab()->editor()->hasErrorMark());
  EXPECT_FALSE(tab()->bar()->sendButton()->isEnabled());
  testing::shoot(*m_page, QStringLiteral("query-error"));
  for (Button* button : note()->findChildren<Button*>()) QTest::mouseClick(button, Qt::LeftButton);
  EXPECT_EQ(tab()->editor()->sql().mid(tab()->editor()->cursorOffset(), 8), QStringLiteral("nonsense"));
}

TEST_F(QueryPageTest, AnEmptyResultShowsItsColumnsAndCanBeSent) {
  write(QStringLiteral("SELECT code, size FROM www_access WHERE 0"));
  run();
  EXPECT_EQ(rows()->columnCount(), 2);
  EXPECT_EQ(rows()->rowCount(), 0);
  EXPECT_TRUE(tab()->statusText().startsWith(QStringLiteral("0 rows")));
  EXPECT_TRUE(tab()->bar()->sendButton()->isEnabled());
}

TEST_F(QueryPageTest, NothingToRunAndNoConnectionSaySo) {
  write(QStringLiteral("  -- nothing here\n"));
  QTest::keyClick(tab()->editor(), Qt::Key_Return, Qt::ControlModifier);
  EXPECT_FALSE(note()->isHidden());
  EXPECT_FALSE(tab()->isRunning());
  ASSERT_TRUE(await(m_services.connections.remove(m_services.sample)));
  ASSERT_TRUE(waitUntil([&] { return !tab()->bar()->connectionBox()->connection().id.isValid(); }));
  write(QStringLiteral("SELECT 1"));
  QTest::keyClick(tab()->editor(), Qt::Key_Return, Qt::ControlModifier);
  EXPECT_TRUE(note()->text().contains(QStringLiteral("connection")));
}

TEST_F(QueryPageTest, StopFreesTheScreenAndKeepsWhatCame) {
  write(QStringLiteral(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000000000) SELECT i FROM n"));
  QTest::keyClick(tab()->editor(), Qt::Key_Return, Qt::ControlModifier);
  ASSERT_TRUE(tab()->isRunning());
  ASSERT_TRUE(waitUntil([&] { return rows()->rowCount() > 1000; }));
  ASSERT_TRUE(waitUntil([&] { return !tab()->bar()->progress().isEmpty(); }));
  QElapsedTimer clock;
  clock.start();
  QTest::keyClick(tab()->editor(), Qt::Key_Escape);
  ASSERT_TRUE(waitUntil([&] { return !tab()->isRunning(); }));
  EXPECT_LT(clock.elapsed(), 1000);
  EXPECT_EQ(note()->tone(), Tone::Warn);
  EXPECT_TRUE(note()->text().startsWith(QStringLiteral("Incomplete: stopped at "))) << note()->text().toStdString();
  EXPECT_GT(rows()->rowCount(), 1000);
  QSignalSpy sent(m_page.get(), &QueryPage::sendRequested);
  QTest::mouseClick(tab()->bar()->sendButton(), Qt::LeftButton);
  ASSERT_EQ(sent.count(), 1);
  EXPECT_TRUE(qvariant_cast<ShownResult>(sent.first().first()).incomplete);
  testing::shoot(*m_page, QStringLiteral("query-stopped"));
}

TEST_F(QueryPageTest, SendHandsOnTheRowsOnTheScreenAndTheirJob) {
  QSignalSpy sent(m_page.get(), &QueryPage::sendRequested);
  QTest::keyClick(tab()->editor(), Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
  EXPECT_EQ(sent.count(), 0) << "nothing ran yet";
  tab()->focusEditor();
  run();
  QTest::keyClick(tab()->editor(), Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
  ASSERT_EQ(sent.count(), 1);
  const auto shown = qvariant_cast<ShownResult>(sent.first().first());
  EXPECT_TRUE(shown.job.isValid());
  EXPECT_EQ(shown.rows, 3);
  EXPECT_EQ(shown.queryName, QStringLiteral("hourly counts"));
  EXPECT_FALSE(shown.incomplete);
  EXPECT_EQ(shown.result->rowCount(), 3);
  const auto job = await(m_services.jobs.find(shown.job));
  ASSERT_TRUE(job);
  EXPECT_EQ(job->state, JobState::Success);
}

TEST_F(QueryPageTest, WhatWasTypedIsThereAtTheNextStart) {
  write(QStringLiteral("SELECT "));
  tab()->editor()->setCursorOffset(7);
  QTest::keyClicks(tab()->editor(), QStringLiteral("42"));
  EXPECT_FALSE(tab()->isSaved());
  EXPECT_TRUE(m_page->tabs()->titleAt(0).endsWith(QStringLiteral("•")));
  ASSERT_TRUE(waitUntil([&] { return tab()->isSaved(); }, 3000)) << "a draft is saved while it is typed";
  EXPECT_FALSE(m_page->tabs()->titleAt(0).contains(QStringLiteral("•")));
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

TEST_F(QueryPageTest, AHugeTextNeitherStopsTheStartNorIsLost) {
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

TEST_F(QueryPageTest, AClosedTabComesBackWithItsText) {
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

TEST_F(QueryPageTest, ADoubleClickRenamesATab) {
  auto* bar = m_page->findChild<SheetBar*>();
  QTest::mouseDClick(bar, Qt::LeftButton, Qt::NoModifier, bar->tabRect(0).center());
  auto* edit = bar->findChild<QLineEdit*>();
  ASSERT_TRUE(edit->isVisible());
  QTest::keyClicks(edit, QStringLiteral("daily"));
  QTest::keyClick(edit, Qt::Key_Return);
  EXPECT_EQ(tab()->name(), QStringLiteral("daily"));
  EXPECT_FALSE(edit->isVisible());
}

TEST_F(QueryPageTest, AFileBecomesAReadOnlyConnectionOfItsName) {
  const QString file = m_services.database.folder() + QStringLiteral("/my sales.db");
  ASSERT_TRUE(QFile::copy(m_services.sampleFile, file));
  m_page->openFile(file);
  ASSERT_TRUE(
      waitUntil([&] { return tab()->bar()->connectionBox()->connection().name == QStringLiteral("my sales"); }));
  EXPECT_TRUE(tab()->bar()->connectionBox()->connection().readOnly);
  // The same file again keeps its connection.
  m_page->openFile(file);
  m_page->openFile(m_services.database.folder() + QStringLiteral("/none.db"));
  EXPECT_TRUE(note()->text().contains(QStringLiteral("none.db")));
  QFile text(m_services.database.folder() + QStringLiteral("/notes.txt"));
  ASSERT_TRUE(text.open(QIODevice::WriteOnly));
  text.write("these are only words, not a database");
  text.close();
  m_page->openFile(text.fileName());
  EXPECT_TRUE(note()->text().contains(QStringLiteral("not an SQLite database")));
  const auto all = await(m_services.connections.all());
  ASSERT_TRUE(all);
  EXPECT_EQ(all->size(), 2);
}

TEST_F(QueryPageTest, TheTreeShowsTablesAndColumnsAndFiltersThem) {
  auto* tree = m_page->panel()->tree();
  const auto tables = [&] { return tree->model()->index(0, 0); };
  ASSERT_TRUE(waitUntil(
      [&] { return tree->model()->index(0, 0, tables()).data().toString() == QStringLiteral("www_access"); }));
  const QModelIndex table = tree->model()->index(0, 0, tables());
  EXPECT_EQ(tree->model()->rowCount(table), 9);
  EXPECT_EQ(tree->model()->index(0, 0, table).data(ConnectionTree::DetailRole).toString(), QStringLiteral("long"));
  tree->setFilter(QStringLiteral("REFER"));
  EXPECT_EQ(tree->model()->rowCount(tree->model()->index(0, 0, tables())), 1);
  tree->setFilter({});
  write({});
  tree->doubleClicked(tree->model()->index(0, 0, tables()));
  EXPECT_EQ(tab()->editor()->sql(), QStringLiteral("www_access"));
}

TEST(QuotedIdentifierTest, QuotesOnlyWhereSqlNeedsIt) {
  EXPECT_EQ(quotedIdentifier(QStringLiteral("www_access")), QStringLiteral("www_access"));
  EXPECT_EQ(quotedIdentifier(QStringLiteral("my table")), QStringLiteral("\"my table\""));
  EXPECT_EQ(quotedIdentifier(QStringLiteral("a\"b")), QStringLiteral("\"a\"\"b\""));
  EXPECT_EQ(quotedIdentifier(QStringLiteral("1st")), QStringLiteral("\"1st\""));
}

}  // namespace
}  // namespace courier
