#include <QFile>
#include <QHeaderView>
#include <QLabel>
#include <algorithm>

#include "tests/support/Accessibility.h"
#include "tests/support/Shots.h"
#include "tests/widgets/query/QueryPageFixture.h"
#include "widgets/common/Note.h"
#include "widgets/connections/ConnectionTree.h"
#include "widgets/connections/ConnectionsPanel.h"
#include "widgets/query/ConnectionBox.h"
#include "widgets/query/QueryPage.h"
#include "widgets/query/RunBar.h"
#include "widgets/results/ResultGrid.h"
#include "widgets/results/ResultView.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;

class QueryPageTest : public testing::QueryPageFixture {
 protected:
  [[nodiscard]] Note* note() const { return tab()->results()->note(); }
  [[nodiscard]] QAbstractItemModel* rows() const { return tab()->results()->grid()->model(); }
  /// Runs and waits for the end.
  void runWith(Qt::Key key, Qt::KeyboardModifiers modifiers) {
    QTest::keyClick(tab()->editor(), key, modifiers);
    ASSERT_TRUE(waitUntil([&] { return !tab()->isRunning(); }));
  }
  void run() { runWith(Qt::Key_Return, Qt::ControlModifier); }
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
  QTest::mouseClick(tab()->results()->grid()->findChild<QWidget*>(QStringLiteral("rowNumbers")), Qt::LeftButton,
                    Qt::NoModifier, QPoint(20, 10));
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

TEST_F(QueryPageTest, WhileItRunsNothingPassesForItsRows) {
  const auto endless =
      QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n");
  write(endless);
  QTest::keyClick(tab()->editor(), Qt::Key_Return, Qt::ControlModifier);
  const auto says = [&](const QString& words) {
    const auto labels = tab()->results()->findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(),
                       [&](const QLabel* label) { return label->isVisible() && label->text().contains(words); });
  };
  ASSERT_TRUE(waitUntil([&] { return says(QStringLiteral("Running…")); }));
  EXPECT_FALSE(says(QStringLiteral("Press")));
  QTest::keyClick(tab()->editor(), Qt::Key_Escape);
  ASSERT_TRUE(waitUntil([&] { return !tab()->isRunning(); }));
  write(QStringLiteral("SELECT 1 AS one"));
  run();
  EXPECT_FALSE(tab()->results()->grid()->isOld());
  write(endless);
  QTest::keyClick(tab()->editor(), Qt::Key_Return, Qt::ControlModifier);
  ASSERT_TRUE(waitUntil([&] { return tab()->results()->grid()->isOld(); }));
  EXPECT_EQ(rows()->rowCount(), 1);
  testing::shoot(*m_page, QStringLiteral("query-running"));
  QTest::keyClick(tab()->editor(), Qt::Key_Escape);
  ASSERT_TRUE(waitUntil([&] { return !tab()->isRunning(); }));
  EXPECT_FALSE(tab()->results()->grid()->isOld());
}

TEST_F(QueryPageTest, ASqlFileOpensAsATab) {
  const QString path = m_services.database.folder() + QStringLiteral("/daily report.sql");
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.write("\xEF\xBB\xBFSELECT 'caf\xC3\xA9'");
  file.close();
  m_page->openFiles({path});
  ASSERT_TRUE(waitUntil([&] { return m_page->tabs()->count() == 2; }));
  EXPECT_EQ(tab()->name(), QStringLiteral("daily report"));
  EXPECT_EQ(tab()->editor()->sql(), QString::fromUtf8("SELECT 'café'"));
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.write("SELECT 'caf\xE9'");
  file.close();
  m_page->openFiles({path});
  EXPECT_TRUE(waitUntil([&] { return note()->text().contains(QStringLiteral("UTF-8")); }));
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

TEST_F(QueryPageTest, AFileBecomesAReadOnlyConnectionOfItsName) {
  const QString file = m_services.database.folder() + QStringLiteral("/my sales.db");
  ASSERT_TRUE(QFile::copy(m_services.sampleFile, file));
  m_page->openFiles({file});
  ASSERT_TRUE(
      waitUntil([&] { return tab()->bar()->connectionBox()->connection().name == QStringLiteral("my sales"); }));
  EXPECT_TRUE(tab()->bar()->connectionBox()->connection().readOnly);
  // The same file again keeps its connection.
  m_page->openFiles({file});
  m_page->openFiles({m_services.database.folder() + QStringLiteral("/none.db")});
  EXPECT_TRUE(note()->text().contains(QStringLiteral("none.db")));
  QFile text(m_services.database.folder() + QStringLiteral("/notes.db"));
  ASSERT_TRUE(text.open(QIODevice::WriteOnly));
  text.write("these are only words, not a database");
  text.close();
  m_page->openFiles({text.fileName()});
  EXPECT_TRUE(note()->text().contains(QStringLiteral("not an SQLite database")));
  const auto all = await(m_services.connections.all());
  ASSERT_TRUE(all);
  EXPECT_EQ(all->size(), 2);
}

TEST_F(QueryPageTest, TheFirstRowsOfATableAreAllThatIsRead) {
  const QString text = QStringLiteral("SELECT * FROM www_access");
  const int before = m_page->tabs()->count();
  // As of a database whose SQL has no word for it that is known here.
  Q_EMIT m_page->panel()->tree()->queryWanted(m_services.sample, QStringLiteral("www_access"), text, 5);
  ASSERT_EQ(m_page->tabs()->count(), before + 1);
  EXPECT_EQ(tab()->name(), QStringLiteral("www_access"));
  ASSERT_TRUE(waitUntil([&] { return !tab()->isRunning() && rows()->rowCount() == 5; }));
  EXPECT_FALSE(note()->isHidden());
  Q_EMIT m_page->panel()->tree()->queryWanted(m_services.sample, QStringLiteral("www_access"), text, 0);
  EXPECT_EQ(tab()->editor()->sql(), text);
  EXPECT_FALSE(tab()->isRunning()) << "a CREATE text is only shown";
}

TEST_F(QueryPageTest, TheTreeShowsTablesAndColumnsAndFiltersThem) {
  auto* tree = m_page->panel()->tree();
  const auto tables = [&] { return tree->model()->index(0, 0); };
  ASSERT_TRUE(waitUntil(
      [&] { return tree->model()->index(0, 0, tables()).data().toString() == QStringLiteral("www_access"); }));
  const auto table = [&] { return tree->model()->index(0, 0, tables()); };
  tree->expand(table());
  // Nine columns, and "Keys and indexes".
  ASSERT_TRUE(waitUntil([&] { return tree->model()->rowCount(table()) == 10; }));
  EXPECT_EQ(tree->model()->index(0, 0, table()).data(SchemaTreeModel::DetailRole).toString(), QStringLiteral("long"));
  tree->setFilter(QStringLiteral("REFER"));
  ASSERT_TRUE(waitUntil([&] { return tree->model()->rowCount(table()) == 1; }));
  tree->setFilter({});
  write({});
  tree->doubleClicked(tree->model()->index(0, 0, tables()));
  EXPECT_EQ(tab()->editor()->sql(), QStringLiteral("www_access"));
}

}  // namespace
}  // namespace courier
