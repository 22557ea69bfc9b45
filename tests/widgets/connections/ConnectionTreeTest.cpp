#include "widgets/connections/ConnectionTree.h"

#include <QLineEdit>

#include "tests/support/Shots.h"
#include "tests/widgets/query/QueryPageFixture.h"
#include "widgets/connections/ConnectionsPanel.h"
#include "widgets/query/ConnectionBox.h"
#include "widgets/query/RunBar.h"
#include "widgets/results/ResultView.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;

/// The tree beside the tabs, on the sample's connection and another that nobody has opened up.
class ConnectionTreeTest : public testing::QueryPageFixture {
 protected:
  ConnectionTreeTest() {
    QFile::copy(m_services.sampleFile, m_otherFile);
    Connection other;
    other.name = QStringLiteral("other");
    other.file = m_otherFile;
    other.readOnly = false;
    const auto created = await(m_services.connections.create(other));
    if (!created) qFatal("connection");
    m_other = *created;
    if (!waitUntil([&] { return rows({}) == 2 && rows(testdb()) > 0; })) qFatal("no tree");
    write({});
  }
  [[nodiscard]] ConnectionTree* tree() const { return m_page->panel()->tree(); }
  [[nodiscard]] QLineEdit* filter() const {
    return m_page->panel()->findChild<QLineEdit*>(QStringLiteral("treeFilter"));
  }
  [[nodiscard]] QModelIndex top(int row) const { return tree()->model()->index(row, 0); }
  [[nodiscard]] QModelIndex other() const { return tree()->schemas()->indexOf(m_other); }
  [[nodiscard]] QModelIndex testdb() const { return tree()->schemas()->indexOf(m_services.sample); }
  [[nodiscard]] int rows(const QModelIndex& parent) const { return tree()->model()->rowCount(parent); }
  [[nodiscard]] QStringList names(const QModelIndex& parent) const {
    QStringList found;
    for (int row = 0; row < rows(parent); ++row) found.append(tree()->model()->index(row, 0, parent).data().toString());
    return found;
  }
  void runOnOther(const QString& sql) {
    // The tab hears of a new connection by itself, sooner or later than the tree.
    ASSERT_TRUE(waitUntil([&] {
      tab()->chooseConnection(m_other);
      return tab()->connectionId() == m_other && tab()->hasConnection();
    }));
    write(sql);
    tab()->runAll();
    ASSERT_TRUE(waitUntil([&] {
      return !tab()->isRunning() && tab()->statusText().startsWith(QStringLiteral("0 rows changed"));
    })) << tab()->statusText().toStdString()
        << tab()->results()->messages().toStdString();
  }
  const QString m_otherFile = m_services.database.folder() + QStringLiteral("/other.db");
  ConnectionId m_other;
};

TEST_F(ConnectionTreeTest, ATableMadeHereOrElsewhereAppearsAndWhatIsOpenStays) {
  tree()->expand(other());
  ASSERT_TRUE(waitUntil([&] { return names(other()) == QStringList{QStringLiteral("www_access")}; }));
  tree()->expand(tree()->model()->index(0, 0, other()));
  tree()->setCurrentIndex(tree()->model()->index(0, 0, other()));
  runOnOther(QStringLiteral("CREATE TABLE zz_new(id INTEGER, name TEXT)"));
  ASSERT_TRUE(waitUntil([&] { return rows(other()) == 2; }));
  EXPECT_TRUE(tree()->isExpanded(tree()->model()->index(0, 0, other())));
  EXPECT_EQ(tree()->currentIndex().data().toString(), QStringLiteral("www_access"));

  // By another program: its file has changed.
  Connection elsewhere;
  elsewhere.engine = Engine::Sqlite;
  elsewhere.file = m_otherFile;
  elsewhere.readOnly = false;
  SqliteEngine engine(m_services.database.folder() + QStringLiteral("/courier.db"));
  ResultStore none(m_services.database.folder());
  QueryRequest request;
  request.connection = elsewhere;
  request.sql = QStringLiteral("CREATE TABLE zzz_elsewhere(id INTEGER)");
  // The first look at the files takes their state down.
  ASSERT_TRUE(waitUntil([&] { return tree()->filesWereLookedAt(); }));
  const auto made = engine.run(request, CancelToken(), none);
  ASSERT_TRUE(made) << made.error().message.toStdString();
  EXPECT_TRUE(waitUntil([&] { return names(other()).contains(QStringLiteral("zzz_elsewhere")); }, 8000));
}

TEST_F(ConnectionTreeTest, AConnectionMadeElsewhereAppears) {
  auto twin = std::make_unique<ConnectionStore>(*m_services.database, m_services.clock);
  Connection third;
  third.name = QStringLiteral("third");
  third.file = m_otherFile;
  ASSERT_TRUE(await(twin->create(third)));
  EXPECT_EQ(rows({}), 2);
  m_page->refreshConnections();
  EXPECT_TRUE(waitUntil([&] { return names({}).contains(QStringLiteral("third")); }));
}

TEST_F(ConnectionTreeTest, TheFilterLooksIntoWhatWasNeverOpenedAndOpensUpToIt) {
  runOnOther(QStringLiteral("CREATE TABLE invoice(id INTEGER, amount_due REAL)"));
  EXPECT_FALSE(tree()->isExpanded(other()));
  filter()->setFocus();
  QTest::keyClicks(filter(), QStringLiteral("amount"));
  ASSERT_TRUE(waitUntil([&] { return names({}) == QStringList{QStringLiteral("other")} && rows(top(0)) == 1; }));
  EXPECT_TRUE(tree()->isExpanded(top(0)));
  EXPECT_TRUE(tree()->isExpanded(tree()->model()->index(0, 0, top(0))));
  EXPECT_EQ(names(tree()->model()->index(0, 0, top(0))), QStringList{QStringLiteral("amount_due")});
  testing::shoot(*m_page, QStringLiteral("tree-found"));

  filter()->setText(QStringLiteral("nonsense"));
  ASSERT_TRUE(waitUntil([&] { return tree()->filterText().contains(QStringLiteral("nonsense")); }));
  testing::shoot(*m_page, QStringLiteral("tree-nothing"));
  QTest::keyClick(filter(), Qt::Key_Escape);
  EXPECT_TRUE(filter()->text().isEmpty());
  EXPECT_EQ(rows({}), 2);
  EXPECT_TRUE(tree()->isExpanded(testdb())) << "open as before";
  EXPECT_FALSE(tree()->isExpanded(other()));
  EXPECT_EQ(tree()->filterText(), QString());

  filter()->setText(QStringLiteral("invoice"));
  QTest::keyClick(filter(), Qt::Key_Down);
  EXPECT_TRUE(tree()->hasFocus());
  testing::shoot(*m_page, QStringLiteral("tree-focus"));
  QTest::keyClick(tree(), Qt::Key_Escape);
  EXPECT_TRUE(filter()->text().isEmpty());
}

TEST_F(ConnectionTreeTest, OpeningADatabaseNeverTurnsAWrittenQueryToIt) {
  tab()->chooseConnection(m_services.sample);
  write(QStringLiteral("SELECT code FROM www_access"));
  QueryTab* written = tab();
  tree()->doubleClicked(other());
  EXPECT_EQ(written->connectionId(), m_services.sample);
  m_page->openFiles({m_otherFile});
  ASSERT_TRUE(waitUntil([&] { return m_page->tabs()->count() == 2; }));
  EXPECT_EQ(written->connectionId(), m_services.sample);
  EXPECT_EQ(tab()->connectionId(), m_other);
  EXPECT_TRUE(tab()->editor()->sql().isEmpty());
  EXPECT_TRUE(tab()->editor()->hasFocus());
  // Where nothing is written yet no tab is needed.
  m_page->openFiles({m_services.sampleFile});
  ASSERT_TRUE(waitUntil([&] { return tab()->connectionId() == m_services.sample; }));
  EXPECT_EQ(m_page->tabs()->count(), 2);
}

}  // namespace
}  // namespace courier
