#include "widgets/connections/SchemaTreeModel.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QMimeData>
#include <QMutex>
#include <memory>

#include "tests/support/Await.h"
#include "tests/support/TempDatabase.h"
#include "widgets/connections/ConnectionTree.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;
using Level = SchemaTreeModel::Level;

/// A server with a schema "public" of as many tables as wanted and a schema "Sales" of one. Notes what it was asked.
class CatalogEngine final : public QueryEngine {
 public:
  int tableCount = 2;
  bool tellsNamesSooner = false;
  QString problem;

  QStringList asked() {
    const QMutexLocker lock(&m_mutex);
    return std::exchange(m_asked, {});
  }
  EngineAbilities abilities() const override { return {.hasSchemas = true, .tellsNamesSooner = tellsNamesSooner}; }
  Expected<QuerySummary> run(const QueryRequest&, const CancelToken&, BatchSink&) override { return QuerySummary(); }
  Expected<QVector<SchemaInfo>> schemas(const DatabaseAccess&, const CancelToken&) override {
    note(QStringLiteral("schemas"));
    if (!problem.isEmpty()) return Error::of(ErrorKind::Sql, problem);
    return QVector<SchemaInfo>{{QStringLiteral("Sales"), false}, {QStringLiteral("public"), true}};
  }
  Expected<QVector<TableInfo>> tables(const DatabaseAccess&, const QString& schema, const CancelToken&) override {
    note(QStringLiteral("tables ") + schema);
    if (schema == u"Sales") return QVector<TableInfo>{{QStringLiteral("Order"), TableKind::View, {}}};
    QVector<TableInfo> tables;
    for (int number = 0; number < tableCount; ++number)
      tables.push_back({QStringLiteral("table_%1").arg(number, 5, 10, QLatin1Char('0')), TableKind::Table, {}});
    return tables;
  }
  Expected<QVector<TableInfo>> tableNames(const DatabaseAccess&, const QString& schema, const CancelToken&) override {
    note(QStringLiteral("names ") + schema);
    return QVector<TableInfo>{{QStringLiteral("Order"), TableKind::Table, {}}};
  }
  Expected<QVector<TableColumn>> columns(const DatabaseAccess&, const TableName& table, const CancelToken&) override {
    note(QStringLiteral("columns %1.%2").arg(table.schema, table.name));
    TableColumn column;
    column.table = table.name;
    column.name = QStringLiteral("Id");
    column.databaseType = QStringLiteral("integer");
    column.type = ColumnType::Int;
    column.isPrimaryKey = true;
    column.isNullable = false;
    column.comment = QStringLiteral("whose it is");
    return QVector<TableColumn>{column};
  }
  Expected<TableDetails> details(const DatabaseAccess&, const TableName& table, const CancelToken&) override {
    note(QStringLiteral("details %1.%2").arg(table.schema, table.name));
    TableDetails details;
    details.keys = {{QStringLiteral("pk"), TableKey::Kind::Primary, {QStringLiteral("Id")}, {}, {}},
                    {QStringLiteral("fk"),
                     TableKey::Kind::Foreign,
                     {QStringLiteral("Id")},
                     {QStringLiteral("public"), QStringLiteral("table_00000")},
                     {QStringLiteral("Id")}}};
    details.indexes = {{QStringLiteral("by_id"), {QStringLiteral("Id")}, true}};
    return details;
  }
  ConnectionSteps check(const DatabaseAccess&, const CancelToken&) override { return {}; }

 private:
  void note(const QString& question) {
    const QMutexLocker lock(&m_mutex);
    m_asked += question;
  }
  QMutex m_mutex;
  QStringList m_asked;
};

class SchemaTreeModelTest : public ::testing::Test {
 protected:
  SchemaTreeModelTest() {
    Connection connection;
    connection.name = QStringLiteral("shop");
    connection.engine = Engine::PostgreSql;
    connection.host = QStringLiteral("db.example");
    const auto created = await(m_connections.create(connection));
    if (!created) qFatal("%s", created.error().message.toUtf8().constData());
    m_shop = *created;
    m_model.loadConnections();
    if (!waitUntil([&] { return m_model.rowCount() == 1; })) qFatal("no connection");
  }
  [[nodiscard]] QModelIndex shop() const { return m_model.indexOf(m_shop); }
  /// Its row named so, among what is below `parent`.
  [[nodiscard]] QModelIndex row(const char* name, const QModelIndex& parent) const {
    for (int at = 0; at < m_model.rowCount(parent); ++at) {
      const QModelIndex index = m_model.index(at, 0, parent);
      if (index.data().toString() == QLatin1String(name)) return index;
    }
    return {};
  }
  [[nodiscard]] QStringList names(const QModelIndex& parent) const {
    QStringList found;
    for (int at = 0; at < m_model.rowCount(parent); ++at) {
      const QModelIndex index = m_model.index(at, 0, parent);
      const QString detail = index.data(SchemaTreeModel::DetailRole).toString();
      found += detail.isEmpty() ? index.data().toString() : index.data().toString() + QStringLiteral(" | ") + detail;
    }
    return found;
  }
  void open(const QModelIndex& index) {
    m_model.load(index);
    ASSERT_TRUE(waitUntil([&] { return !m_model.isBusy(); }));
  }
  void openAll() {
    open(shop());
    open(row("public", shop()));
    open(row("Sales", shop()));
  }
  testing::TempDatabase m_database;
  SystemClock m_clock;
  ConnectionStore m_connections{*m_database, m_clock};
  std::shared_ptr<CatalogEngine> m_engine = std::make_shared<CatalogEngine>();
  QueryRunner m_queries{{{Engine::PostgreSql, m_engine}}};
  SchemaTreeModel m_model{m_connections, m_queries};
  QAbstractItemModelTester m_tester{&m_model};
  ConnectionId m_shop;
};

TEST_F(SchemaTreeModelTest, EachLevelIsAskedForWhenItIsOpenedAndNotBefore) {
  EXPECT_EQ(m_engine->asked(), QStringList());
  EXPECT_TRUE(m_model.hasChildren(shop()));
  m_model.load(shop());
  EXPECT_EQ(names(shop()), QStringList(QStringLiteral("Loading…")));
  ASSERT_TRUE(waitUntil([&] { return !m_model.isBusy(); }));
  EXPECT_EQ(m_engine->asked(), QStringList(QStringLiteral("schemas")));
  EXPECT_EQ(names(shop()), (QStringList{QStringLiteral("Sales | schema"), QStringLiteral("public | default schema")}));
  open(row("Sales", shop()));
  EXPECT_EQ(m_engine->asked(), QStringList(QStringLiteral("tables Sales")));
  const QModelIndex table = row("Order", row("Sales", shop()));
  EXPECT_EQ(table.data(SchemaTreeModel::DetailRole).toString(), u"view");
  open(table);
  EXPECT_EQ(m_engine->asked(), QStringList(QStringLiteral("columns Sales.Order")));
  EXPECT_EQ(names(table), (QStringList{QStringLiteral("Id | int · key"), QStringLiteral("Keys and indexes")}));
  EXPECT_EQ(row("Id", table).data(Qt::ToolTipRole).toString(), u"Id\ninteger, never NULL\nwhose it is");
  open(row("Keys and indexes", table));
  EXPECT_EQ(names(row("Keys and indexes", table)),
            (QStringList{QStringLiteral("primary key (Id) | pk"), QStringLiteral("Id → public.table_00000 (Id) | fk"),
                         QStringLiteral("by_id (Id) | unique index")}));
  // What is known is not asked for again.
  m_engine->asked();
  open(shop());
  open(table);
  EXPECT_EQ(m_engine->asked(), QStringList());
}

TEST_F(SchemaTreeModelTest, WhereNamesComeSoonerTheyAreShownFirst) {
  m_engine->tellsNamesSooner = true;
  open(shop());
  m_engine->asked();
  const QModelIndex sales = row("Sales", shop());
  open(sales);
  EXPECT_EQ(m_engine->asked(), (QStringList{QStringLiteral("names Sales"), QStringLiteral("tables Sales")}));
  EXPECT_EQ(names(sales), QStringList(QStringLiteral("Order | view")));
  m_model.reload(m_shop);
  ASSERT_TRUE(waitUntil([&] { return !m_model.isBusy(); }));
  EXPECT_FALSE(m_engine->asked().contains(QStringLiteral("names Sales"))) << "they are there already";
}

TEST_F(SchemaTreeModelTest, NamesAreGivenAsTheDatabaseReadsThem) {
  openAll();
  const QModelIndex table = row("Order", row("Sales", shop()));
  EXPECT_EQ(table.data(SchemaTreeModel::InsertRole).toString(), u"\"Sales\".\"Order\"");
  const QModelIndex plain = row("table_00001", row("public", shop()));
  EXPECT_EQ(plain.data(SchemaTreeModel::InsertRole).toString(), u"table_00001") << "found without its schema";
  const std::unique_ptr<QMimeData> dragged(m_model.mimeData({table, plain}));
  EXPECT_EQ(dragged->text(), u"\"Sales\".\"Order\", table_00001");
  EXPECT_TRUE(m_model.flags(table).testFlag(Qt::ItemIsDragEnabled));
  EXPECT_FALSE(m_model.flags(shop()).testFlag(Qt::ItemIsDragEnabled));
}

TEST_F(SchemaTreeModelTest, WhatFailsIsSaidAndAskedAgain) {
  m_engine->problem = QStringLiteral("Nothing listens.");
  open(shop());
  EXPECT_EQ(names(shop()), QStringList(QStringLiteral("Nothing listens.")));
  m_engine->problem.clear();
  open(shop());
  EXPECT_EQ(m_model.rowCount(shop()), 2);
}

TEST_F(SchemaTreeModelTest, ReloadKeepsTheRowsThatStay) {
  openAll();
  open(row("table_00001", row("public", shop())));
  const QPersistentModelIndex kept = row("table_00001", row("public", shop()));
  const auto id = kept.data(SchemaTreeModel::IdRole);
  m_engine->tableCount = 4;
  m_engine->asked();
  m_model.reload(SchemaTreeModel::Which::All);
  ASSERT_TRUE(waitUntil([&] { return !m_model.isBusy(); }));
  EXPECT_EQ(m_model.rowCount(row("public", shop())), 4);
  EXPECT_TRUE(kept.isValid());
  EXPECT_EQ(kept.data(SchemaTreeModel::IdRole), id);
  EXPECT_EQ(m_model.rowCount(kept), 2);
  QStringList asked = m_engine->asked();
  asked.sort();
  EXPECT_EQ(asked, (QStringList{QStringLiteral("columns public.table_00001"), QStringLiteral("schemas"),
                                QStringLiteral("tables Sales"), QStringLiteral("tables public")}));
  m_engine->tableCount = 1;
  m_model.reload(m_shop);
  EXPECT_TRUE(waitUntil([&] { return !m_model.isBusy() && !kept.isValid(); }));
  // When the window comes to the front only files are looked at again.
  m_engine->asked();
  m_model.reload(SchemaTreeModel::Which::Files);
  EXPECT_FALSE(m_model.isBusy());
  EXPECT_EQ(m_engine->asked(), QStringList());
}

TEST_F(SchemaTreeModelTest, AServerIsNotAskedForAFilterAndAChangedConnectionIsAskedAnew) {
  m_model.setFilter(QStringLiteral("order"));
  ASSERT_TRUE(waitUntil([&] { return !m_model.isBusy(); }));
  EXPECT_EQ(m_engine->asked(), QStringList());
  EXPECT_EQ(m_model.rowCount(), 0);
  m_model.setFilter({});
  openAll();
  m_model.setFilter(QStringLiteral("ORDER"));
  ASSERT_TRUE(waitUntil([&] { return !m_model.isBusy(); }));
  EXPECT_EQ(names(shop()), QStringList(QStringLiteral("Sales | schema")));
  EXPECT_EQ(names(row("Sales", shop())), QStringList(QStringLiteral("Order | view")));
  EXPECT_TRUE(m_model.holdsFound(shop()));
  m_model.setFilter({});
  EXPECT_EQ(m_model.rowCount(shop()), 2);
  m_engine->asked();
  Connection moved = *await(m_connections.find(m_shop));
  moved.host = QStringLiteral("other.example");
  ASSERT_TRUE(await(m_connections.update(moved)).ok());
  ASSERT_TRUE(waitUntil([&] { return m_engine->asked().contains(QStringLiteral("schemas")); }));
}

TEST_F(SchemaTreeModelTest, ARenamedConnectionKeepsWhatIsBelowIt) {
  for (const char* name : {"alpha", "beta"}) {
    Connection other;
    other.name = QLatin1String(name);
    other.engine = Engine::PostgreSql;
    other.host = QStringLiteral("other");
    ASSERT_TRUE(await(m_connections.create(other)).ok());
  }
  ASSERT_TRUE(waitUntil([&] { return m_model.rowCount() == 3; }));
  open(shop());
  const QPersistentModelIndex sales = row("Sales", shop());
  const QModelIndex alpha = row("alpha", {});
  open(alpha);
  const QPersistentModelIndex alphas = row("Sales", alpha);
  Connection renamed = *await(m_connections.find(m_shop));
  renamed.name = QStringLiteral("zoo");
  ASSERT_TRUE(await(m_connections.update(renamed)).ok());
  ASSERT_TRUE(waitUntil([&] { return shop().data().toString() == u"zoo"; }));
  EXPECT_TRUE(sales.isValid());
  renamed.name = QStringLiteral("aaa");
  ASSERT_TRUE(await(m_connections.update(renamed)).ok());
  ASSERT_TRUE(waitUntil([&] { return names({}).value(0).startsWith(QStringLiteral("aaa")); }));
  EXPECT_TRUE(alphas.isValid()) << "those that kept their order stay as they are";
}

TEST_F(SchemaTreeModelTest, TenThousandTablesAreFilteredWithoutAStall) {
  m_engine->tableCount = 10'000;
  ConnectionTree tree(m_connections, m_queries);
  tree.resize(240, 600);
  tree.show();
  tree.reload();
  tree.expandConnection(m_shop);
  SchemaTreeModel& model = *tree.schemas();
  const auto schema = [&] { return model.index(1, 0, model.indexOf(m_shop)); };
  ASSERT_TRUE(waitUntil([&] { return model.rowCount(schema()) == 10'000; }));
  EXPECT_TRUE(tree.isExpanded(schema())) << "the schema that needs no name";
  qint64 longest = 0;
  const auto filterFor = [&](const QString& text, int rows) {
    QElapsedTimer timer;
    timer.start();
    tree.setFilter(text);
    longest = std::max(longest, timer.elapsed());
    // Each turn of the event loop is what a person would feel.
    while (model.isBusy()) {
      timer.start();
      QCoreApplication::processEvents(QEventLoop::AllEvents);
      longest = std::max(longest, timer.elapsed());
    }
    EXPECT_EQ(model.rowCount(model.index(text.isEmpty() ? 1 : 0, 0, model.indexOf(m_shop))), rows);
  };
  filterFor(QStringLiteral("tab"), 10'000);
  filterFor(QStringLiteral("table_0"), 10'000);
  filterFor(QStringLiteral("table_09"), 1'000);
  filterFor({}, 10'000);
  // 50 ms are promised on a machine that does nothing else; unoptimized and beside others it may take ten times that.
  EXPECT_LT(longest, 500);
  RecordProperty("longest_ms", std::to_string(longest));
  std::cout << "longest stall: " << longest << " ms\n";
}

}  // namespace
}  // namespace courier
