#include <gtest/gtest.h>

#include <QElapsedTimer>
#include <QFile>
#include <QTcpServer>
#include <cmath>
#include <memory>
#include <thread>

#include "models/query/QueryRunner.h"
#include "tests/engines/PostgresFixture.h"

namespace courier {
namespace {

using testing::CollectingSink;
using testing::PostgresServer;

class Postgres : public testing::PostgresFixture {};

struct TypeCase {
  const char* value;  ///< in SQL
  const char* type;   ///< the contract's
  const char* cell;
};

TEST_F(Postgres, TypesAndValuesAreTheContracts) {
  const TypeCase cases[] = {
      {"1::int2", "int", "integer 1"},
      {"'-2147483648'::int4", "int", "integer -2147483648"},
      {"9223372036854775807::int8", "long", "integer 9223372036854775807"},
      {"4294967295::oid", "long", "integer 4294967295"},
      {"0.1::float4", "float", "real 0.1"},
      {"1e300::float8", "double", "real 1e+300"},
      {"'NaN'::float8", "double", "real nan"},
      {"'-Infinity'::float4", "float", "real -inf"},
      {"1.50::numeric", "string", "text 1.50"},
      {"12345678901234567890.123456789012345678901234567890::numeric(60, 30)", "string",
       "text 12345678901234567890.123456789012345678901234567890"},
      {"'NaN'::numeric", "string", "text NaN"},
      {"true", "boolean", "true"},
      {"false", "boolean", "false"},
      {"'a😀'::text", "string", "text a😀"},
      {"'ab'::char(5)", "string", "text ab   "},
      {"''::varchar(9)", "string", "text "},
      {"NULL::text", "string", "null"},
      {"'2024-02-29'::date", "string", "text 2024-02-29"},
      {"'infinity'::date", "string", "text infinity"},
      {"'0044-03-15 BC'::date", "string", "text 0044-03-15 BC"},
      {"'24:00:00'::time", "string", "text 24:00:00"},
      {"'12:34:56.1+09:30'::timetz", "string", "text 12:34:56.1+09:30"},
      {"'2024-02-29 12:34:56.123450'::timestamp", "string", "text 2024-02-29 12:34:56.12345"},
      {"'2024-02-29 12:34:56.123456+09'::timestamptz", "string", "text 2024-02-29 03:34:56.123456+00"},
      {"'1 year 2 months 3 days 4:05:06.789'::interval", "string", "text P1Y2M3DT4H5M6.789S"},
      {"'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'::uuid", "string", "text a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"},
      {"'{\"a\": 1,  \"a\": 2}'::json", "string", "text {\"a\": 1,  \"a\": 2}"},
      {"'{\"a\": 1,  \"a\": 2}'::jsonb", "string", "text {\"a\": 2}"},
      {"'\\x00ff'::bytea", "string", "blob 00ff"},
      {"B'10110'", "string", "text 10110"},
      {"'[1,10)'::int4range", "string", "text [1,10)"},
      {"'192.168.0.1/24'::inet", "string", "text 192.168.0.1/24"},
      {"'sad'::mood", "string", "text sad"},
      {"ROW(1, 'a b')", "string", "text (1,\"a b\")"},
      {"'{1,2,NULL}'::int4[]", "array<int>", "array [1,2,null]"},
      {"'{}'::int8[]", "array<long>", "array []"},
      {"ARRAY['a', 'NULL', NULL, 'x,y', E'q\"b\\\\s', '']", "array<string>",
       "array [\"a\",\"NULL\",null,\"x,y\",\"q\\\"b\\\\s\",\"\"]"},
      {"ARRAY[true, false]", "array<boolean>", "array [true,false]"},
      {"ARRAY[0.1, 'NaN']::float8[]", "array<double>", "array [0.1,null]"},
      {"ARRAY['\\xdead']::bytea[]", "array<string>", "array [\"3q0=\"]"},
      {"'{{1,2},{3,4}}'::int[]", "array<int>", "text [[1,2],[3,4]]"},
      {"'[0:1]={1,2}'::int[]", "array<int>", "text [1,2]"},
      {"ARRAY['(1,1),(0,0)'::box, '(2,2),(0,0)'::box]", "array<string>", "array [\"(1,1),(0,0)\",\"(2,2),(0,0)\"]"},
      {"ARRAY['sad'::mood]", "array<string>", "array [\"sad\"]"},
      {"5::small", "int", "integer 5"},
      {"ARRAY[5::small]", "array<int>", "array [5]"},
  };
  ASSERT_EQ(failure(QStringLiteral("DO $$ BEGIN CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE DOMAIN small AS int4 "
                                   "CHECK (value < 10); EXCEPTION WHEN duplicate_object THEN END $$")),
            QString());
  for (const TypeCase& each : cases) {
    const QString sql = QStringLiteral("SELECT %1 AS value").arg(QString::fromUtf8(each.value));
    ASSERT_EQ(failure(sql), QString()) << each.value;
    const Column column = m_sink.columns.at(0);
    EXPECT_EQ(column.name, u"value");
    EXPECT_EQ(columnTypeName(column.type, column.element).toStdString(), each.type) << each.value;
    EXPECT_EQ(cell(0), each.cell) << each.value;
  }
  EXPECT_EQ(m_sink.columns.at(0).databaseType, u"small[]");
}

TEST_F(Postgres, AServersSettingsInTheEnvironmentChangeNothing) {
  qputenv("PGOPTIONS", "-c datestyle=German -c bytea_output=escape");
  qputenv("PGDATESTYLE", "SQL");
  qputenv("PGTZ", "Asia/Tokyo");
  EXPECT_EQ(failure(QStringLiteral("SELECT '2024-02-29'::date, '\\x00'::bytea")), QString());
  qunsetenv("PGOPTIONS");
  qunsetenv("PGDATESTYLE");
  qunsetenv("PGTZ");
  EXPECT_EQ(cell(0), "text 2024-02-29");
  EXPECT_EQ(cell(1), "blob 00");
}

TEST_F(Postgres, SeveralStatementsRunInTheirOrder) {
  const auto result = query(QStringLiteral(
      "CREATE TEMP TABLE t (a int, b text); INSERT INTO t SELECT n, 'x' FROM generate_series(1, 5000) n;\n"
      "UPDATE t SET b = 'y' WHERE a <= 10; SELECT count(*) FROM t; SELECT a, b FROM t ORDER BY a; -- the end"));
  ASSERT_TRUE(result.ok()) << result.error().message.toStdString();
  EXPECT_EQ(result->statements, 5);
  EXPECT_EQ(result->changedRows, 5010);
  EXPECT_EQ(result->rows, 5000);
  EXPECT_EQ(m_sink.begins, 2);
  EXPECT_EQ(m_sink.rowCount(), 5000);
  EXPECT_EQ(m_sink.cell(4999, 0).integer, 5000);
}

TEST_F(Postgres, NoRowsHaveColumns) {
  const auto result = query(QStringLiteral("SELECT 1 AS a, 'x'::text AS b WHERE false"));
  ASSERT_TRUE(result.ok());
  EXPECT_TRUE(result->hasResult);
  EXPECT_EQ(result->rows, 0);
  EXPECT_EQ(m_sink.columns.size(), 2);
  EXPECT_FALSE(query(QStringLiteral("CREATE TEMP TABLE t (a int)"))->hasResult);
}

TEST_F(Postgres, TheLimitEndsAtOnceHoweverManyRowsFollow) {
  QElapsedTimer timer;
  timer.start();
  const auto result = query(QStringLiteral("SELECT generate_series(1, 50000000)"), 1000);
  ASSERT_TRUE(result.ok()) << result.error().message.toStdString();
  EXPECT_EQ(result->rows, 1000);
  EXPECT_TRUE(result->truncated);
  EXPECT_EQ(m_sink.rowCount(), 1000);
  EXPECT_LT(timer.elapsed(), 5000);
  EXPECT_FALSE(query(QStringLiteral("SELECT n FROM generate_series(1, 1000) n"), 1000)->truncated);
}

TEST_F(Postgres, ErrorsNameStatementLineAndColumn) {
  const std::pair<const char16_t*, const char16_t*> cases[] = {
      {u"SELECT foo", u"Statement 1, line 1, column 8: column \"foo\" does not exist"},
      {u"SELECT 1;\n SELECT '😀é', foo", u"Statement 2, line 2, column 15: column \"foo\" does not exist"},
      {u"SELECT 1;;\nSELEC 1", u"Statement 2, line 2, column 1: syntax error at or near \"SELEC\""},
      {u"SELECT 1/(n - 5000) FROM generate_series(1, 9000) n", u"Statement 1, line 1, column 1: division by zero"},
      {u"SELECT * FROM gone", u"Statement 1, line 1, column 15: relation \"gone\" does not exist"},
      {u"CREATE TEMP TABLE c (a int); COPY c FROM STDIN",
       u"Statement 2, line 1, column 30: COPY … FROM STDIN waits for rows that only psql can send; use psql for it, or "
       u"INSERT … SELECT"},
      {u"SELECT 1;\n\\dt",
       u"Statement 2, line 2, column 1: “\\dt” is a command of the program psql and no SQL; the tree lists tables and "
       u"columns"},
      {u"SELECT upper(1)",
       u"Statement 1, line 1, column 8: function upper(integer) does not exist. No function matches the given name and "
       u"argument types. You might need to add explicit type casts."},
  };
  for (const auto& [sql, message] : cases)
    EXPECT_EQ(failure(QString::fromUtf16(sql)), QString::fromUtf16(message)) << QString::fromUtf16(sql).toStdString();
}

TEST_F(Postgres, AnOpenTransactionChangesNothing) {
  ASSERT_EQ(failure(QStringLiteral("DROP TABLE IF EXISTS open_one; CREATE TABLE open_one (a int)")), QString());
  EXPECT_TRUE(failure(QStringLiteral("BEGIN; INSERT INTO open_one VALUES (1)"))
                  .startsWith(QStringLiteral("The transaction was not")));
  EXPECT_EQ(failure(QStringLiteral("SELECT count(*) FROM open_one")), QString());
  EXPECT_EQ(cell(0), "integer 0");
  EXPECT_EQ(failure(QStringLiteral("BEGIN; INSERT INTO open_one VALUES (1); COMMIT")), QString());
}

TEST_F(Postgres, CopyToStandardOutputIsOneColumnOfLines) {
  const auto result = query(QStringLiteral("COPY (SELECT n, 'a' FROM generate_series(1, 3000) n) TO STDOUT"));
  ASSERT_TRUE(result.ok()) << result.error().message.toStdString();
  EXPECT_EQ(result->rows, 3000);
  EXPECT_EQ(cell(0), "text 1\ta");
}

TEST_F(Postgres, ReadOnlyRefusesWhatWritesAndWhatLeavesTheMode) {
  m_request.connection.readOnly = false;
  ASSERT_EQ(failure(QStringLiteral("DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT 1 AS a")), QString());
  m_request.connection.readOnly = true;
  const QString readOnly = readOnlyConnection().message;
  for (const char* sql : {"INSERT INTO kept VALUES (2)", "DELETE FROM kept", "DROP TABLE kept",
                          "CREATE TABLE other (a int)", "BEGIN READ WRITE; DELETE FROM kept; COMMIT",
                          "START TRANSACTION READ WRITE", "SET default_transaction_read_only TO off", "RESET ALL",
                          "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
                          "DO $$ BEGIN COMMIT; SET TRANSACTION READ WRITE; DELETE FROM kept; END $$", "VACUUM",
                          "NOTIFY x", "COPY kept TO PROGRAM 'cat'", "set transaction_read_only = off"})
    EXPECT_TRUE(failure(QString::fromUtf8(sql)).contains(readOnly))
        << sql << failure(QString::fromUtf8(sql)).toStdString();
  const QString watched =
      failure(QStringLiteral("SELECT set_config('default_transaction_read_only', 'off', false); DELETE FROM kept"));
  EXPECT_TRUE(watched.contains(QStringLiteral("switched the session's read-only mode off"))) << watched.toStdString();
  EXPECT_EQ(failure(QStringLiteral("SHOW timezone; BEGIN; SELECT a FROM kept; COMMIT; SELECT a FROM kept")), QString());
  EXPECT_EQ(cell(0), "integer 1");
}

TEST_F(Postgres, WrongConnectionsAreToldInWords) {
  const Connection good = server().connection();
  const auto message = [&](const Connection& connection) {
    m_request.connection = connection;
    const auto result = query(QStringLiteral("SELECT 1"));
    EXPECT_FALSE(result.ok());
    if (result) return QString();
    if (!m_request.password.isEmpty()) {
      EXPECT_FALSE((result.error().message + result.error().detail).contains(m_request.password));
    }
    const DatabaseAccess access{connection, m_request.password};
    EXPECT_EQ(m_engine.tables(access, {}, m_cancel).error().message, result.error().message);
    EXPECT_EQ(m_engine.check(access, m_cancel).last().words, result.error().message);
    return result.error().message;
  };
  Connection connection = good;
  connection.database = QStringLiteral("nothing");
  EXPECT_TRUE(message(connection).contains(QStringLiteral("database \"nothing\" does not exist")));
  connection = good;
  connection.host = QStringLiteral("no-such-host.invalid");
  EXPECT_TRUE(message(connection).startsWith(QStringLiteral("There is no server named no-such-host.invalid.")));
  QTcpServer silent;
  ASSERT_TRUE(silent.listen(QHostAddress::LocalHost));
  connection = good;
  connection.port = silent.serverPort();
  connection.server.connectTimeoutS = 1;
  EXPECT_TRUE(message(connection).contains(QStringLiteral("did not answer within 1 second")))
      << message(connection).toStdString();
  silent.close();
  EXPECT_TRUE(message(connection).startsWith(QStringLiteral("Nothing listens at 127.0.0.1:")));
  m_request.password = QStringLiteral("wr0ng-p4ss %zz@/");
  EXPECT_TRUE(message(good).contains(QStringLiteral("refused user and password")));
  m_request.password.clear();
  EXPECT_TRUE(message(good).contains(QStringLiteral("refused user and password")));
  m_request.password = PostgresServer::password();
  connection = good;
  connection.user = QStringLiteral("nobody");
  EXPECT_TRUE(message(connection).contains(QStringLiteral("refused user and password")));
}

TEST_F(Postgres, TlsIsVerified) {
  Connection connection = server().connection();
  const auto answer = [&](TlsMode mode, const QString& host, const QString& authority) {
    connection.server.tls = mode;
    connection.host = host;
    connection.server.caFile = authority;
    m_request.connection = connection;
    const QString message = failure(QStringLiteral("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"));
    return message.isEmpty() ? QString::fromStdString(cell(0)) : message;
  };
  const QString local = QStringLiteral("127.0.0.1");
  EXPECT_EQ(answer(TlsMode::Off, local, {}), u"false");
  EXPECT_EQ(answer(TlsMode::On, local, {}), u"true");
  EXPECT_EQ(answer(TlsMode::Verify, local, server().authorityFile()), u"true");
  EXPECT_EQ(answer(TlsMode::Verify, QStringLiteral("localhost"), server().authorityFile()), u"true");
  const QString unverified = QStringLiteral("could not be verified");
  EXPECT_TRUE(answer(TlsMode::Verify, local, server().strangersFile()).contains(unverified));
  EXPECT_TRUE(answer(TlsMode::Verify, local, {}).contains(unverified));
  EXPECT_TRUE(answer(TlsMode::Verify, QStringLiteral("127.0.0.2"), server().authorityFile()).contains(unverified) ||
              answer(TlsMode::Verify, QStringLiteral("127.0.0.2"), server().authorityFile())
                  .startsWith(QStringLiteral("Nothing listens")));
}

TEST_F(Postgres, WithoutTlsTheServerIsNeverAskedInTheClear) {
  PostgresServer plain;
  ASSERT_EQ(plain.start(PostgresServer::Tls::Off), QString());
  m_request.connection = plain.connection();
  m_request.connection.server.tls = TlsMode::On;
  EXPECT_TRUE(failure(QStringLiteral("SELECT 1")).contains(QStringLiteral("does not offer TLS")));
  m_request.connection.server.tls = TlsMode::Off;
  EXPECT_EQ(failure(QStringLiteral("SELECT 1")), QString());
}

TEST_F(Postgres, StoppingFreesTheCallerAndTheServer) {
  for (const char* sql :
       {"SELECT pg_sleep(60)", "SELECT count(*) FROM generate_series(1, 1000000) a, generate_series(1, 100000) b",
        "SELECT a FROM generate_series(1, 100000000) a"}) {
    CancelToken cancel;
    m_cancel = cancel;
    std::thread canceller([cancel] {
      std::this_thread::sleep_for(std::chrono::milliseconds(300));
      cancel.cancel();
    });
    QElapsedTimer timer;
    timer.start();
    const auto result = query(QString::fromUtf8(sql));
    const qint64 elapsed = timer.elapsed();
    canceller.join();
    ASSERT_FALSE(result.ok()) << sql;
    EXPECT_EQ(result.error().kind, ErrorKind::Cancelled) << sql;
    // Promised are 200 ms after the stop; the rest is room for a slow machine.
    EXPECT_LT(elapsed, 300 + 1500) << sql;
    m_cancel = {};
    QElapsedTimer waited;
    waited.start();
    QByteArray left;
    do {
      left = server().psql("SELECT count(*) FROM pg_stat_activity WHERE usename = 'alice' AND state = 'active'");
    } while (left != "0\n" && waited.elapsed() < 10'000);
    EXPECT_EQ(left, "0\n") << sql;
  }
}

TEST_F(Postgres, StoppingFreesTheCallerOfAServerThatHangs) {
  CancelToken cancel;
  m_cancel = cancel;
  std::thread canceller([cancel] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    server().freeze();
    cancel.cancel();
  });
  QElapsedTimer timer;
  timer.start();
  const auto result = query(QStringLiteral("SELECT pg_sleep(60)"));
  const qint64 elapsed = timer.elapsed();
  canceller.join();
  server().thaw();
  EXPECT_EQ(result.error().kind, ErrorKind::Cancelled);
  EXPECT_LT(elapsed, 300 + 2000);
  m_cancel = {};
  EXPECT_EQ(failure(QStringLiteral("SELECT 1")), QString());
}

TEST_F(Postgres, ASessionThatIsEndedInMidResultIsALostConnection) {
  std::thread killer([] {
    QElapsedTimer timer;
    timer.start();
    while (
        timer.elapsed() < 10'000 &&
        server().psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'alice' AND query LIKE "
                      "'%pg_sleep(31)%'") != "t\n") {
    }
  });
  const QString message = failure(QStringLiteral("SELECT pg_sleep(31)"));
  killer.join();
  EXPECT_TRUE(message.contains(QStringLiteral("terminating connection")) ||
              message.contains(QStringLiteral("was lost")))
      << message.toStdString();
}

TEST_F(Postgres, TheConnectionsLimitAndFirstStatements) {
  m_request.connection.server.timeLimitS = 1;
  EXPECT_TRUE(
      failure(QStringLiteral("SELECT pg_sleep(20)")).contains(QStringLiteral("the connection's limit of 1 second")))
      << failure(QStringLiteral("SELECT pg_sleep(20)")).toStdString();
  m_request.connection.server.timeLimitS = 0;
  m_request.connection.server.startSql = QStringLiteral("SET timezone TO 'Asia/Tokyo'; SET search_path TO public");
  EXPECT_EQ(failure(QStringLiteral("SHOW timezone")), QString());
  EXPECT_EQ(cell(0), "text Asia/Tokyo");
  m_request.connection.server.startSql = QStringLiteral("SET nothing_here TO 1");
  EXPECT_TRUE(
      failure(QStringLiteral("SELECT 1")).startsWith(QStringLiteral("The connection's first statements failed:")));
}

TEST_F(Postgres, FullOfConnections) {
  std::vector<std::unique_ptr<std::thread>> sessions;
  CancelToken all;
  for (int index = 0; index < 12; ++index) {
    sessions.push_back(std::make_unique<std::thread>([all] {
      QueryRequest request;
      request.connection = server().connection();
      request.password = PostgresServer::password();
      request.sql = QStringLiteral("SELECT pg_sleep(30)");
      // Until it has a place, however long those of before keep theirs.
      while (!all.isCancelled()) {
        CollectingSink sink;
        (void)PostgresEngine().run(request, all, sink);
      }
    }));
  }
  QElapsedTimer timer;
  timer.start();
  QString message;
  while (message.isEmpty() && timer.elapsed() < 10'000) message = failure(QStringLiteral("SELECT 1"));
  all.cancel();
  for (auto& session : sessions) session->join();
  EXPECT_TRUE(message.contains(QStringLiteral("takes no more connections"))) << message.toStdString();
}

TEST_F(Postgres, WhatTheServerSaysBesidesIsKeptInBounds) {
  const auto some =
      query(QStringLiteral("DROP TABLE IF EXISTS never_was; DO $$ BEGIN RAISE WARNING 'look %', 1; RAISE "
                           "DEBUG 'not this'; END $$; SELECT 1"));
  ASSERT_TRUE(some.ok()) << some.error().message.toStdString();
  EXPECT_EQ(some->notices, (QStringList{QStringLiteral("NOTICE: table \"never_was\" does not exist, skipping"),
                                        QStringLiteral("WARNING: look 1")}));
  const auto many =
      query(QStringLiteral("DO $$ BEGIN FOR n IN 1..10000 LOOP RAISE NOTICE '%', repeat('x', 5000); END "
                           "LOOP; END $$"));
  ASSERT_TRUE(many.ok()) << many.error().message.toStdString();
  ASSERT_EQ(many->notices.size(), 50);
  EXPECT_EQ(many->notices.last(), u"… and 9951 more");
  EXPECT_LT(many->notices.first().size(), 1100);
}

TEST_F(Postgres, RowsThatAreCopiedAreTheRows) {
  const auto all = query(QStringLiteral(
      "SELECT E'a\\tb\\nc\\r\\\\d\\b\\f' || chr(11) AS escapes, NULL AS none, '' AS empty, '\\N' AS letters, "
      "ARRAY['x\ty', NULL] AS list, '\\x00ff'::bytea AS bytes -- to the end"));
  ASSERT_TRUE(all.ok()) << all.error().message.toStdString();
  const char* const cells[] = {"text a\tb\nc\r\\d\b\f\v",    "null",     "text ", "text \\N",
                               "array [\"x\\u0009y\",null]", "blob 00ff"};
  for (int column = 0; column < 6; ++column) EXPECT_EQ(cell(column), cells[column]) << column;
  // One column, no column, no row, an error behind rows, an error in the text, inside a transaction.
  EXPECT_EQ(query(QStringLiteral("VALUES (''), (NULL), ('a')"))->rows, 3);
  EXPECT_EQ(query(QStringLiteral("SELECT FROM generate_series(1, 3)"))->rows, 3);
  const auto none = query(QStringLiteral("WITH a AS (SELECT 1 AS n) SELECT n FROM a WHERE n > 1"));
  EXPECT_TRUE(none->hasResult);
  EXPECT_EQ(m_sink.columns.first().name, u"n");
  EXPECT_EQ(failure(QStringLiteral("SELECT 1 / (3 - n) FROM generate_series(1, 3) n")),
            QStringLiteral("Statement 1, line 1, column 1: division by zero"));
  EXPECT_EQ(failure(QStringLiteral("SELECT 1; SELECT nothing")),
            QStringLiteral("Statement 2, line 1, column 18: column \"nothing\" does not exist"));
  EXPECT_EQ(failure(QStringLiteral("BEGIN; CREATE TABLE copied (a int); INSERT INTO copied VALUES (7); SELECT a FROM "
                                   "copied; ROLLBACK")),
            QString());
  EXPECT_EQ(cell(0), "integer 7");
}

}  // namespace
}  // namespace courier
