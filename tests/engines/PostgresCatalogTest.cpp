#include <gtest/gtest.h>

#include "tests/engines/PostgresFixture.h"
#include "tests/support/CatalogLines.h"

namespace courier {
namespace {

using testing::catalogLines;
using testing::detailLines;
using testing::stepLines;

class PostgresCatalogTest : public testing::PostgresFixture {};

TEST_F(PostgresCatalogTest, TheCatalogIsTheDatabases) {
  ASSERT_EQ(
      failure(QStringLiteral(
          "DROP SCHEMA IF EXISTS tree CASCADE; CREATE SCHEMA tree; CREATE DOMAIN tree.whole AS int; CREATE TABLE "
          "tree.\"odd \"\"name\" (a int PRIMARY KEY, b numeric(10, 2) DEFAULT 1.5, c text[] NOT NULL, d tree.whole, "
          "UNIQUE (b, d)); COMMENT ON TABLE tree.\"odd \"\"name\" IS 'odd things'; COMMENT ON COLUMN tree.\"odd "
          "\"\"name\".a IS 'the key'; CREATE INDEX by_b ON tree.\"odd \"\"name\" (b, lower(c[1])); CREATE VIEW tree.v "
          "AS SELECT 1::int8 AS n; CREATE TABLE tree.none (); CREATE TABLE tree.p (d date, a int REFERENCES "
          "tree.\"odd \"\"name\" (a)) PARTITION BY RANGE (d); CREATE TABLE tree.p1 PARTITION OF tree.p DEFAULT")),
      QString());
  const DatabaseAccess access{m_request.connection, m_request.password};
  const auto schemas = m_engine.schemas(access, m_cancel);
  ASSERT_TRUE(schemas.ok());
  EXPECT_EQ(*schemas, (QVector<SchemaInfo>{{QStringLiteral("public"), true}, {QStringLiteral("tree"), false}}));
  const QStringList found = catalogLines(m_engine, access, QStringLiteral("tree"));
  const QStringList expected = {QStringLiteral("none"),
                                QStringLiteral("odd \"name a:integer b:numeric(10,2) c:text[] d:tree.whole"),
                                QStringLiteral("p d:date a:integer"), QStringLiteral("v view n:bigint")};
  EXPECT_EQ(found, expected) << found.join(u'\n').toStdString();

  const TableName odd{QStringLiteral("tree"), QStringLiteral("odd \"name")};
  const auto columns = m_engine.columns(access, odd, m_cancel);
  ASSERT_TRUE(columns.ok()) << columns.error().message.toStdString();
  EXPECT_EQ(columns->at(0).comment, u"the key");
  EXPECT_TRUE(columns->at(0).isPrimaryKey);
  EXPECT_FALSE(columns->at(1).isPrimaryKey);
  EXPECT_EQ(columns->at(1).defaultText, u"1.5");
  EXPECT_EQ(columnTypeName(columns->at(2).type, columns->at(2).element), u"array<string>");
  EXPECT_FALSE(columns->at(2).isNullable);
  EXPECT_EQ(columns->at(3).type, ColumnType::Int);
  const auto details = m_engine.details(access, odd, m_cancel);
  ASSERT_TRUE(details.ok()) << details.error().message.toStdString();
  EXPECT_EQ(details->comment, u"odd things");
  EXPECT_EQ(detailLines(*details), (QStringList{QStringLiteral("primary a"), QStringLiteral("unique b, d"),
                                                QStringLiteral("index by_b b, lower(c[1])")}));
  const auto parent = m_engine.details(access, {QStringLiteral("tree"), QStringLiteral("p")}, m_cancel);
  ASSERT_TRUE(parent.ok()) << parent.error().message.toStdString();
  EXPECT_EQ(parent->partitions, QStringList(QStringLiteral("p1")));
  EXPECT_EQ(detailLines(*parent), QStringList(QStringLiteral("foreign a -> tree.odd \"name(a)")));
  EXPECT_EQ(m_engine.columns(access, {QStringLiteral("tree"), QStringLiteral("gone")}, m_cancel).error().kind,
            ErrorKind::NotFound);
}

TEST_F(PostgresCatalogTest, TheCreateTextMakesTheSameTable) {
  const auto textOf = [&](const char* name) {
    const auto details = m_engine.details({m_request.connection, m_request.password},
                                          {QStringLiteral("made"), QString::fromLatin1(name)}, m_cancel);
    return details ? details->createText : details.error().message;
  };
  ASSERT_EQ(
      failure(QStringLiteral(
          "DROP SCHEMA IF EXISTS made CASCADE; CREATE SCHEMA made; CREATE TABLE made.t (\"From\" int NOT NULL "
          "DEFAULT 3 CHECK (\"From\" > 2), word varchar(5) PRIMARY KEY, at timestamptz DEFAULT now()); COMMENT ON "
          "COLUMN made.t.word IS 'it''s'; CREATE UNIQUE INDEX one ON made.t (lower(word)) WHERE \"From\" > 5; "
          "CREATE TABLE made.p (d date) PARTITION BY RANGE (d); CREATE VIEW made.v AS SELECT word FROM made.t")),
      QString());
  for (const char* const name : {"t", "p", "v"}) {
    const QString text = textOf(name);
    const QString word = name[0] == 'v' ? QStringLiteral("VIEW") : QStringLiteral("TABLE");
    ASSERT_EQ(failure(QStringLiteral("DROP %1 made.%2 CASCADE").arg(word, QString::fromLatin1(name))), QString());
    ASSERT_EQ(failure(text), QString()) << text.toStdString();
    EXPECT_EQ(textOf(name), text);
    // The view went with its table.
    if (name[0] == 't') {
      ASSERT_EQ(failure(QStringLiteral("CREATE VIEW made.v AS SELECT word FROM made.t")), QString());
    }
  }
}

TEST_F(PostgresCatalogTest, TheTestOfAConnectionTellsEachStep) {
  Connection connection = server().connection();
  QStringList steps = stepLines(m_engine.check({connection, m_request.password}, m_cancel));
  ASSERT_EQ(steps.size(), 6) << steps.join(u'\n').toStdString();
  EXPECT_EQ(steps.at(0), u"ok 127.0.0.1 is an address; there is no name to find.");
  EXPECT_EQ(steps.at(2), u"ok The way stays on this computer; it is not encrypted.");
  EXPECT_TRUE(steps.at(4).startsWith(QStringLiteral("ok PostgreSQL 1"))) << steps.at(4).toStdString();
  connection.readOnly = true;
  connection.server.tls = TlsMode::On;
  steps = stepLines(m_engine.check({connection, m_request.password}, m_cancel));
  ASSERT_EQ(steps.size(), 6) << steps.join(u'\n').toStdString();
  EXPECT_TRUE(steps.at(2).startsWith(QStringLiteral("warned The way is encrypted (TLSv1.")));
  EXPECT_TRUE(steps.at(5).startsWith(QStringLiteral("ok Read-only: the server refuses changes.")));
}

}  // namespace
}  // namespace courier
