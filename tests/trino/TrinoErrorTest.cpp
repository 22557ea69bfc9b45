// What real clusters say where the SQL is wrong, and where the editor then points.
#include <gtest/gtest.h>

#include "tests/trino/TrinoFixture.h"

namespace courier {
namespace {

class TrinoError : public testing::TrinoFixture {
 protected:
  using TrinoFixture::TrinoFixture;
  void expectPlaces() {
    EXPECT_EQ(failure(QStringLiteral("SELECT nothing")),
              QStringLiteral("Statement 1, line 1, column 8: Column 'nothing' cannot be resolved"));
    EXPECT_EQ(failure(QStringLiteral("SELECT 1;\n\nSELECT 1,\n  '😀é', nothing FROM nation")),
              QStringLiteral("Statement 2, line 4, column 9: Column 'nothing' cannot be resolved"));
    const auto result = query(QStringLiteral("SELECT '😀é', nothing"));
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().kind, ErrorKind::Sql);
    ASSERT_TRUE(result.error().position.has_value());
    EXPECT_EQ(result.error().position->offset, 14);
    EXPECT_TRUE(failure(QStringLiteral("SELECT 1; SELEC 1"))
                    .startsWith(QStringLiteral("Statement 2, line 1, column 11: mismatched input 'SELEC'")));
    EXPECT_TRUE(failure(QStringLiteral("SELECT * FROM nowhere")).contains(QStringLiteral("tpch.tiny.nowhere")));
  }
};

TEST_F(TrinoError, HasAPlaceInTheEditor) {
  expectPlaces();
}

TEST_F(TrinoError, AfterRowsIsAnErrorStill) {
  const QString message = failure(QStringLiteral("SELECT 1 / (nationkey - 24) FROM nation"));
  EXPECT_TRUE(message.contains(QStringLiteral("Division by zero"))) << message.toStdString();
}

TEST_F(TrinoError, HasNoStackTrace) {
  const auto result = query(QStringLiteral("SELECT nothing"));
  ASSERT_FALSE(result.ok());
  EXPECT_FALSE((result.error().message + result.error().detail).contains(QStringLiteral("io.trino.")));
  EXPECT_TRUE(result.error().detail.contains(QStringLiteral("COLUMN_NOT_FOUND")))
      << result.error().detail.toStdString();
}

TEST_F(TrinoError, NobodyListens) {
  m_request.connection.port = 1;
  EXPECT_TRUE(failure(QStringLiteral("SELECT 1")).startsWith(QStringLiteral("Nothing listens at 127.0.0.1:1")))
      << failure(QStringLiteral("SELECT 1")).toStdString();
}

class PrestoError : public TrinoError {
 protected:
  PrestoError() : TrinoError("COURIER_PRESTO") {}
};

TEST_F(PrestoError, HasAPlaceInTheEditor) {
  expectPlaces();
}

}  // namespace
}  // namespace courier
