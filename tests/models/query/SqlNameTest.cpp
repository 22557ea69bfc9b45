#include "models/query/SqlName.h"

#include <gtest/gtest.h>

namespace courier {
namespace {

QString quoted(const char* name, const SqlDialect& dialect = SqlDialect::sqlite()) {
  return quotedName(QString::fromUtf8(name), dialect);
}

TEST(SqlNameTest, QuotesOnlyWhereSqlNeedsIt) {
  EXPECT_EQ(quoted("www_access"), u"www_access");
  EXPECT_EQ(quoted("my table"), u"\"my table\"");
  EXPECT_EQ(quoted("a\"b"), u"\"a\"\"b\"");
  EXPECT_EQ(quoted("1st"), u"\"1st\"");
  EXPECT_EQ(quoted("order"), u"\"order\"");
  EXPECT_EQ(quoted("Größe"), u"\"Größe\"");
  EXPECT_EQ(quoted(""), u"\"\"");
}

TEST(SqlNameTest, EachDialectHasItsOwnQuote) {
  EXPECT_EQ(quoted("Order", SqlDialect::mariaDb()), u"`Order`");
  EXPECT_EQ(quoted("a`b", SqlDialect::mariaDb()), u"`a``b`");
  EXPECT_EQ(quoted("a]b", SqlDialect::odbc(u'[')), u"[a]]b]");
  EXPECT_EQ(quoted("a b", SqlDialect::odbc(u' ')), u"a b") << "a driver that has no quote";
}

TEST(SqlNameTest, CapitalsAreQuotedWhereTheServerWouldLoseThem) {
  EXPECT_EQ(quoted("Customer"), u"Customer");
  EXPECT_EQ(quoted("Customer", SqlDialect::mariaDb()), u"Customer");
  EXPECT_EQ(quoted("Customer", SqlDialect::postgreSql()), u"\"Customer\"");
}

TEST(SqlNameTest, ATableIsNamedWithItsSchema) {
  const TableName table{QStringLiteral("Sales"), QStringLiteral("orders")};
  EXPECT_EQ(quotedName(table, SqlDialect::postgreSql()), u"\"Sales\".orders");
  EXPECT_EQ(quotedName(TableName{{}, QStringLiteral("orders")}, SqlDialect::sqlite()), u"orders");
  EXPECT_EQ(firstRowsText(table, SqlDialect::mariaDb(), 1000), u"SELECT *\nFROM Sales.orders\nLIMIT 1000");
  EXPECT_EQ(firstRowsText(table, SqlDialect::odbc(), 1000), u"SELECT *\nFROM \"Sales\".orders");
}

}  // namespace
}  // namespace courier
