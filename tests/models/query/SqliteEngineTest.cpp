#include <cmath>
#include <limits>

#include "tests/models/query/SqliteFixture.h"

namespace courier {
namespace {

using namespace std::string_view_literals;
using testing::SqliteFile;

class SqliteEngineTest : public testing::SqliteFixture {
 protected:
  SqliteEngineTest() { fill("CREATE TABLE t (a INTEGER, b TEXT, c REAL, d BOOLEAN, e)"); }
};

TEST_F(SqliteEngineTest, EveryStorageClassComesOutExactly) {
  SqliteFile(path("db"),
             "INSERT INTO t (e) VALUES (NULL), (9007199254740993), (-9223372036854775808), (9e999), (1e308), (0.1), "
             "(''), ('it''s \"quoted\"' || char(10, 9, 128512)), (CAST(x'61ff62' AS TEXT)), "
             "(CAST(x'610062' AS TEXT)), (x''), (x'00ff')");
  const auto summary = query(u"SELECT e FROM t ORDER BY rowid");
  ASSERT_TRUE(summary.ok()) << summary.error().message.toStdString();
  ASSERT_EQ(summary->rows, 12);
  EXPECT_TRUE(summary->hasResult);
  EXPECT_FALSE(summary->truncated);
  EXPECT_EQ(m_sink.rowCount(), 12);
  EXPECT_EQ(m_sink.cell(0, 0).kind, CellKind::Null);
  EXPECT_EQ(m_sink.cell(1, 0).kind, CellKind::Integer);
  EXPECT_EQ(m_sink.cell(1, 0).integer, 9007199254740993);
  EXPECT_EQ(m_sink.cell(2, 0).integer, std::numeric_limits<qint64>::min());
  EXPECT_EQ(m_sink.cell(3, 0).kind, CellKind::Real);
  EXPECT_TRUE(std::isinf(m_sink.cell(3, 0).real));
  EXPECT_EQ(m_sink.cell(4, 0).real, 1e308);
  EXPECT_EQ(m_sink.cell(5, 0).real, 0.1);
  EXPECT_EQ(m_sink.cell(6, 0).kind, CellKind::Text);
  EXPECT_EQ(m_sink.cell(6, 0).bytes, ""sv);
  EXPECT_EQ(m_sink.cell(7, 0).bytes, "it's \"quoted\"\n\t😀"sv);
  EXPECT_EQ(m_sink.cell(8, 0).bytes, "a\xff\x62"sv);
  EXPECT_EQ(m_sink.cell(9, 0).kind, CellKind::Text);
  EXPECT_EQ(m_sink.cell(9, 0).bytes, "a\0b"sv);
  EXPECT_EQ(m_sink.cell(10, 0).kind, CellKind::Blob);
  EXPECT_EQ(m_sink.cell(10, 0).bytes, ""sv);
  EXPECT_EQ(m_sink.cell(11, 0).bytes, "\0\xff"sv);
}

TEST_F(SqliteEngineTest, ATextOfTenMegabytesComesOutWhole) {
  const auto summary = query(u"SELECT replace(hex(zeroblob(5000000)), '0', 'x') AS big, 1");
  ASSERT_TRUE(summary.ok());
  EXPECT_EQ(m_sink.cell(0, 0).bytes, std::string(10'000'000, 'x'));
  EXPECT_EQ(m_sink.cell(0, 1).integer, 1);
}

TEST_F(SqliteEngineTest, Utf16DatabasesGiveUtf8) {
  m_file = "wide";
  SqliteFile(path("wide"), "PRAGMA encoding = 'UTF-16le'; CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('ä😀')");
  ASSERT_TRUE(query(u"SELECT a FROM t").ok());
  EXPECT_EQ(m_sink.cell(0, 0).bytes, "ä😀"sv);
}

TEST_F(SqliteEngineTest, NamesAreKeptAsTheyAre) {
  ASSERT_TRUE(query(u"SELECT 1 AS x, 2 AS x, 3 AS \"\", 4 AS \"ä \"\"q\"\" 😀\"").ok());
  ASSERT_EQ(m_sink.columns.size(), 4);
  EXPECT_EQ(m_sink.columns[0].name, u"x");
  EXPECT_EQ(m_sink.columns[1].name, u"x");
  EXPECT_EQ(m_sink.columns[2].name, u"");
  EXPECT_EQ(m_sink.columns[3].name, u"ä \"q\" 😀");
  EXPECT_EQ(m_sink.cell(0, 1).integer, 2);
}

TEST_F(SqliteEngineTest, ColumnsCarryTheirDeclarations) {
  ASSERT_TRUE(query(u"SELECT a, b, c, d, e, count(*) FROM t").ok());
  ASSERT_EQ(m_sink.columns.size(), 6);
  EXPECT_EQ(m_sink.columns[0].type, ColumnType::Long);
  EXPECT_EQ(m_sink.columns[0].source, TypeSource::Declared);
  EXPECT_EQ(m_sink.columns[1].type, ColumnType::String);
  EXPECT_EQ(m_sink.columns[1].source, TypeSource::Declared);
  EXPECT_EQ(m_sink.columns[2].type, ColumnType::Double);
  EXPECT_EQ(m_sink.columns[3].type, ColumnType::Boolean);
  EXPECT_EQ(m_sink.columns[3].databaseType, u"BOOLEAN");
  EXPECT_EQ(m_sink.columns[4].source, TypeSource::Values);
  EXPECT_EQ(m_sink.columns[5].source, TypeSource::Values);
}

TEST_F(SqliteEngineTest, AnEmptyResultHasItsColumns) {
  const auto summary = query(u"SELECT a, b FROM t");
  ASSERT_TRUE(summary.ok());
  EXPECT_TRUE(summary->hasResult);
  EXPECT_EQ(summary->rows, 0);
  EXPECT_EQ(m_sink.begins, 1);
  EXPECT_EQ(m_sink.columns.size(), 2);
  EXPECT_TRUE(m_sink.batches.empty());
}

TEST_F(SqliteEngineTest, TheRowLimitStopsAtTheRowAfter) {
  struct Case {
    qint64 limit;
    qint64 rows;
    bool truncated;
  };
  for (const Case& each : {Case{0, 5000, false}, Case{4999, 4999, true}, Case{5000, 5000, false},
                           Case{5001, 5000, false}, Case{1, 1, true}}) {
    const auto summary = query(
        u"WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 5000) SELECT x FROM n", each.limit);
    ASSERT_TRUE(summary.ok());
    EXPECT_EQ(summary->rows, each.rows);
    EXPECT_EQ(summary->truncated, each.truncated) << each.limit;
    ASSERT_EQ(m_sink.rowCount(), each.rows);
    EXPECT_EQ(m_sink.cell(each.rows - 1, 0).integer, each.rows);
  }
  const auto endless =
      query(u"WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n; SELECT 7", 10);
  ASSERT_TRUE(endless.ok());
  EXPECT_EQ(endless->rows, 1);
  EXPECT_FALSE(endless->truncated);
}

TEST_F(SqliteEngineTest, SeveralStatementsRunInOrderAndTheLastResultStays) {
  allowWriting();
  const auto summary = query(
      u"-- first\nSELECT 1; ;\nINSERT INTO t (a) VALUES (1), (2), (3);\nSELECT a FROM t; /* then */ DELETE FROM t "
      u"WHERE a > 1;");
  ASSERT_TRUE(summary.ok()) << summary.error().message.toStdString();
  EXPECT_EQ(summary->statements, 4);
  EXPECT_EQ(summary->changedRows, 5);
  EXPECT_EQ(summary->rows, 3);
  EXPECT_EQ(m_sink.begins, 2);
  EXPECT_EQ(m_sink.rowCount(), 3);
  EXPECT_EQ(SqliteFile(path("db")).ask("SELECT count(*) FROM t"), "1");
}

TEST_F(SqliteEngineTest, StatementsWithoutColumnsGiveNoResult) {
  allowWriting();
  const auto summary = query(u"CREATE TABLE u (x); DROP TABLE u");
  ASSERT_TRUE(summary.ok());
  EXPECT_FALSE(summary->hasResult);
  EXPECT_EQ(summary->statements, 2);
  EXPECT_EQ(m_sink.begins, 0);
  for (const char16_t* nothing : {u"", u" ;; ", u"-- only words"}) {
    const auto empty = query(nothing);
    ASSERT_TRUE(empty.ok());
    EXPECT_EQ(empty->statements, 0);
    EXPECT_FALSE(empty->hasResult);
  }
}

TEST_F(SqliteEngineTest, ReturningGivesRowsAndDoesAllItsWork) {
  allowWriting();
  const auto summary = query(u"INSERT INTO t (a) VALUES (1), (2), (3), (4) RETURNING a", 2);
  ASSERT_TRUE(summary.ok());
  EXPECT_EQ(summary->rows, 2);
  EXPECT_TRUE(summary->truncated);
  EXPECT_EQ(summary->changedRows, 4);
  EXPECT_EQ(SqliteFile(path("db")).ask("SELECT count(*) FROM t"), "4");
}

TEST_F(SqliteEngineTest, TransactionsCountOnlyWhatStays) {
  allowWriting();
  EXPECT_EQ(query(u"BEGIN; INSERT INTO t (a) VALUES (1), (2); COMMIT")->changedRows, 2);
  EXPECT_EQ(query(u"BEGIN; INSERT INTO t (a) VALUES (3); ROLLBACK; DELETE FROM t WHERE a = 1")->changedRows, 1);
  EXPECT_TRUE(query(u"BEGIN; SELECT a FROM t").ok());
  const auto open = query(u"BEGIN; INSERT INTO t (a) VALUES (3)");
  ASSERT_FALSE(open.ok());
  EXPECT_TRUE(open.error().message.contains(QStringLiteral("not committed"))) << open.error().message.toStdString();
  EXPECT_EQ(SqliteFile(path("db")).ask("SELECT group_concat(a) FROM t"), "2");
}

TEST_F(SqliteEngineTest, ExplainAndPragmasHaveRows) {
  EXPECT_GT(query(u"EXPLAIN SELECT a FROM t")->rows, 3);
  EXPECT_EQ(query(u"EXPLAIN QUERY PLAN SELECT a FROM t")->rows, 1);
  EXPECT_GT(query(u"EXPLAIN DELETE FROM t")->rows, 3);
  EXPECT_EQ(query(u"PRAGMA table_info(t)")->rows, 5);
  EXPECT_EQ(query(u"PRAGMA journal_mode")->rows, 1);
  EXPECT_EQ(query(u"SELECT * FROM pragma_table_info('t')")->rows, 5);
}

TEST_F(SqliteEngineTest, ASinksErrorEndsTheQuery) {
  class FullSink final : public BatchSink {
   public:
    Expected<void> begin(const Columns&) override { return {}; }
    Expected<void> append(const ColumnBatchPtr&) override {
      return Error::of(ErrorKind::Storage, QStringLiteral("The disk is full."));
    }
  } sink;
  m_request.connection.file = path("db");
  m_request.sql = QStringLiteral("WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n");
  const auto result = m_engine.run(m_request, m_cancel, sink);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().kind, ErrorKind::Storage);
  EXPECT_EQ(result.error().message, u"The disk is full.");
}

}  // namespace
}  // namespace courier
