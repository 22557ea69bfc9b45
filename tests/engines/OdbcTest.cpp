#include <gtest/gtest.h>

#include <string_view>
#include <utility>

#include "tests/engines/OdbcFixture.h"

namespace courier {
namespace testing {
namespace {

OdbcServers* theServers = nullptr;

class OdbcEnvironment : public ::testing::Environment {
 public:
  void SetUp() override {
    const QString problem = m_servers.start();
    ASSERT_EQ(problem, QString());
    theServers = &m_servers;
  }

 private:
  OdbcServers m_servers;
};

const auto* const environment = ::testing::AddGlobalTestEnvironment(new OdbcEnvironment);

}  // namespace

OdbcServers& odbcServers() {
  return *theServers;
}

}  // namespace testing

namespace {

class Odbc : public testing::OdbcFixture {};
using namespace std::string_view_literals;

TEST_F(Odbc, ValuesLongerThanTheDriverSaysAreWhole) {
  // The driver says 255 characters for a varchar without a length; blocks of rows are read with that.
  for (const char* source : {"post", "stream"}) {
    use(source);
    ASSERT_EQ(failure(QStringLiteral("SELECT n, repeat('é', n)::varchar AS v FROM generate_series(1, 1200) n")),
              QString());
    ASSERT_EQ(m_sink.rowCount(), 1200) << source;
    for (const int row : {0, 254, 255, 499, 500, 1199}) {
      EXPECT_EQ(m_sink.cell(row, 0).integer, row + 1) << source;
      EXPECT_EQ(m_sink.cell(row, 1).bytes.size(), 2 * static_cast<size_t>(row + 1)) << source;
    }
  }
  use("post");
  ASSERT_EQ(failure(QStringLiteral("SELECT repeat('ab', 500000), 'c', decode(repeat('00ff', 500000), 'hex') UNION ALL "
                                   "SELECT repeat('😀', 300000), 'd', ''")),
            QString());
  EXPECT_EQ(m_sink.cell(0, 0).bytes.size(), 1'000'000U);
  EXPECT_EQ(m_sink.cell(0, 1).bytes, "c");
  EXPECT_EQ(m_sink.cell(0, 2).bytes.size(), 1'000'000U);
  EXPECT_EQ(m_sink.cell(0, 2).bytes.substr(999'998), "\0\xff"sv);
  EXPECT_EQ(m_sink.cell(1, 0).bytes.size(), 1'200'000U);
  EXPECT_EQ(m_sink.cell(1, 0).bytes.substr(1'199'996), "😀");
  EXPECT_EQ(m_sink.cell(1, 2).bytes.size(), 0U);
  use("maria");
  ASSERT_EQ(failure(QStringLiteral("SELECT REPEAT('x', 1000000), 'c' UNION ALL SELECT REPEAT('😀', 300000), NULL")),
            QString());
  EXPECT_EQ(m_sink.cell(0, 0).bytes.size(), 1'000'000U);
  EXPECT_EQ(m_sink.cell(1, 0).bytes.size(), 1'200'000U);
  EXPECT_EQ(m_sink.cell(1, 1).kind, CellKind::Null);
  use("lite");
  ASSERT_EQ(failure(QStringLiteral("SELECT printf('%.*c', 1000000, 'x')")), QString());
  EXPECT_EQ(m_sink.cell(0, 0).bytes.size(), 1'000'000U);
}

TEST_F(Odbc, SeveralStatementsRunInTheirOrder) {
  const auto result = query(QStringLiteral(
      "CREATE TEMP TABLE t (a int, b text); INSERT INTO t SELECT n, 'x;' FROM generate_series(1, 5000) n;\n"
      "UPDATE t SET b = 'y' WHERE a <= 10; SELECT count(*) FROM t; SELECT a, b FROM t ORDER BY a; -- the end"));
  ASSERT_TRUE(result.ok()) << result.error().message.toStdString();
  EXPECT_EQ(result->statements, 5);
  EXPECT_EQ(result->changedRows, 5010);
  EXPECT_EQ(result->rows, 5000);
  EXPECT_TRUE(result->hasResult);
  EXPECT_EQ(m_sink.begins, 2);
  EXPECT_EQ(m_sink.rowCount(), 5000);
  EXPECT_EQ(m_sink.cell(4999, 0).integer, 5000);
}

TEST_F(Odbc, WhatTheDatabaseSaysBesidesIsKept) {
  const auto result = query(QStringLiteral("DO $$ BEGIN RAISE NOTICE 'hello; %', 7; END $$; SELECT 1"));
  ASSERT_TRUE(result.ok()) << result.error().message.toStdString();
  EXPECT_EQ(result->statements, 2);
  ASSERT_EQ(result->notices.size(), 1);
  EXPECT_TRUE(result->notices.first().contains(QStringLiteral("hello; 7"))) << result->notices.first().toStdString();
}

TEST_F(Odbc, ACallGivesSeveralResults) {
  use("maria");
  const auto result = query(QStringLiteral(
      "CREATE OR REPLACE PROCEDURE both_of() BEGIN SELECT 1 AS a; SELECT 2 AS b, 'x' AS c UNION ALL SELECT 3, 'y'; "
      "END; CALL both_of()"));
  ASSERT_TRUE(result.ok()) << result.error().message.toStdString();
  EXPECT_EQ(m_sink.begins, 2);
  EXPECT_EQ(m_sink.columns.size(), 2);
  EXPECT_EQ(result->rows, 2);
  EXPECT_EQ(cell(0), "integer 2");
}

TEST_F(Odbc, NoRowsHaveColumnsAndALimitIsTold) {
  for (const char* source : {"post", "stream", "maria", "lite"}) {
    use(source);
    const auto none = query(QStringLiteral("SELECT 1 AS a, 'x' AS b WHERE 1 = 0"));
    ASSERT_TRUE(none.ok()) << source << none.error().message.toStdString();
    EXPECT_TRUE(none->hasResult);
    EXPECT_EQ(none->rows, 0);
    EXPECT_EQ(m_sink.columns.size(), 2) << source;
    for (const auto& [limit, isTruncated] : {std::pair{3, true}, std::pair{5, false}, std::pair{0, false}}) {
      const auto some = query(QStringLiteral("SELECT 1 AS a UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 "
                                             "UNION ALL SELECT 5"),
                              limit);
      ASSERT_TRUE(some.ok()) << source;
      EXPECT_EQ(some->truncated, isTruncated) << source;
      EXPECT_EQ(some->rows, isTruncated ? 3 : 5) << source;
      EXPECT_EQ(m_sink.rowCount(), some->rows) << source;
    }
  }
}

TEST_F(Odbc, RowsBeforeAFailureAreGiven) {
  use("stream");
  const QString message = failure(QStringLiteral("SELECT 1 / (n - 20000) FROM generate_series(1, 30000) n"));
  EXPECT_TRUE(message.contains(QStringLiteral("division by zero"))) << message.toStdString();
  EXPECT_GT(m_sink.rowCount(), 1000);
  EXPECT_LT(m_sink.rowCount(), 20000);
}

TEST_F(Odbc, AnOpenTransactionIsAnError) {
  for (const char* source : {"post", "stream", "maria", "lite"}) {
    use(source);
    ASSERT_EQ(failure(QStringLiteral("DROP TABLE IF EXISTS kept; CREATE TABLE kept (a int)")), QString()) << source;
    EXPECT_EQ(failure(QStringLiteral("BEGIN; INSERT INTO kept VALUES (1)")), openTransaction().message) << source;
    EXPECT_EQ(failure(QStringLiteral("BEGIN; INSERT INTO kept VALUES (2); COMMIT")), QString()) << source;
    EXPECT_EQ(failure(QStringLiteral("BEGIN; INSERT INTO kept VALUES (3); ROLLBACK")), QString()) << source;
    ASSERT_EQ(failure(QStringLiteral("SELECT a FROM kept")), QString()) << source;
    EXPECT_EQ(m_sink.rowCount(), 1) << source;
    EXPECT_EQ(cell(0).substr(cell(0).find(' ')), " 2") << source;
  }
}

}  // namespace
}  // namespace courier
