#include "tests/models/query/SqliteFixture.h"
#include "tests/support/CatalogLines.h"

namespace courier {
namespace {

using testing::catalogLines;
using testing::detailLines;
using testing::SqliteFile;
using testing::stepLines;

class SqliteCatalogTest : public testing::SqliteFixture {
 protected:
  SqliteCatalogTest() { fill("CREATE TABLE t (a INTEGER, b TEXT, c REAL, d BOOLEAN, e)"); }
};

TEST_F(SqliteCatalogTest, TablesAreListedWithTheirColumns) {
  SqliteFile(path("db"),
             "CREATE TABLE \"Ä 'b'\" (x INTEGER PRIMARY KEY AUTOINCREMENT, y AS (x + 1)); CREATE TABLE sqliteish (a);"
             "CREATE VIEW v AS SELECT a, b FROM t; CREATE VIEW broken AS SELECT * FROM gone; CREATE INDEX i ON t (a);"
             "CREATE VIRTUAL TABLE words USING fts5 (body)");
  Connection connection;
  connection.file = path("db");
  const DatabaseAccess access{connection, {}};
  EXPECT_EQ(*m_engine.schemas(access, m_cancel), (QVector<SchemaInfo>{{QString(), true}}));
  const QStringList lines = catalogLines(m_engine, access, {});
  ASSERT_EQ(lines.size(), 6) << lines.join(u'\n').toStdString();
  EXPECT_EQ(lines.at(0), u"broken view");
  EXPECT_EQ(lines.at(1), u"sqliteish a:");
  EXPECT_EQ(lines.at(2).count(u':'), 5);
  EXPECT_EQ(lines.at(3).count(u':'), 2);
  EXPECT_EQ(lines.at(4), u"words body:");
  EXPECT_EQ(lines.at(5), u"Ä 'b' x:INTEGER y:");
  const auto columns = m_engine.columns(access, {{}, QStringLiteral("t")}, m_cancel);
  ASSERT_EQ(columns->size(), 5);
  EXPECT_EQ((*columns)[3].databaseType, u"BOOLEAN");
  EXPECT_EQ((*columns)[3].type, ColumnType::Boolean);
  EXPECT_EQ(m_engine.columns(access, {{}, QStringLiteral("gone")}, m_cancel).error().kind, ErrorKind::NotFound);
}

TEST_F(SqliteCatalogTest, DetailsAreKeysIndexesAndTheText) {
  SqliteFile(path("db"),
             "CREATE TABLE parent (a, b, PRIMARY KEY (b, a)); CREATE TABLE child (x UNIQUE, y, z REFERENCES parent, "
             "FOREIGN KEY (x, y) REFERENCES parent (a, b)); CREATE INDEX by_y ON child (y, lower(z)); CREATE UNIQUE "
             "INDEX by_z ON child (z)");
  Connection connection;
  connection.file = path("db");
  const auto child = m_engine.details({connection, {}}, {{}, QStringLiteral("child")}, m_cancel);
  ASSERT_TRUE(child.ok()) << child.error().message.toStdString();
  EXPECT_TRUE(child->createText.startsWith(QStringLiteral("CREATE TABLE child (x UNIQUE")));
  EXPECT_EQ(detailLines(*child),
            (QStringList{QStringLiteral("unique x"), QStringLiteral("foreign x, y -> .parent(a, b)"),
                         QStringLiteral("foreign z -> .parent()"), QStringLiteral("index by_y y, expression"),
                         QStringLiteral("unique index by_z z")}));
  const auto parent = m_engine.details({connection, {}}, {{}, QStringLiteral("parent")}, m_cancel);
  EXPECT_EQ(detailLines(*parent), QStringList(QStringLiteral("primary b, a")));
  EXPECT_EQ(m_engine.details({connection, {}}, {{}, QStringLiteral("none")}, m_cancel).error().kind,
            ErrorKind::NotFound);
}

TEST_F(SqliteCatalogTest, TheTestOfAConnectionTellsEachStep) {
  SqliteFile(path("db"), "CREATE TABLE only (a)");
  Connection connection;
  connection.file = path("db");
  QStringList steps = stepLines(m_engine.check({connection, {}}, m_cancel));
  ASSERT_EQ(steps.size(), 3);
  EXPECT_EQ(steps.last(), u"ok It is opened for reading only: no query can change it.");
  connection.readOnly = false;
  EXPECT_EQ(stepLines(m_engine.check({connection, {}}, m_cancel)).last(), u"warned Queries may change data.");
  connection.file = path("none");
  steps = stepLines(m_engine.check({connection, {}}, m_cancel));
  ASSERT_EQ(steps.size(), 1);
  EXPECT_TRUE(steps.first().startsWith(QStringLiteral("failed There is no file")));
}

}  // namespace
}  // namespace courier
