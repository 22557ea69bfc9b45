#include <gtest/gtest.h>

#include <QElapsedTimer>
#include <QTcpServer>
#include <thread>
#include <vector>

#include "models/data/ColumnTyper.h"
#include "tests/engines/MariaDbFixture.h"

namespace courier {
namespace {

using testing::CollectingSink;
using testing::MariaDbServer;

class MariaDb : public testing::MariaDbFixture {};

struct TypeCase {
  const char* declaration;
  const char* value;  ///< in SQL
  const char* type;   ///< the contract's
  const char* cell;
};

TEST_F(MariaDb, TypesAndValuesAreTheContracts) {
  const TypeCase cases[] = {
      {"TINYINT", "-128", "int", "integer -128"},
      {"BOOLEAN", "TRUE", "int", "integer 1"},
      {"SMALLINT UNSIGNED", "65535", "int", "integer 65535"},
      {"MEDIUMINT", "-8388608", "int", "integer -8388608"},
      {"INT", "-2147483648", "int", "integer -2147483648"},
      {"INT(5) ZEROFILL", "7", "long", "integer 7"},
      {"INT UNSIGNED", "4294967295", "long", "integer 4294967295"},
      {"BIGINT", "-9223372036854775808", "long", "integer -9223372036854775808"},
      {"BIGINT UNSIGNED", "9223372036854775807", "long", "integer 9223372036854775807"},
      {"BIGINT UNSIGNED", "18446744073709551615", "long", "text 18446744073709551615"},
      {"FLOAT", "16777217", "float", "real 16777216"},
      {"FLOAT", "0.1", "float", "real 0.1"},
      {"DOUBLE", "1e300", "double", "real 1e+300"},
      {"DECIMAL(30, 10)", "12345678901234567890.1234567890", "string", "text 12345678901234567890.1234567890"},
      {"BIT(1)", "b'1'", "string", "text 1"},
      {"BIT(10)", "b'0000000101'", "string", "text 0000000101"},
      {"DATE", "'2024-02-29'", "string", "text 2024-02-29"},
      {"DATE", "'0000-00-00'", "string", "text 0000-00-00"},
      {"DATETIME", "'2024-00-00 00:00:00'", "string", "text 2024-00-00 00:00:00"},
      {"DATETIME(6)", "'2024-02-29 12:34:56.120000'", "string", "text 2024-02-29 12:34:56.120000"},
      {"TIMESTAMP", "'2024-02-29 12:34:56'", "string", "text 2024-02-29 12:34:56"},
      {"TIME", "'-838:59:59'", "string", "text -838:59:59"},
      {"TIME(6)", "'838:59:58.999999'", "string", "text 838:59:58.999999"},
      {"YEAR", "2155", "int", "integer 2155"},
      {"CHAR(5)", "'ab'", "string", "text ab"},
      {"VARCHAR(20)", "'a😀'", "string", "text a😀"},
      {"VARCHAR(20) COLLATE utf8mb4_bin", "'ä'", "string", "text ä"},
      {"TEXT", "''", "string", "text "},
      {"LONGTEXT", "NULL", "string", "null"},
      {"BINARY(3)", "x'41'", "string", "blob 410000"},
      {"VARBINARY(3)", "x'00ff'", "string", "blob 00ff"},
      {"LONGBLOB", "x'ff'", "string", "blob ff"},
      {"ENUM('a', 'b c')", "'b c'", "string", "text b c"},
      {"SET('x', 'y', 'z')", "'z,x'", "string", "text x,z"},
      {"JSON", "'{\"a\": 1,  \"a\": 2}'", "string", "text {\"a\": 1,  \"a\": 2}"},
      {"UUID", "'123E4567-e89b-12d3-a456-426655440000'", "string", "text 123e4567-e89b-12d3-a456-426655440000"},
      {"INET6", "'::1'", "string", "text ::1"},
      {"GEOMETRY", "ST_GeomFromText('POINT(1 2.5)', 4326)", "string", "text SRID=4326;POINT(1 2.5)"},
      {"GEOMETRY", "ST_GeomFromText('GEOMETRYCOLLECTION(POINT(1 2),MULTIPOLYGON(((0 0,1 0,1 1,0 0))))')", "string",
       "text GEOMETRYCOLLECTION(POINT(1 2),MULTIPOLYGON(((0 0,1 0,1 1,0 0))))"},
  };
  for (const TypeCase& each : cases) {
    const QString sql =
        QStringLiteral(
            "SET sql_mode = ''; CREATE OR REPLACE TABLE typed (value %1 NULL); INSERT INTO typed VALUES "
            "(%2); SELECT value FROM typed")
            .arg(QString::fromUtf8(each.declaration), QString::fromUtf8(each.value));
    ASSERT_EQ(failure(sql), QString()) << each.declaration << failure(sql).toStdString();
    const Column column = m_sink.columns.at(0);
    EXPECT_EQ(columnTypeName(column.type, column.element).toStdString(), each.type) << each.declaration;
    EXPECT_EQ(cell(0), each.cell) << each.declaration;
    EXPECT_FALSE(column.databaseType.isEmpty()) << each.declaration;
  }
  ASSERT_EQ(failure(QStringLiteral("SELECT SUM(n) FROM (SELECT 9223372036854775807 n UNION ALL SELECT 9) t")),
            QString());
  EXPECT_EQ(cell(0), "text 9223372036854775816");
}

TEST_F(MariaDb, TinyintOfOneDigitIsBooleanWhereTheConnectionSaysSo) {
  m_request.connection.server.tinyint1IsBoolean = true;
  ASSERT_EQ(failure(QStringLiteral("CREATE OR REPLACE TABLE truths (a BOOLEAN, b TINYINT(1), c TINYINT, d TINYINT(1) "
                                   "UNSIGNED); INSERT INTO truths VALUES (TRUE, 7, 1, 1), (FALSE, 0, 0, 0); SELECT * "
                                   "FROM truths")),
            QString());
  ColumnTyper typer(m_sink.columns);
  for (const auto& batch : m_sink.batches) typer.add(*batch, batch->rowCount());
  QStringList types;
  for (const Column& column : typer.columns()) types += columnTypeName(column.type);
  EXPECT_EQ(types, (QStringList{QStringLiteral("boolean"), QStringLiteral("long"), QStringLiteral("int"),
                                QStringLiteral("int")}))
      << types.join(u',').toStdString();
}

TEST_F(MariaDb, ALongValueIsWhole) {
  ASSERT_EQ(
      failure(QStringLiteral("SELECT REPEAT('ab', 100), REPEAT('x', 1000000), 'c' UNION ALL SELECT 'd', REPEAT('y', "
                             "2000000), 'e'")),
      QString());
  EXPECT_EQ(m_sink.cell(0, 1).bytes, std::string(1'000'000, 'x'));
  EXPECT_EQ(m_sink.cell(1, 0).bytes, "d");
  EXPECT_EQ(m_sink.cell(1, 1).bytes, std::string(2'000'000, 'y'));
  EXPECT_EQ(m_sink.cell(1, 2).bytes, "e");
}

TEST_F(MariaDb, SeveralStatementsRunInTheirOrder) {
  const auto result = query(QStringLiteral(
      "CREATE TEMPORARY TABLE t (a INT, b TEXT); INSERT INTO t SELECT seq, 'x' FROM seq_1_to_5000;\n"
      "UPDATE t SET b = 'y' WHERE a <= 10; SELECT COUNT(*) FROM t; SELECT a, b FROM t ORDER BY a # the end"));
  ASSERT_TRUE(result.ok()) << result.error().message.toStdString();
  EXPECT_EQ(result->statements, 5);
  EXPECT_EQ(result->changedRows, 5010);
  EXPECT_EQ(result->rows, 5000);
  EXPECT_EQ(m_sink.begins, 2);
  EXPECT_EQ(m_sink.rowCount(), 5000);
}

TEST_F(MariaDb, RoutinesAreMadeWithAndWithoutADelimiterAndCalled) {
  ASSERT_EQ(
      failure(QStringLiteral("DELIMITER $$\nCREATE OR REPLACE PROCEDURE two() BEGIN SELECT 1 AS a; SELECT 2 AS b, 3 "
                             "AS c; END$$\nDELIMITER ;\nCREATE OR REPLACE FUNCTION f(n INT) RETURNS INT BEGIN IF n > "
                             "1 THEN RETURN 5; END IF; RETURN 6; END; SELECT f(2)")),
      QString());
  EXPECT_EQ(cell(0), "integer 5");
  const auto result = query(QStringLiteral("CALL two()"));
  ASSERT_TRUE(result.ok()) << result.error().message.toStdString();
  EXPECT_EQ(m_sink.begins, 2);
  EXPECT_EQ(m_sink.columns.size(), 2);
  EXPECT_EQ(result->rows, 1);
}

TEST_F(MariaDb, TheLimitEndsAtOnceHoweverManyRowsFollow) {
  QElapsedTimer timer;
  timer.start();
  const auto result = query(QStringLiteral("SELECT seq, REPEAT('x', 100) FROM seq_1_to_20000000"), 1000);
  ASSERT_TRUE(result.ok()) << result.error().message.toStdString();
  EXPECT_EQ(result->rows, 1000);
  EXPECT_TRUE(result->truncated);
  EXPECT_EQ(m_sink.rowCount(), 1000);
  EXPECT_LT(timer.elapsed(), 5000);
  EXPECT_FALSE(query(QStringLiteral("SELECT seq FROM seq_1_to_1000"), 1000)->truncated);
}

TEST_F(MariaDb, ErrorsNameStatementLineAndColumn) {
  const std::pair<const char16_t*, const char16_t*> cases[] = {
      {u"SELECT 1;\n SELEC 2", u"Statement 2, line 2, column 2: You have an error in your SQL syntax"},
      {u"SELECT 1,\n  FROM t", u"Statement 1, line 2, column 3: You have an error in your SQL syntax"},
      {u"SELECT (1", u"Statement 1, line 1, column 10: You have an error in your SQL syntax"},
      {u"SELECT 1; SELECT foo", u"Statement 2, line 1, column 11: Unknown column 'foo' in"},
      {u"SELECT * FROM gone", u"Statement 1, line 1, column 1: Table 'shop.gone' doesn't exist"},
      {u"SELECT 1\\G", u"Statement 1, line 1, column 9: “\\G” is a command of the program mysql"},
      {u"LOAD DATA LOCAL INFILE '/etc/hostname' INTO TABLE t", u"Statement 1, line 1, column 1: "},
  };
  for (const auto& [sql, message] : cases)
    EXPECT_TRUE(failure(QString::fromUtf16(sql)).startsWith(QString::fromUtf16(message)))
        << QString::fromUtf16(sql).toStdString() << " / " << failure(QString::fromUtf16(sql)).toStdString();
}

TEST_F(MariaDb, AnOpenTransactionChangesNothing) {
  ASSERT_EQ(failure(QStringLiteral("CREATE OR REPLACE TABLE open_one (a INT) ENGINE InnoDB")), QString());
  EXPECT_TRUE(failure(QStringLiteral("BEGIN; INSERT INTO open_one VALUES (1)"))
                  .startsWith(QStringLiteral("The transaction was not")));
  EXPECT_EQ(failure(QStringLiteral("SELECT COUNT(*) FROM open_one")), QString());
  EXPECT_EQ(cell(0), "integer 0");
}

TEST_F(MariaDb, ReadOnlyRefusesWhatWritesAndWhatLeavesTheMode) {
  ASSERT_EQ(failure(QStringLiteral("CREATE OR REPLACE TABLE kept AS SELECT 1 AS a")), QString());
  m_request.connection.readOnly = true;
  const QString readOnly = readOnlyConnection().message;
  for (const char* sql :
       {"INSERT INTO kept VALUES (2)", "DELETE FROM kept", "DROP TABLE kept", "CREATE TABLE other (a INT)",
        "START TRANSACTION READ WRITE", "SET SESSION TRANSACTION READ WRITE", "SET tx_read_only = 0",
        "SET STATEMENT tx_read_only = 0 FOR DELETE FROM kept",
        "BEGIN NOT ATOMIC SET SESSION tx_read_only = 0; DELETE FROM kept; END", "FLUSH TABLES",
        "SET GLOBAL wait_timeout = 9", "SELECT 1 INTO OUTFILE '/tmp/courier-out'", "ANALYZE TABLE kept",
        "TRUNCATE kept", "CALL two()", "/*!50000 DELETE FROM kept */", "PREPARE p FROM 'DELETE FROM kept'"})
    EXPECT_TRUE(failure(QString::fromUtf8(sql)).contains(readOnly))
        << sql << failure(QString::fromUtf8(sql)).toStdString();
  EXPECT_EQ(failure(QStringLiteral(
                "SHOW TABLES; SET @a = 1; START TRANSACTION; SELECT a FROM kept; COMMIT; (SELECT a FROM kept)")),
            QString());
  EXPECT_EQ(cell(0), "integer 1");
}

TEST_F(MariaDb, WhatAFunctionSwitchesIsNoticed) {
  ASSERT_EQ(failure(QStringLiteral("CREATE OR REPLACE TABLE watched AS SELECT 1 AS a; CREATE OR REPLACE FUNCTION "
                                   "loosen() RETURNS INT BEGIN SET SESSION tx_read_only = 0; RETURN 1; END")),
            QString());
  m_request.connection.readOnly = true;
  const QString said = failure(QStringLiteral("SELECT a FROM watched; SELECT loosen(); SELECT 2"));
  EXPECT_TRUE(said.startsWith(QStringLiteral("Statement 2, line 1, column 24: this statement switched")))
      << said.toStdString();
}

TEST_F(MariaDb, WhatCannotBePreparedIsRunAllTheSame) {
  ASSERT_EQ(failure(QStringLiteral("CREATE OR REPLACE TABLE plain (a INT, b BIT(9), c BLOB, d DECIMAL(5, 2), e DATE, f "
                                   "BIGINT UNSIGNED, g TEXT); INSERT INTO plain VALUES (-1, 5, x'00ff', 1.5, "
                                   "'0000-00-00', 18446744073709551615, NULL); PREPARE p FROM 'SELECT * FROM plain'; "
                                   "EXECUTE p")),
            QString());
  const char* const cells[] = {
      "integer -1", "text 000000101", "blob 00ff", "text 1.50", "text 0000-00-00", "text 18446744073709551615", "null"};
  for (int column = 0; column < 7; ++column) EXPECT_EQ(cell(column), cells[column]);
  // Where rows are left they are not waited for.
  ASSERT_EQ(failure(QStringLiteral("SET @n = 1")), QString());
  QElapsedTimer timer;
  timer.start();
  const auto some = query(QStringLiteral("PREPARE q FROM 'SELECT seq FROM seq_1_to_50000000'; EXECUTE q"), 10);
  ASSERT_TRUE(some.ok()) << some.error().message.toStdString();
  EXPECT_EQ(some->rows, 10);
  EXPECT_TRUE(some->truncated);
  EXPECT_LT(timer.elapsed(), 5000);
  EXPECT_TRUE(
      failure(QStringLiteral("PREPARE r FROM 'SELECT 1'; EXECUTE r; EXECUTE gone")).contains(QStringLiteral("gone")));
}

TEST_F(MariaDb, WrongConnectionsAreToldInWords) {
  const Connection good = server().connection();
  const auto message = [&](const Connection& connection) {
    m_request.connection = connection;
    return failure(QStringLiteral("SELECT 1"));
  };
  Connection connection = good;
  connection.database = QStringLiteral("nothing");
  EXPECT_TRUE(message(connection).contains(QStringLiteral("nothing"))) << message(connection).toStdString();
  connection = good;
  connection.host = QStringLiteral("no-such-host.invalid");
  EXPECT_TRUE(message(connection).startsWith(QStringLiteral("There is no server named no-such-host.invalid.")))
      << message(connection).toStdString();
  QTcpServer silent;
  ASSERT_TRUE(silent.listen(QHostAddress::LocalHost));
  connection = good;
  connection.port = silent.serverPort();
  connection.server.connectTimeoutS = 1;
  EXPECT_TRUE(message(connection).contains(QStringLiteral("did not answer within 1 second")))
      << message(connection).toStdString();
  silent.close();
  EXPECT_TRUE(message(connection).startsWith(QStringLiteral("Nothing listens at 127.0.0.1:")))
      << message(connection).toStdString();
  m_request.password = QStringLiteral("wr0ng-p4ss %zz@/");
  EXPECT_TRUE(message(good).contains(QStringLiteral("refused user and password"))) << message(good).toStdString();
  m_request.password.clear();
  EXPECT_TRUE(message(good).contains(QStringLiteral("refused user and password"))) << message(good).toStdString();
}

TEST_F(MariaDb, TlsIsVerified) {
  Connection connection = server().connection();
  const auto answer = [&](TlsMode mode, const QString& host, const QString& authority) {
    connection.server.tls = mode;
    connection.host = host;
    connection.server.caFile = authority;
    m_request.connection = connection;
    const QString message = failure(QStringLiteral(
        "SELECT VARIABLE_VALUE <> '' FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME = 'Ssl_cipher'"));
    return message.isEmpty() ? QString::fromStdString(cell(0)) : message;
  };
  const QString local = QStringLiteral("127.0.0.1");
  EXPECT_EQ(answer(TlsMode::Off, local, {}), u"integer 0");
  EXPECT_EQ(answer(TlsMode::On, local, {}), u"integer 1");
  EXPECT_EQ(answer(TlsMode::Verify, local, server().authorityFile()), u"integer 1");
  EXPECT_EQ(answer(TlsMode::Verify, QStringLiteral("localhost"), server().authorityFile()), u"integer 1");
  const QString unverified = QStringLiteral("could not be verified");
  for (const QString& authority : {server().strangersFile(), QString()})
    EXPECT_TRUE(answer(TlsMode::Verify, local, authority).contains(unverified))
        << answer(TlsMode::Verify, local, authority).toStdString();
}

TEST_F(MariaDb, WithoutTlsTheServerIsNeverAskedInTheClear) {
  MariaDbServer plain;
  ASSERT_EQ(plain.start(MariaDbServer::Tls::Off), QString());
  m_request.connection = plain.connection();
  for (const TlsMode mode : {TlsMode::On, TlsMode::Verify}) {
    m_request.connection.server.tls = mode;
    m_request.connection.server.caFile = plain.authorityFile();
    EXPECT_TRUE(failure(QStringLiteral("SELECT 1")).contains(QStringLiteral("does not offer TLS")))
        << failure(QStringLiteral("SELECT 1")).toStdString();
  }
  m_request.connection.server.tls = TlsMode::Off;
  EXPECT_EQ(failure(QStringLiteral("SELECT 1")), QString());
}

TEST_F(MariaDb, StoppingFreesTheCallerAndTheServer) {
  for (const char* sql :
       {"SELECT SLEEP(60)", "SELECT COUNT(*) FROM seq_1_to_1000000 a, seq_1_to_100000 b WHERE a.seq + b.seq = 0",
        "SELECT seq, REPEAT('x', 100) FROM seq_1_to_100000000"}) {
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
      left = server().client(
          "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE USER = 'alice' AND COMMAND <> 'Sleep'");
    } while (left != "0\n" && waited.elapsed() < 10'000);
    EXPECT_EQ(left, "0\n") << sql;
  }
}

TEST_F(MariaDb, StoppingFreesTheCallerOfAServerThatHangs) {
  CancelToken cancel;
  m_cancel = cancel;
  std::thread canceller([cancel] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    server().freeze();
    cancel.cancel();
  });
  QElapsedTimer timer;
  timer.start();
  const auto result = query(QStringLiteral("SELECT SLEEP(60)"));
  const qint64 elapsed = timer.elapsed();
  canceller.join();
  server().thaw();
  EXPECT_EQ(result.error().kind, ErrorKind::Cancelled);
  EXPECT_LT(elapsed, 300 + 2000);
  m_cancel = {};
  EXPECT_EQ(failure(QStringLiteral("SELECT 1")), QString());
}

TEST_F(MariaDb, ASessionThatIsKilledIsALostConnection) {
  std::thread killer([] {
    QElapsedTimer timer;
    timer.start();
    QByteArray id;
    while (timer.elapsed() < 10'000 && id.isEmpty())
      id = server()
               .client("SELECT ID FROM information_schema.PROCESSLIST WHERE USER = 'alice' AND INFO LIKE '%SLEEP(31)%'")
               .trimmed();
    (void)server().client("KILL " + id);
  });
  const QString message = failure(QStringLiteral("SELECT SLEEP(31)"));
  killer.join();
  EXPECT_TRUE(message.contains(QStringLiteral("was lost"))) << message.toStdString();
}

TEST_F(MariaDb, TheConnectionsLimitAndFirstStatements) {
  m_request.connection.server.timeLimitS = 1;
  const QString late =
      failure(QStringLiteral("SELECT COUNT(*) FROM seq_1_to_1000000 a, seq_1_to_100000 b WHERE a.seq + b.seq = 0"));
  EXPECT_TRUE(late.contains(QStringLiteral("the connection's limit of 1 second"))) << late.toStdString();
  m_request.connection.server.timeLimitS = 0;
  m_request.connection.server.startSql = QStringLiteral("SET time_zone = '+09:00'; SET sql_mode = 'ANSI_QUOTES'");
  EXPECT_EQ(failure(QStringLiteral("SELECT @@time_zone AS \"a;b\"; SELECT @@time_zone")), QString());
  EXPECT_EQ(cell(0), "text +09:00");
  m_request.connection.server.startSql = QStringLiteral("SET nothing_here = 1");
  EXPECT_TRUE(
      failure(QStringLiteral("SELECT 1")).startsWith(QStringLiteral("The connection's first statements failed:")));
}

TEST_F(MariaDb, FullOfConnections) {
  std::vector<std::thread> sessions;
  CancelToken all;
  for (int index = 0; index < 14; ++index) {
    sessions.emplace_back([all] {
      QueryRequest request;
      request.connection = server().connection();
      request.password = MariaDbServer::password();
      request.sql = QStringLiteral("SELECT SLEEP(30)");
      // Until it has a place, however long those of before keep theirs.
      while (!all.isCancelled()) {
        CollectingSink sink;
        (void)MariaDbEngine().run(request, all, sink);
      }
    });
  }
  QElapsedTimer timer;
  timer.start();
  QString message;
  while (message.isEmpty() && timer.elapsed() < 10'000) message = failure(QStringLiteral("SELECT 1"));
  all.cancel();
  for (std::thread& session : sessions) session.join();
  // A server that is full takes no connection to stop them either.
  const QByteArray left = server().client("SELECT ID FROM information_schema.PROCESSLIST WHERE USER = 'alice'");
  for (const QByteArray& id : left.split('\n')) {
    if (!id.isEmpty()) (void)server().client("KILL " + id);
  }
  EXPECT_TRUE(message.contains(QStringLiteral("takes no more connections"))) << message.toStdString();
}

}  // namespace
}  // namespace courier
