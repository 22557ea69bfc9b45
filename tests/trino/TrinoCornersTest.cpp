// What real clusters do at the edges: transactions, names, statements that only seem to read, several runs at once.
#include <gtest/gtest.h>

#include <QElapsedTimer>
#include <thread>

#include "tests/support/Await.h"
#include "tests/trino/TrinoFixture.h"

namespace courier {
namespace {

using testing::CollectingSink;
using testing::waitUntil;

class TrinoCorners : public testing::TrinoFixture {};

TEST_F(TrinoCorners, ATransactionEndsWithItsText) {
  const auto whole = query(QStringLiteral("START TRANSACTION; SELECT count(*) FROM nation; COMMIT"));
  ASSERT_TRUE(whole.ok()) << whole.error().message.toStdString();
  EXPECT_EQ(cell(0), "integer 25");
  const auto open = query(QStringLiteral("START TRANSACTION; SELECT count(*) FROM nation"));
  ASSERT_FALSE(open.ok());
  EXPECT_EQ(open.error().message, openTransaction().message);
  EXPECT_EQ(failure(QStringLiteral("SELECT 1")), QString());
}

TEST_F(TrinoCorners, AReadOnlyConnectionIsNotTalkedRound) {
  ASSERT_EQ(failure(QStringLiteral("DROP TABLE IF EXISTS memory.default.kept; CREATE TABLE memory.default.kept AS "
                                   "SELECT 1 AS a"))
                .toStdString(),
            "");
  m_request.connection.readOnly = true;
  for (const char* sql :
       {"INSERT INTO memory.default.kept VALUES 2", "/* SELECT */ INSERT INTO memory.default.kept VALUES 2",
        "EXPLAIN ANALYZE INSERT INTO memory.default.kept VALUES 2",
        "explain analyze verbose insert into memory.default.kept values 2",
        "PREPARE p FROM INSERT INTO memory.default.kept VALUES 2; EXECUTE p",
        "EXECUTE IMMEDIATE 'INSERT INTO memory.default.kept VALUES 2'", "TRUNCATE TABLE memory.default.kept",
        "DROP TABLE memory.default.kept", "SELECT 1; DROP TABLE memory.default.kept",
        "COMMENT ON TABLE memory.default.kept IS 'changed'", "CREATE SCHEMA memory.never"})
    EXPECT_NE(failure(QString::fromUtf8(sql)), QString()) << sql;
  EXPECT_EQ(asked(QStringLiteral("SELECT cast(sum(a) AS varchar) FROM memory.default.kept")),
            QStringList(QStringLiteral("1")));
  for (const char* sql : {"SELECT 1", "WITH t AS (SELECT 1) SELECT * FROM t", "VALUES 1", "TABLE nation", "(SELECT 1)",
                          "SHOW TABLES", "DESCRIBE nation", "EXPLAIN SELECT 1", "USE tpch.tiny; SELECT * FROM region"})
    EXPECT_EQ(failure(QString::fromUtf8(sql)).toStdString(), "") << sql;
}

TEST_F(TrinoCorners, NamesOfAnyLetters) {
  ASSERT_EQ(
      failure(QStringLiteral("CREATE SCHEMA IF NOT EXISTS memory.\"größe é\"; USE memory.\"größe é\"; CREATE TABLE "
                             "IF NOT EXISTS \"t é\" AS SELECT 1 AS \"ß 😀\"; SELECT * FROM \"t é\""))
          .toStdString(),
      "");
  EXPECT_EQ(m_sink.columns.at(0).name, u"ß 😀");
  m_request.connection.database = QStringLiteral("memory");
  m_request.connection.schema = QStringLiteral("größe é");
  EXPECT_EQ(failure(QStringLiteral("SELECT * FROM \"t é\"")).toStdString(), "");
  m_request.connection.user = QStringLiteral("zoë");
  ASSERT_EQ(failure(QStringLiteral("SELECT current_user")).toStdString(), "");
  EXPECT_EQ(cell(0), "text zoë");
  // Clusters read headers as ISO 8859-1, which has no others.
  m_request.connection.schema = QStringLiteral("größe 😀");
  EXPECT_NE(failure(QStringLiteral("SELECT 1")), QString());
  m_request.connection.schema.clear();
  m_request.connection.server.timeZone = QStringLiteral("Nowhere/At all");
  EXPECT_TRUE(failure(QStringLiteral("SELECT 1")).contains(QStringLiteral("Nowhere")));
}

TEST_F(TrinoCorners, AnErrorsPlaceIsFoundAfterAnyText) {
  EXPECT_EQ(failure(QStringLiteral("-- 😀\r\n/* é\n */ SELECT 1;\r\n\r\n\tSELECT '\n', nothing")),
            QStringLiteral("Statement 2, line 6, column 4: Column 'nothing' cannot be resolved"));
}

TEST_F(TrinoCorners, StoppingWhileRowsStream) {
  CancelToken cancel;
  QElapsedTimer sinceStop;
  CollectingSink sink;
  sink.whenAppended = [&] {
    if (sinceStop.isValid()) return;
    sinceStop.start();
    cancel.cancel();
  };
  m_request.sql = QStringLiteral("SELECT * FROM tpch.sf1.lineitem");
  const auto result = m_engine.run(m_request, cancel, sink);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().kind, ErrorKind::Cancelled);
  EXPECT_LT(sinceStop.elapsed(), 200);
}

TEST_F(TrinoCorners, RunsAtTheSameTimeDoNotMeet) {
  std::vector<std::thread> threads;
  std::vector<std::string> found(4);
  for (size_t number = 0; number < found.size(); ++number) {
    threads.emplace_back([&, number] {
      QueryRequest request = m_request;
      request.sql =
          QStringLiteral("SET SESSION query_max_run_time = '%1m'; PREPARE p FROM SELECT %1; EXECUTE p").arg(number + 1);
      CollectingSink sink;
      const auto result = m_engine.run(request, {}, sink);
      found[number] = result ? std::to_string(sink.cell(0, 0).integer) : result.error().message.toStdString();
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(found, (std::vector<std::string>{"1", "2", "3", "4"}));
}

}  // namespace
}  // namespace courier
