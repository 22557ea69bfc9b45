#include <gtest/gtest.h>

#include <algorithm>

#include "models/odbc/OdbcSources.h"
#include "tests/engines/OdbcFixture.h"

namespace courier {
namespace {

using testing::odbcServers;
using testing::OdbcServers;

class OdbcCatalogTest : public testing::OdbcFixture {
 protected:
  QStringList schemaNames() {
    const auto schemas = m_engine.schemas(access(), m_cancel);
    EXPECT_TRUE(schemas.ok()) << (schemas ? std::string() : schemas.error().message.toStdString());
    QStringList names;
    if (!schemas) return names;
    for (const SchemaInfo& one : *schemas) names << one.name + (one.isDefault ? QStringLiteral("*") : QString());
    return names;
  }
  QStringList tableNames(const QString& schema) {
    const auto tables = m_engine.tables(access(), schema, m_cancel);
    EXPECT_TRUE(tables.ok()) << (tables ? std::string() : tables.error().message.toStdString());
    QStringList names;
    if (!tables) return names;
    for (const TableInfo& one : *tables)
      names << one.name + (one.kind == TableKind::View               ? QStringLiteral(" view")
                           : one.kind == TableKind::MaterializedView ? QStringLiteral(" matview")
                                                                     : QString());
    return names;
  }
  QString columnWords(const TableName& table) {
    const auto columns = m_engine.columns(access(), table, m_cancel);
    if (!columns) return columns.error().message;
    QStringList words;
    for (const TableColumn& one : *columns)
      words << one.table + u'.' + one.name + u' ' + one.databaseType + u' ' + columnTypeName(one.type) +
                   (one.isNullable ? QString() : QStringLiteral(" not null")) +
                   (one.isPrimaryKey ? QStringLiteral(" key") : QString()) +
                   (one.comment.isEmpty() ? QString() : u' ' + one.comment);
    return words.join(u'\n');
  }
};

const char* const kTables =
    "CREATE TABLE parent (id int NOT NULL, part int NOT NULL, name varchar(20) DEFAULT 'x', PRIMARY KEY (id, part)); "
    "CREATE TABLE child (a int, b int, CONSTRAINT to_parent FOREIGN KEY (a, b) REFERENCES parent (id, part)); "
    "CREATE UNIQUE INDEX by_b ON child (b); CREATE TABLE a_b (n int); CREATE TABLE axb (other int); "
    "CREATE VIEW seen AS SELECT id FROM parent";

TEST_F(OdbcCatalogTest, Postgres) {
  ASSERT_EQ(
      failure(QStringLiteral("DROP SCHEMA IF EXISTS t_1 CASCADE; DROP SCHEMA IF EXISTS tx1 CASCADE; CREATE SCHEMA "
                             "t_1; CREATE SCHEMA tx1; CREATE TABLE tx1.a_b (wrong int); SET search_path TO t_1; ") +
              QString::fromUtf8(kTables) +
              QStringLiteral("; CREATE MATERIALIZED VIEW kept AS SELECT 1 AS one; "
                             "CREATE TABLE \"odd \"\"%name\" (\"c o\" numeric(10,2), d text[])")),
      QString());
  const QStringList schemas = schemaNames();
  EXPECT_TRUE(schemas.contains(QStringLiteral("public*"))) << schemas.join(u' ').toStdString();
  EXPECT_TRUE(schemas.contains(QStringLiteral("t_1")));
  EXPECT_FALSE(schemas.contains(QStringLiteral("pg_catalog")));
  EXPECT_FALSE(schemas.contains(QStringLiteral("information_schema")));
  const QString schema = QStringLiteral("t_1");
  const QStringList expected = {QStringLiteral("a_b"),          QStringLiteral("axb"),         QStringLiteral("child"),
                                QStringLiteral("kept matview"), QStringLiteral("odd \"%name"), QStringLiteral("parent"),
                                QStringLiteral("seen view")};
  EXPECT_EQ(tableNames(schema), expected) << tableNames(schema).join(u'\n').toStdString();
  EXPECT_EQ(columnWords({schema, QStringLiteral("parent")}).toStdString(),
            "parent.id int4 int not null key\nparent.part int4 int not null key\nparent.name varchar(20) string");
  EXPECT_EQ(columnWords({schema, QStringLiteral("a_b")}), u"a_b.n int4 int");
  EXPECT_EQ(columnWords({schema, QStringLiteral("odd \"%name")}).section(u'\n', 0, 0),
            u"odd \"%name.c o numeric(10,2) string");
  EXPECT_EQ(m_engine.columns(access(), {schema, QStringLiteral("none")}, m_cancel).error().kind, ErrorKind::NotFound);
  EXPECT_EQ(m_engine.details(access(), {schema, QStringLiteral("none")}, m_cancel).error().kind, ErrorKind::NotFound);
  const auto details = m_engine.details(access(), {schema, QStringLiteral("child")}, m_cancel);
  ASSERT_TRUE(details.ok()) << details.error().message.toStdString();
  ASSERT_EQ(details->keys.size(), 1);
  const TableKey& key = details->keys.first();
  EXPECT_EQ(key.kind, TableKey::Kind::Foreign);
  EXPECT_EQ(key.name, u"to_parent");
  EXPECT_EQ(key.columns, QStringList({QStringLiteral("a"), QStringLiteral("b")}));
  EXPECT_EQ(key.references, (TableName{schema, QStringLiteral("parent")}));
  EXPECT_EQ(key.referencedColumns, QStringList({QStringLiteral("id"), QStringLiteral("part")}));
  ASSERT_EQ(details->indexes.size(), 1);
  EXPECT_EQ(details->indexes.first(), (TableIndex{QStringLiteral("by_b"), {QStringLiteral("b")}, true}));
  const auto parent = m_engine.details(access(), {schema, QStringLiteral("parent")}, m_cancel);
  ASSERT_TRUE(parent.ok());
  ASSERT_FALSE(parent->keys.isEmpty());
  EXPECT_EQ(parent->keys.first().columns, QStringList({QStringLiteral("id"), QStringLiteral("part")}));
}

TEST_F(OdbcCatalogTest, MariaDbsCatalogsAreItsSchemas) {
  use("maria");
  ASSERT_EQ(failure(QStringLiteral("DROP VIEW IF EXISTS seen; DROP TABLE IF EXISTS child, parent, a_b, axb; ") +
                    QString::fromUtf8(kTables)),
            QString());
  EXPECT_EQ(schemaNames(), QStringList(QStringLiteral("shop*")));
  const QStringList names = tableNames(QStringLiteral("shop"));
  for (const char* name : {"a_b", "axb", "child", "parent", "seen view"})
    EXPECT_TRUE(names.contains(QString::fromLatin1(name))) << name << names.join(u'\n').toStdString();
  EXPECT_EQ(columnWords({QStringLiteral("shop"), QStringLiteral("a_b")}), u"a_b.n INT int");
  const auto details = m_engine.details(access(), {QStringLiteral("shop"), QStringLiteral("child")}, m_cancel);
  ASSERT_TRUE(details.ok()) << details.error().message.toStdString();
  ASSERT_EQ(details->keys.size(), 1);
  EXPECT_EQ(details->keys.first().references, (TableName{QStringLiteral("shop"), QStringLiteral("parent")}));
  EXPECT_EQ(details->keys.first().columns.size(), 2);
  // Without a database in the connection all are there.
  use(odbcServers().string(odbcServers().driverText("libmaodbc").remove(QStringLiteral(";Database=shop"))));
  EXPECT_TRUE(schemaNames().contains(QStringLiteral("shop")));
  EXPECT_FALSE(schemaNames().contains(QStringLiteral("information_schema")));
}

TEST_F(OdbcCatalogTest, SqliteHasOneSchemaWithoutAName) {
  use("lite");
  ASSERT_EQ(failure(QStringLiteral("DROP VIEW IF EXISTS seen; DROP TABLE IF EXISTS child; DROP TABLE IF EXISTS parent; "
                                   "DROP TABLE IF EXISTS a_b; DROP TABLE IF EXISTS axb; ") +
                    QString::fromUtf8(kTables)),
            QString());
  EXPECT_EQ(schemaNames(), QStringList(QStringLiteral("*")));
  const QStringList names = tableNames({});
  for (const char* name : {"a_b", "axb", "child", "parent", "seen view"})
    EXPECT_TRUE(names.contains(QString::fromLatin1(name))) << name << names.join(u'\n').toStdString();
  EXPECT_EQ(columnWords({{}, QStringLiteral("a_b")}), u"a_b.n INT long");
  EXPECT_EQ(columnWords({{}, QStringLiteral("parent")}).section(u'\n', 0, 0), u"parent.id INT long not null key");
  const auto details = m_engine.details(access(), {{}, QStringLiteral("child")}, m_cancel);
  ASSERT_TRUE(details.ok()) << details.error().message.toStdString();
  ASSERT_EQ(details->keys.size(), 1);
  EXPECT_EQ(details->keys.first().references.name, u"parent");
  ASSERT_EQ(details->indexes.size(), 1);
  EXPECT_TRUE(details->indexes.first().isUnique);
}

TEST_F(OdbcCatalogTest, AllColumnsOfASchemaAtOnce) {
  use("maria");
  ASSERT_EQ(failure(QStringLiteral("CREATE OR REPLACE TABLE a_b (n int)")), QString());
  const QString words = columnWords({QStringLiteral("shop"), {}});
  EXPECT_TRUE(words.contains(QStringLiteral("a_b.n INT int"))) << words.toStdString();
}

TEST_F(OdbcCatalogTest, TheTestOfAConnectionSaysEachStep) {
  for (const char* source : {"post", "maria", "lite"}) {
    use(source);
    const ConnectionSteps steps = m_engine.check(access(), m_cancel);
    ASSERT_EQ(steps.size(), 6) << source;
    for (int index = 0; index < 6; ++index) {
      EXPECT_EQ(static_cast<int>(steps[index].kind), index);
      EXPECT_NE(steps[index].outcome, ConnectionStep::Outcome::Failed);
      EXPECT_FALSE(steps[index].words.contains(OdbcServers::password()));
    }
    EXPECT_EQ(steps[2].outcome, ConnectionStep::Outcome::Warned);
  }
  m_request.password = QStringLiteral("wr0ng");
  for (const char* source : {"post", "maria"}) {
    use(source);
    const ConnectionSteps steps = m_engine.check(access(), m_cancel);
    ASSERT_EQ(steps.size(), 2) << source;
    EXPECT_EQ(steps[1].kind, ConnectionStep::Kind::SignIn);
    EXPECT_EQ(steps[1].outcome, ConnectionStep::Outcome::Failed);
  }
  use("broken");
  EXPECT_EQ(m_engine.check(access(), m_cancel).first().kind, ConnectionStep::Kind::Name);
}

TEST_F(OdbcCatalogTest, DataSourcesAndDriversAreListed) {
  const auto sources = odbcDataSources();
  ASSERT_TRUE(sources.ok());
  QStringList names;
  for (const OdbcDataSource& one : *sources) names << one.name + (one.isOfUser ? QStringLiteral("*") : QString());
  const QStringList expected = {QStringLiteral("broken"), QStringLiteral("lite*"), QStringLiteral("maria*"),
                                QStringLiteral("post*"), QStringLiteral("stream")};
  EXPECT_EQ(names, expected) << names.join(u' ').toStdString();
  EXPECT_TRUE(odbcDriverOf(QStringLiteral("POST"), *sources).contains(QStringLiteral("psqlodbcw")));
  EXPECT_EQ(odbcDriverOf(QStringLiteral("DSN=broken;UID=x"), *sources), u"Broken");
  EXPECT_EQ(odbcDriverOf(QStringLiteral("Driver={A B};Server=h"), *sources), u"A B");
  EXPECT_EQ(odbcDriverOf(QStringLiteral("none"), *sources), QString());
  const auto drivers = odbcDrivers();
  ASSERT_TRUE(drivers.ok());
  EXPECT_EQ(*drivers, QStringList({QStringLiteral("Broken"), QStringLiteral("PostgreSQL Test")}));
}

}  // namespace
}  // namespace courier
