#include "models/odbc/OdbcReadOnly.h"

#include <gtest/gtest.h>

namespace courier {
namespace {

TEST(OdbcReadOnly, OnlyWhatReadsIsRun) {
  const SqlDialect dialect = SqlDialect::odbc();
  for (const char* sql :
       {"SELECT 1", "select * from t where a = 'delete'", "/* x */ SELECT \"update\" FROM t",
        "SELECT REPLACE(a, 'x', 'y')", "WITH x AS (SELECT 1) SELECT * FROM x", "VALUES (1)", "TABLE t", "SHOW TABLES",
        "SHOW CREATE TABLE t", "DESCRIBE t", "DESC t", "EXPLAIN SELECT 1", "EXPLAIN DELETE FROM t", "USE shop",
        "SELECT a FROM t FOR UPDATE", "SELECT a FROM t FOR NO KEY UPDATE", "SELECT TRUNCATE(1.5, 0)"})
    EXPECT_FALSE(leavesOdbcReadOnly(QString::fromUtf8(sql), dialect)) << sql;
  for (const char* sql : {"",
                          "INSERT INTO t VALUES (1)",
                          "UPDATE t SET a = 1",
                          "DELETE FROM t",
                          "MERGE INTO t USING s",
                          "CREATE TABLE t",
                          "SELECT * INTO t FROM s",
                          "WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x",
                          "WITH x AS (SELECT 1) INSERT t SELECT * FROM x",
                          "SELECT * FROM FINAL TABLE (UPDATE t SET a = 1)",
                          "SELECT 1\nDELETE FROM t",
                          "SELECT 1 EXEC sp_rename 'a', 'b'",
                          "USE shop DROP TABLE t",
                          "SELECT 1\nTRUNCATE TABLE t",
                          "EXPLAIN ANALYZE DELETE FROM t",
                          "EXPLAIN (ANALYSE) SELECT 1",
                          "DESC ANALYZE SELECT 1",
                          "EXEC p",
                          "{call p}",
                          "CALL p()",
                          "SET a = 1",
                          "BEGIN",
                          "COMMIT",
                          "GRANT ALL ON t TO u",
                          "PRAGMA user_version = 1",
                          "DO SLEEP(1)"})
    EXPECT_TRUE(leavesOdbcReadOnly(QString::fromUtf8(sql), dialect)) << sql;
  EXPECT_TRUE(leavesOdbcReadOnly(u"SELECT 1 /*! INTO OUTFILE '/x' */", SqlDialect::mariaDb()));
  EXPECT_FALSE(leavesOdbcReadOnly(u"SELECT 'it\\'s; DELETE'", SqlDialect::mariaDb()));
}

TEST(OdbcReadOnly, TransactionsAreFollowed) {
  const SqlDialect dialect = SqlDialect::odbc();
  for (const char* sql :
       {"BEGIN", "BEGIN TRAN", "BEGIN TRANSACTION", "begin work", "BEGIN IMMEDIATE", "START TRANSACTION READ WRITE",
        "COMMIT AND CHAIN", "SET autocommit = 0", "SET AUTOCOMMIT OFF", "SET IMPLICIT_TRANSACTIONS ON"}) {
    const auto expected =
        QString::fromUtf8(sql).startsWith(QLatin1String("COMMIT")) ? OdbcTransaction::Same : OdbcTransaction::Begins;
    EXPECT_EQ(odbcTransaction(QString::fromUtf8(sql), dialect), expected) << sql;
  }
  for (const char* sql : {"COMMIT", "COMMIT WORK", "END", "ROLLBACK", "ROLLBACK AND NO CHAIN", "ABORT",
                          "SET autocommit=1", "SET IMPLICIT_TRANSACTIONS OFF"})
    EXPECT_EQ(odbcTransaction(QString::fromUtf8(sql), dialect), OdbcTransaction::Ends) << sql;
  for (const char* sql : {"SELECT 1", "ROLLBACK TO SAVEPOINT a", "SAVEPOINT a", "BEGIN x := 1; END;",
                          "BEGIN ATOMIC SELECT 1; END", "SET a = 1"})
    EXPECT_EQ(odbcTransaction(QString::fromUtf8(sql), dialect), OdbcTransaction::Same) << sql;
}

}  // namespace
}  // namespace courier
