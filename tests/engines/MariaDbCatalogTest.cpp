#include <gtest/gtest.h>

#include "tests/engines/MariaDbFixture.h"
#include "tests/support/CatalogLines.h"

namespace courier {
namespace {

using testing::catalogLines;
using testing::detailLines;
using testing::stepLines;

class MariaDbCatalogTest : public testing::MariaDbFixture {};

TEST_F(MariaDbCatalogTest, TheCatalogIsTheDatabases) {
  ASSERT_EQ(failure(QStringLiteral(
                "DROP TABLE IF EXISTS child; CREATE OR REPLACE TABLE `odd ``name` (a INT PRIMARY KEY COMMENT 'the "
                "key', b DECIMAL(10, 2) DEFAULT 1.5, c VARCHAR(9) NOT NULL, UNIQUE (c), KEY by_b (b, c)) COMMENT 'odd "
                "things'; CREATE TABLE child (a INT, FOREIGN KEY (a) REFERENCES `odd ``name` (a)); CREATE OR REPLACE "
                "VIEW tree_view AS SELECT CAST(1 AS SIGNED) AS n")),
            QString());
  const DatabaseAccess access{m_request.connection, m_request.password};
  EXPECT_EQ(*m_engine.schemas(access, m_cancel), (QVector<SchemaInfo>{{QStringLiteral("shop"), true}}));
  QStringList found = catalogLines(m_engine, access, QStringLiteral("shop"));
  found = found.filter(QStringLiteral("odd")) + found.filter(QStringLiteral(" view"));
  const QStringList expected = {QStringLiteral("odd `name a:int(11) b:decimal(10,2) c:varchar(9)"),
                                QStringLiteral("tree_view view n:int(2)")};
  EXPECT_EQ(found, expected) << found.join(u'\n').toStdString();

  const auto named = m_engine.tableNames(access, QStringLiteral("shop"), m_cancel);
  const auto whole = m_engine.tables(access, QStringLiteral("shop"), m_cancel);
  ASSERT_TRUE(named.ok() && whole.ok());
  ASSERT_EQ(named->size(), whole->size());
  for (qsizetype at = 0; at < named->size(); ++at) EXPECT_EQ(named->at(at).name, whole->at(at).name);

  const TableName odd{QStringLiteral("shop"), QStringLiteral("odd `name")};
  const auto columns = m_engine.columns(access, odd, m_cancel);
  ASSERT_TRUE(columns.ok());
  EXPECT_EQ(columns->at(0).comment, u"the key");
  EXPECT_TRUE(columns->at(0).isPrimaryKey);
  EXPECT_FALSE(columns->at(2).isNullable);
  EXPECT_EQ(columns->at(1).defaultText, u"1.50");
  const auto details = m_engine.details(access, odd, m_cancel);
  ASSERT_TRUE(details.ok()) << details.error().message.toStdString();
  EXPECT_EQ(details->comment, u"odd things");
  EXPECT_EQ(detailLines(*details),
            (QStringList{QStringLiteral("primary a"), QStringLiteral("unique c"), QStringLiteral("index by_b b, c")}));
  EXPECT_TRUE(details->createText.startsWith(QStringLiteral("CREATE TABLE `odd ``name` (")));
  EXPECT_FALSE(details->isRebuilt);
  const auto child = m_engine.details(access, {QStringLiteral("shop"), QStringLiteral("child")}, m_cancel);
  ASSERT_TRUE(child.ok());
  EXPECT_EQ(detailLines(*child).value(0), u"foreign a -> shop.odd `name(a)");
  EXPECT_EQ(m_engine.columns(access, {QStringLiteral("shop"), QStringLiteral("none")}, m_cancel).error().kind,
            ErrorKind::NotFound);

  Connection all = m_request.connection;
  all.database.clear();
  const auto schemas = m_engine.schemas({all, m_request.password}, m_cancel);
  ASSERT_TRUE(schemas.ok());
  EXPECT_TRUE(schemas->contains({QStringLiteral("shop"), false}));
  EXPECT_FALSE(schemas->contains({QStringLiteral("mysql"), false}));
}

TEST_F(MariaDbCatalogTest, TheTestOfAConnectionTellsEachStep) {
  Connection connection = server().connection();
  QStringList steps = stepLines(m_engine.check({connection, m_request.password}, m_cancel));
  ASSERT_EQ(steps.size(), 6) << steps.join(u'\n').toStdString();
  EXPECT_EQ(steps.at(2), u"ok The way stays on this computer; it is not encrypted.");
  EXPECT_TRUE(steps.at(3).startsWith(QStringLiteral("ok Signed in as ")));
  EXPECT_TRUE(steps.at(4).startsWith(QStringLiteral("ok MariaDB 1"))) << steps.at(4).toStdString();
  EXPECT_TRUE(steps.at(4).contains(QStringLiteral("database “shop”. Times are in the zone ")));
  EXPECT_EQ(steps.at(5), connection.readOnly ? steps.filter(QStringLiteral("ok Read-only: the server refuses")).value(0)
                                             : QStringLiteral("warned Queries may change data."));
  steps = stepLines(m_engine.check({connection, QStringLiteral("wr0ng")}, m_cancel));
  ASSERT_EQ(steps.size(), 3) << steps.join(u'\n').toStdString();
  EXPECT_TRUE(steps.last().startsWith(QStringLiteral("failed The server 127.0.0.1:")));
  connection.database = QStringLiteral("nothing");
  steps = stepLines(m_engine.check({connection, m_request.password}, m_cancel));
  EXPECT_TRUE(steps.last().contains(QStringLiteral("“nothing”"))) << steps.join(u'\n').toStdString();
}

}  // namespace
}  // namespace courier
