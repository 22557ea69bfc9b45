#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QContextMenuEvent>
#include <QMenu>
#include <QMutex>
#include <memory>

#include "tests/support/Await.h"
#include "tests/support/Shots.h"
#include "tests/support/TempDatabase.h"
#include "widgets/connections/ConnectionTree.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;
using Level = SchemaTreeModel::Level;

/// A cluster with the catalogs "hive" (the connection's own) and "my lake", each with the schemas "logs" and "web" of
/// four tables. Notes what it was asked, and of which catalog.
class ClusterEngine final : public QueryEngine {
 public:
  bool hasCatalogs = true;
  QStringList columnNames = {QStringLiteral("time"), QStringLiteral("path")};

  QStringList asked() {
    const QMutexLocker lock(&m_mutex);
    return std::exchange(m_asked, {});
  }
  EngineAbilities abilities() const override { return {.hasCatalogs = hasCatalogs, .hasSchemas = true}; }
  Expected<QuerySummary> run(const QueryRequest&, const CancelToken&, BatchSink&) override { return QuerySummary(); }
  Expected<QVector<CatalogInfo>> catalogs(const DatabaseAccess& access, const CancelToken&) override {
    note(QStringLiteral("catalogs"), access);
    return QVector<CatalogInfo>{{QStringLiteral("hive"), true}, {QStringLiteral("my lake"), false}};
  }
  Expected<QVector<SchemaInfo>> schemas(const DatabaseAccess& access, const CancelToken&) override {
    note(QStringLiteral("schemas"), access);
    // As an engine sees it, which knows the connection's schema alone.
    return QVector<SchemaInfo>{{QStringLiteral("logs"), false}, {QStringLiteral("web"), true}};
  }
  Expected<QVector<TableInfo>> tables(const DatabaseAccess& access, const QString& schema,
                                      const CancelToken&) override {
    note(QStringLiteral("tables ") + schema, access);
    QVector<TableInfo> tables;
    for (const char* name : {"a", "b", "c", "d"}) tables.push_back({QLatin1String(name), TableKind::Table, {}});
    return tables;
  }
  Expected<QVector<TableColumn>> columns(const DatabaseAccess& access, const TableName& table,
                                         const CancelToken&) override {
    note(QStringLiteral("columns %1.%2").arg(table.schema, table.name), access);
    QVector<TableColumn> columns;
    for (const QString& name : std::as_const(columnNames)) {
      TableColumn column;
      column.table = table.name;
      column.name = name;
      columns += column;
    }
    return columns;
  }
  Expected<TableDetails> details(const DatabaseAccess& access, const TableName& table, const CancelToken&) override {
    note(QStringLiteral("details %1.%2").arg(table.schema, table.name), access);
    TableDetails details;
    details.createText = QStringLiteral("CREATE TABLE ") + table.name;
    return details;
  }
  ConnectionSteps check(const DatabaseAccess&, const CancelToken&) override { return {}; }

 private:
  void note(const QString& question, const DatabaseAccess& access) {
    const QMutexLocker lock(&m_mutex);
    m_asked += access.connection.database + QStringLiteral(": ") + question;
  }
  QMutex m_mutex;
  QStringList m_asked;
};

class CatalogTreeTest : public ::testing::Test {
 protected:
  CatalogTreeTest() {
    QObject::connect(&m_tree, &ConnectionTree::queryWanted, &m_tree,
                     [this](ConnectionId, const QString&, const QString& sql, int) { m_sql = sql; });
    m_tree.resize(320, 480);
    m_tree.show();
  }
  void make(Engine engine) {
    Connection connection;
    connection.name = QStringLiteral("cluster");
    connection.engine = engine;
    connection.host = engine == Engine::Trino ? QStringLiteral("trino.example") : QStringLiteral("tokyo");
    connection.database = engine == Engine::Trino ? QStringLiteral("hive") : QStringLiteral("web");
    connection.schema = engine == Engine::Trino ? QStringLiteral("web") : QString();
    connection.user = engine == Engine::Trino ? QStringLiteral("ann") : QString();
    const auto created = await(m_connections.create(connection));
    ASSERT_TRUE(created) << qPrintable(created.error().message);
    m_id = *created;
    ASSERT_TRUE(waitUntil([&] { return top().isValid(); }));
  }
  [[nodiscard]] SchemaTreeModel& model() { return *m_tree.schemas(); }
  [[nodiscard]] QModelIndex top() { return model().indexOf(m_id); }
  [[nodiscard]] QModelIndex row(const char* name, const QModelIndex& parent) {
    for (int at = 0; at < model().rowCount(parent); ++at) {
      const QModelIndex index = model().index(at, 0, parent);
      if (index.data().toString() == QLatin1String(name)) return index;
    }
    return {};
  }
  [[nodiscard]] QStringList names(const QModelIndex& parent) {
    QStringList found;
    for (int at = 0; at < model().rowCount(parent); ++at) {
      const QModelIndex index = model().index(at, 0, parent);
      found += index.data().toString() + u'|' + index.data(SchemaTreeModel::DetailRole).toString();
    }
    return found;
  }
  [[nodiscard]] static QString inserted(const QModelIndex& index) {
    return index.data(SchemaTreeModel::InsertRole).toString();
  }
  void open(const QModelIndex& index) {
    m_tree.expand(index);
    ASSERT_TRUE(waitUntil([&] { return !model().isBusy(); }));
  }
  QStringList asked() {
    QStringList asked = m_engine->asked();
    asked.sort();
    return asked;
  }
  /// The statement that an entry of the row's menu opens.
  QString chosen(const QModelIndex& index, const char* entry) {
    m_sql.clear();
    m_tree.setCurrentIndex(index);
    QContextMenuEvent event(QContextMenuEvent::Keyboard, {}, {});
    QCoreApplication::sendEvent(m_tree.viewport(), &event);
    auto* menu = m_tree.findChild<QMenu*>();
    if (!menu) return QStringLiteral("no menu");
    for (QAction* action : menu->actions()) {
      if (action->text().contains(QLatin1String(entry))) action->trigger();
    }
    delete menu;
    return waitUntil([&] { return !m_sql.isEmpty(); }) ? m_sql : QStringLiteral("nothing");
  }
  testing::TempDatabase m_database;
  SystemClock m_clock;
  ConnectionStore m_connections{*m_database, m_clock};
  std::shared_ptr<ClusterEngine> m_engine = std::make_shared<ClusterEngine>();
  QueryRunner m_queries{{{Engine::Trino, m_engine}, {Engine::TreasureData, m_engine}}};
  ConnectionTree m_tree{m_connections, m_queries};
  QAbstractItemModelTester m_tester{m_tree.schemas()};
  ConnectionId m_id;
  QString m_sql;
};

TEST_F(CatalogTreeTest, EachLevelIsAskedForWhenItIsOpenedAndTheConnectionsOwnOpensByItself) {
  make(Engine::Trino);
  EXPECT_EQ(asked(), QStringList());
  open(top());
  EXPECT_EQ(names(top()), (QStringList{QStringLiteral("hive|default catalog"), QStringLiteral("my lake|catalog")}));
  const QModelIndex hive = row("hive", top());
  ASSERT_TRUE(waitUntil([&] { return m_tree.isExpanded(row("web", hive)) && !model().isBusy(); }));
  EXPECT_EQ(names(hive), (QStringList{QStringLiteral("logs|schema"), QStringLiteral("web|default schema")}));
  EXPECT_EQ(asked(), (QStringList{QStringLiteral("hive: catalogs"), QStringLiteral("hive: schemas"),
                                  QStringLiteral("hive: tables web")}));
  // Below another catalog all is asked of that one.
  const QModelIndex lake = row("my lake", top());
  open(lake);
  EXPECT_EQ(names(lake), (QStringList{QStringLiteral("logs|schema"), QStringLiteral("web|schema")}));
  EXPECT_FALSE(m_tree.isExpanded(row("web", lake)));
  open(row("web", lake));
  open(row("a", row("web", lake)));
  open(row("Keys and indexes", row("a", row("web", lake))));
  EXPECT_EQ(asked(), (QStringList{QStringLiteral("my lake: columns web.a"), QStringLiteral("my lake: details web.a"),
                                  QStringLiteral("my lake: schemas"), QStringLiteral("my lake: tables web")}));
  testing::shoot(m_tree, QStringLiteral("tree-catalogs"));
  // Known once: closing and opening asks nothing.
  m_tree.collapse(lake);
  open(lake);
  EXPECT_EQ(asked(), QStringList());
}

TEST_F(CatalogTreeTest, ANameIsAsLongAsItHasToBe) {
  make(Engine::Trino);
  open(top());
  const QModelIndex hive = row("hive", top());
  const QModelIndex lake = row("my lake", top());
  ASSERT_TRUE(waitUntil([&] { return row("a", row("web", hive)).isValid(); }));
  open(row("logs", hive));
  open(lake);
  open(row("web", lake));
  EXPECT_EQ(inserted(row("a", row("web", hive))), u"a");
  EXPECT_EQ(inserted(row("a", row("logs", hive))), u"logs.a");
  EXPECT_EQ(inserted(row("a", row("web", lake))), u"\"my lake\".web.a");
  EXPECT_EQ(inserted(row("web", lake)), u"\"my lake\".web");
  EXPECT_EQ(inserted(row("web", hive)), u"web");
  EXPECT_EQ(inserted(lake), u"\"my lake\"");
  EXPECT_EQ(chosen(row("a", row("web", lake)), "first"), u"SELECT *\nFROM \"my lake\".web.a\nLIMIT 1000");
  EXPECT_EQ(chosen(row("a", row("logs", hive)), "first"), u"SELECT *\nFROM logs.a\nLIMIT 1000");
  m_engine->asked();
  EXPECT_EQ(chosen(row("a", row("web", lake)), "REATE"), u"CREATE TABLE a");
  EXPECT_EQ(asked(), QStringList(QStringLiteral("my lake: details web.a")));
}

TEST_F(CatalogTreeTest, ARefreshAsksTheOpenLevelsAndNeverForAWholeSchemasColumns) {
  make(Engine::Trino);
  open(top());
  const QModelIndex hive = row("hive", top());
  ASSERT_TRUE(waitUntil([&] { return row("d", row("web", hive)).isValid(); }));
  for (const char* table : {"a", "b", "c", "d"}) open(row(table, row("web", hive)));
  const QPersistentModelIndex kept = row("a", row("web", hive));
  m_engine->asked();
  // A window that comes to the front refreshes files alone.
  m_tree.refreshFiles();
  ASSERT_TRUE(waitUntil([&] { return !model().isBusy(); }));
  EXPECT_EQ(asked(), QStringList());
  m_tree.refresh();
  ASSERT_TRUE(waitUntil([&] { return !model().isBusy(); }));
  EXPECT_EQ(asked(), (QStringList{QStringLiteral("hive: catalogs"), QStringLiteral("hive: columns web.a"),
                                  QStringLiteral("hive: columns web.b"), QStringLiteral("hive: columns web.c"),
                                  QStringLiteral("hive: columns web.d"), QStringLiteral("hive: schemas"),
                                  QStringLiteral("hive: tables web")}));
  EXPECT_TRUE(kept.isValid() && m_tree.isExpanded(kept));
  // A filter asks nothing either.
  m_tree.setFilter(QStringLiteral("pat"));
  ASSERT_TRUE(waitUntil([&] { return !model().isBusy(); }));
  EXPECT_EQ(asked(), QStringList());
  EXPECT_TRUE(row("path", row("a", row("web", row("hive", top())))).isValid());
}

TEST_F(CatalogTreeTest, APreviewOfTreasureDataReadsOneDayWhereThereIsATime) {
  m_engine->hasCatalogs = false;
  make(Engine::TreasureData);
  open(top());
  const QModelIndex web = row("web", top());
  ASSERT_TRUE(waitUntil([&] { return row("a", web).isValid(); }));
  m_engine->asked();
  const QString text = chosen(row("a", web), "first");
  EXPECT_TRUE(text.startsWith(QStringLiteral("-- "))) << qPrintable(text);
  EXPECT_TRUE(text.endsWith(u"SELECT *\nFROM web.a\nWHERE TD_INTERVAL(time, '-1d')\nLIMIT 1000")) << qPrintable(text);
  EXPECT_EQ(asked(), QStringList(QStringLiteral("web: columns web.a")));
  open(row("b", web));
  m_engine->asked();
  EXPECT_TRUE(chosen(row("b", web), "first").contains(u"TD_INTERVAL"));
  EXPECT_EQ(asked(), QStringList()) << "its columns are known";
  m_engine->columnNames = {QStringLiteral("id")};
  EXPECT_EQ(chosen(row("c", web), "first"), u"SELECT *\nFROM web.c\nLIMIT 1000");
}

}  // namespace
}  // namespace courier
