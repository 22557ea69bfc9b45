// Runs on a real cluster: all rows, some rows, stopped ones, changes, what a session keeps.
#include <gtest/gtest.h>

#include <QElapsedTimer>
#include <thread>

#include "tests/support/Await.h"
#include "tests/trino/TrinoFixture.h"

namespace courier {
namespace {

using testing::waitUntil;

class TrinoRun : public testing::TrinoFixture {
 protected:
  using TrinoFixture::TrinoFixture;
  /// How those of the cluster's queries ended whose text contains `mark`, or their states.
  [[nodiscard]] QStringList endsOf(const QString& mark) {
    return asked(QStringLiteral("SELECT %1 FROM system.runtime.queries WHERE strpos(query, '%2') > 0 AND strpos(query, "
                                "'system.runtime') = 0")
                     .arg(m_end, mark));
  }
  void expectCancelled(const QString& mark) {
    QStringList ends;
    EXPECT_TRUE(waitUntil([&] { return (ends = endsOf(mark)) == QStringList(m_cancelled); }))
        << ends.join(u' ').toStdString();
  }
  /// Stops `sql` once it runs; how long run() took from then on.
  [[nodiscard]] qint64 stoppedMs(const QString& sql, const QString& mark) {
    CancelToken cancel;
    m_cancel = cancel;
    QElapsedTimer sinceStop;
    std::thread canceller([&] {
      EXPECT_TRUE(waitUntil([&] { return endsOf(mark) == QStringList(QStringLiteral("RUNNING")); }));
      sinceStop.start();
      cancel.cancel();
    });
    const auto result = query(sql);
    const qint64 elapsed = sinceStop.isValid() ? sinceStop.elapsed() : -1;
    canceller.join();
    m_cancel = {};
    EXPECT_FALSE(result.ok());
    if (!result) {
      EXPECT_EQ(result.error().kind, ErrorKind::Cancelled);
    }
    return elapsed;
  }
  void expectStops() {
    const QString mark = QStringLiteral("stop this one");
    const qint64 elapsed = stoppedMs(
        QStringLiteral("SELECT count(*) FROM tpch.sf1.lineitem a, tpch.sf1.lineitem b WHERE a.comment || b.comment = "
                       "'%1'")
            .arg(mark),
        mark);
    EXPECT_GE(elapsed, 0);
    EXPECT_LT(elapsed, 200);
    expectCancelled(mark);
  }
  void expectCap() {
    const auto result = query(QStringLiteral("SELECT orderkey, 'cap this one' FROM tpch.sf1.lineitem"), 1000);
    ASSERT_TRUE(result.ok()) << result.error().message.toStdString();
    EXPECT_TRUE(result->truncated);
    EXPECT_EQ(result->rows, 1000);
    EXPECT_EQ(m_sink.rowCount(), 1000);
    expectCancelled(QStringLiteral("cap this one"));
  }
  void expectChanges() {
    const auto changed = [&](const char* sql) {
      const auto result = query(QString::fromUtf8(sql));
      EXPECT_TRUE(result.ok()) << result.error().message.toStdString();
      if (!result) return qint64{-1};
      EXPECT_FALSE(result->hasResult) << sql;
      EXPECT_EQ(result->rows, 0) << sql;
      return result->changedRows;
    };
    EXPECT_EQ(changed("DROP TABLE IF EXISTS memory.default.t"), 0);
    EXPECT_EQ(changed("CREATE TABLE memory.default.t AS SELECT * FROM nation"), 25);
    EXPECT_EQ(changed("INSERT INTO memory.default.t SELECT * FROM nation; INSERT INTO memory.default.t SELECT * FROM "
                      "nation WHERE nationkey < 3"),
              28);
    EXPECT_EQ(asked(QStringLiteral("SELECT cast(count(*) AS varchar) FROM memory.default.t")),
              QStringList(QStringLiteral("53")));
    EXPECT_EQ(changed("DROP TABLE memory.default.t"), 0);
  }
  void expectSession() {
    const auto kept = query(QStringLiteral(
        "USE memory.default; CREATE TABLE IF NOT EXISTS here (a bigint); USE tpch.tiny; SET SESSION "
        "query_max_run_time = '7m'; PREPARE p FROM SELECT name, 'a,b=c%+' FROM nation WHERE nationkey = ?; EXECUTE p "
        "USING 3"));
    ASSERT_TRUE(kept.ok()) << kept.error().message.toStdString();
    EXPECT_EQ(kept->statements, 6);
    EXPECT_EQ(kept->rows, 1);
    EXPECT_EQ(cell(0), "text CANADA");
    EXPECT_EQ(cell(1), "text a,b=c%+");
    ASSERT_TRUE(
        query(QStringLiteral("SET SESSION query_max_run_time = '7m'; SHOW SESSION LIKE 'query_max_run_time'")).ok());
    EXPECT_EQ(cell(1), "text 7m");
    ASSERT_TRUE(query(QStringLiteral("SHOW SESSION LIKE 'query_max_run_time'")).ok());
    EXPECT_NE(cell(1), "text 7m");
    EXPECT_TRUE(failure(QStringLiteral("EXECUTE p USING 3")).contains(QStringLiteral("Prepared statement not found")));
    ASSERT_TRUE(query(QStringLiteral("PREPARE q FROM SELECT 1; DEALLOCATE PREPARE q; RESET SESSION "
                                     "query_max_run_time"))
                    .ok());
    EXPECT_EQ(failure(QStringLiteral("USE memory.default; SELECT * FROM here")).toStdString(), "");
    EXPECT_NE(failure(QStringLiteral("SELECT * FROM here")), QString());
  }

  QString m_end = QStringLiteral("coalesce(error_code, state)");
  QString m_cancelled = QStringLiteral("USER_CANCELED");
};

TEST_F(TrinoRun, AllRowsComeInTheirOrder) {
  const auto result =
      query(QStringLiteral("SELECT n, 'row ' || cast(n AS varchar) FROM UNNEST(sequence(0, 9999)) AS "
                           "a (m), UNNEST(sequence(m * 10, m * 10 + 9)) AS b (n) ORDER BY n"));
  ASSERT_TRUE(result.ok()) << result.error().message.toStdString();
  EXPECT_EQ(result->rows, 100'000);
  ASSERT_EQ(m_sink.rowCount(), 100'000);
  for (int row = 0; row < 100'000; ++row) ASSERT_EQ(m_sink.cell(row, 0).integer, row);
  EXPECT_EQ(std::string(m_sink.cell(99'999, 1).bytes), "row 99999");
  EXPECT_FALSE(result->truncated);
}

TEST_F(TrinoRun, NoRowsHaveColumns) {
  const auto result = query(QStringLiteral("SELECT name, nationkey FROM nation WHERE false"));
  ASSERT_TRUE(result.ok()) << result.error().message.toStdString();
  EXPECT_TRUE(result->hasResult);
  EXPECT_EQ(m_sink.columns.size(), 2);
  EXPECT_EQ(m_sink.rowCount(), 0);
}

TEST_F(TrinoRun, AValueOfManyMegabytesIsWhole) {
  const auto result = query(QStringLiteral("SELECT lpad('', 5000000, 'äb'), 1"));
  ASSERT_TRUE(result.ok()) << result.error().message.toStdString();
  EXPECT_EQ(m_sink.cell(0, 0).bytes.size(), 7'500'000U);
}

TEST_F(TrinoRun, StoppingFreesTheCallerAndTheCluster) {
  expectStops();
}

TEST_F(TrinoRun, TheLimitStopsTheClusterToo) {
  expectCap();
}

TEST_F(TrinoRun, ChangesAreCounted) {
  expectChanges();
}

TEST_F(TrinoRun, ASessionIsKeptForTheRunAndNoLonger) {
  expectSession();
}

TEST_F(TrinoRun, SourceUserAndTimeZoneArriveThere) {
  m_request.connection.server.timeZone = QStringLiteral("Asia/Tokyo");
  ASSERT_EQ(
      failure(QStringLiteral(
                  "SELECT current_timezone(), current_user, source, 'this very one' FROM system.runtime.queries WHERE "
                  "query LIKE '%this very one%' AND state = 'RUNNING'"))
          .toStdString(),
      "");
  ASSERT_EQ(m_sink.rowCount(), 1);
  EXPECT_EQ(cell(0), "text Asia/Tokyo");
  EXPECT_EQ(cell(1), "text alice");
  EXPECT_EQ(cell(2), "text query-courier");
}

TEST_F(TrinoRun, TheConnectionsTimeLimit) {
  m_request.connection.server.timeLimitS = 1;
  EXPECT_TRUE(failure(QStringLiteral("SELECT count(*) FROM tpch.sf1.lineitem a, tpch.sf1.lineitem b WHERE a.comment || "
                                     "b.comment = 'x'"))
                  .contains(QStringLiteral("the connection's limit of 1 second")));
}

TEST_F(TrinoRun, AReadOnlyConnectionChangesNothing) {
  m_request.connection.readOnly = true;
  EXPECT_NE(failure(QStringLiteral("CREATE TABLE memory.default.never (a bigint)")), QString());
  EXPECT_EQ(failure(QStringLiteral("SELECT 1")), QString());
  EXPECT_EQ(asked(QStringLiteral("SHOW TABLES FROM memory.default LIKE 'never'")), QStringList());
}

class PrestoRun : public TrinoRun {
 protected:
  PrestoRun() : TrinoRun("COURIER_PRESTO") {
    // Its list does not say why.
    m_end = QStringLiteral("state");
    m_cancelled = QStringLiteral("FAILED");
  }
};

TEST_F(PrestoRun, StoppingFreesTheCallerAndTheCluster) {
  expectStops();
}

TEST_F(PrestoRun, TheLimitStopsTheClusterToo) {
  expectCap();
}

TEST_F(PrestoRun, ChangesAreCounted) {
  expectChanges();
}

TEST_F(PrestoRun, ASessionIsKeptForTheRunAndNoLonger) {
  expectSession();
}

/// Trino with the other family's headers, as old clusters and their proxies speak them.
class PrestoHeaders : public TrinoRun {
 protected:
  PrestoHeaders() { m_request.connection.server.headers = TrinoHeaders::Presto; }
};

TEST_F(PrestoHeaders, ASessionIsKeptForTheRunAndNoLonger) {
  expectSession();
}

}  // namespace
}  // namespace courier
