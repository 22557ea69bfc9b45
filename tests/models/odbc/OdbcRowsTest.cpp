#include "models/odbc/OdbcRows.h"

#include <gtest/gtest.h>

#include "models/odbc/OdbcStatement.h"
#include "tests/models/odbc/FakeOdbc.h"

namespace courier {
namespace {

using testing::FakeOdbc;

/// All rows, with their cells' bytes; the error that ended them.
struct Outcome {
  std::vector<std::vector<std::string>> rows;
  std::optional<Error> error;
};

Outcome read(FakeOdbc& fake) {
  OdbcStatement statement(fake.api(), {}, {});
  ConnectionStep::Kind step{};
  EXPECT_TRUE(statement.open(step).ok());
  EXPECT_TRUE(statement.execute(QStringLiteral("SELECT")).ok());
  Outcome outcome;
  for (;;) {
    const auto batch = statement.rows()->next();
    if (!batch) {
      outcome.error = batch.error();
      return outcome;
    }
    if ((*batch)->rowCount() == 0) return outcome;
    for (int row = 0; row < (*batch)->rowCount(); ++row) {
      outcome.rows.emplace_back();
      for (int column = 0; column < (*batch)->columnCount(); ++column)
        outcome.rows.back().emplace_back((*batch)->cell(row, column).bytes);
    }
  }
}

FakeOdbc withRows(size_t count, const std::string& last) {
  FakeOdbc fake;
  fake.columns = {{SQL_VARCHAR, 10}, {SQL_VARBINARY, 10}};
  for (size_t row = 0; row < count; ++row) fake.rows.push_back({"row " + std::to_string(row), "x"});
  fake.rows.back()[0] = last;
  return fake;
}

TEST(OdbcRows, BlocksAreReadToTheirEnd) {
  FakeOdbc fake = withRows(1234, "the end");
  const Outcome outcome = read(fake);
  EXPECT_FALSE(outcome.error.has_value());
  ASSERT_EQ(outcome.rows.size(), 1234U);
  EXPECT_EQ(outcome.rows[777], (std::vector<std::string>{"row 777", "x"}));
  EXPECT_EQ(outcome.rows.back()[0], "the end");
}

TEST(OdbcRows, NoValueIsCut) {
  const std::string value(100'000, 'v');
  for (const bool hidesLengths : {false, true}) {
    for (const bool tellsWritten : {false, true}) {
      for (const SQLUINTEGER reading : {SQLUINTEGER{0}, SQLUINTEGER{SQL_GD_BLOCK | SQL_GD_BOUND}}) {
        FakeOdbc fake = withRows(3, value);
        fake.rows[1][1] = value;
        fake.hidesLengths = hidesLengths;
        fake.tellsWritten = tellsWritten;
        fake.reading = reading;
        const Outcome outcome = read(fake);
        ASSERT_FALSE(outcome.error.has_value()) << outcome.error->message.toStdString();
        ASSERT_EQ(outcome.rows.size(), 3U);
        EXPECT_EQ(outcome.rows[0][0], "row 0");
        EXPECT_EQ(outcome.rows[1][1], value);
        EXPECT_EQ(outcome.rows[2][0], value);
      }
      // A driver that gives blocks and cannot read a value of one again.
      FakeOdbc fake = withRows(3, value);
      fake.hidesLengths = hidesLengths;
      fake.tellsWritten = tellsWritten;
      const Outcome outcome = read(fake);
      ASSERT_TRUE(outcome.error.has_value());
      EXPECT_TRUE(outcome.error->message.contains(QStringLiteral("the column “a” is longer than the driver said")))
          << outcome.error->message.toStdString();
    }
  }
}

TEST(OdbcRows, ColumnsWithoutASizeAreReadOneByOne) {
  for (const FakeOdbc::Column& column : {FakeOdbc::Column{SQL_VARCHAR, 0}, FakeOdbc::Column{SQL_WLONGVARCHAR, 100},
                                         FakeOdbc::Column{SQL_VARCHAR, 8190}, FakeOdbc::Column{-152, 100}}) {
    FakeOdbc fake = withRows(3, std::string(50'000, 'v'));
    fake.columns[0] = column;
    const Outcome outcome = read(fake);
    ASSERT_FALSE(outcome.error.has_value());
    EXPECT_EQ(outcome.rows.back()[0].size(), 50'000U) << column.sqlType;
  }
}

TEST(OdbcRows, RowsBeforeABrokenOneAreGiven) {
  FakeOdbc fake = withRows(100, "the end");
  fake.brokenRow = 60;
  const Outcome outcome = read(fake);
  ASSERT_TRUE(outcome.error.has_value());
  EXPECT_TRUE(outcome.error->detail.contains(QStringLiteral("22012")));
  EXPECT_EQ(outcome.rows.size(), 60U);
}

}  // namespace
}  // namespace courier
