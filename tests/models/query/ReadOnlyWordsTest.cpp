#include "models/query/ReadOnlyWords.h"

#include <gtest/gtest.h>

#include <QString>

namespace courier {
namespace {

TEST(ReadOnlyWordsTest, OnlyWhatBeginsAsReadingIsLetThrough) {
  struct Case {
    const char* sql;
    bool reads;
  };
  const Case cases[] = {{"SELECT 1", true},
                        {"  -- note\n select * from t for update", true},
                        {"SELECT 'INTO'", true},
                        {"SELECT * INTO copy FROM t", false},
                        {"WITH a AS (SELECT 1) SELECT * FROM a", true},
                        {"WITH a AS (DELETE FROM t RETURNING *) SELECT * FROM a", false},
                        {"VALUES (1)", true},
                        {"TABLE t", true},
                        {"SHOW server_version", true},
                        {"DESCRIBE t", true},
                        {"EXPLAIN SELECT 1", true},
                        {"EXPLAIN ANALYZE DELETE FROM t", false},
                        {"USE shop", true},
                        {"INSERT INTO t VALUES (1)", false},
                        {"UPDATE t SET a = 1", false},
                        {"MERGE INTO t USING s", false},
                        {"CALL p()", false},
                        {"EXEC p", false},
                        {"BEGIN", false},
                        {"{call p()}", false},
                        {"", false}};
  for (const Case& one : cases)
    EXPECT_EQ(beginsAsReading(QString::fromLatin1(one.sql), SqlDialect::odbc()), one.reads) << one.sql;
}

}  // namespace
}  // namespace courier
