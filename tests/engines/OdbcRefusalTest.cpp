#include <gtest/gtest.h>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTcpSocket>
#include <chrono>
#include <thread>
#include <tuple>
#include <utility>

#include "models/odbc/OdbcThread.h"
#include "models/query/OdbcAddress.h"
#include "models/query/QueryRunner.h"
#include "tests/engines/OdbcFixture.h"

namespace courier {
namespace {

using testing::odbcServers;
using testing::OdbcServers;

class OdbcRefusal : public testing::OdbcFixture {
 protected:
  /// The sentence for a connection that does not come about; it never has the password.
  QString refusal(const QString& text, const QString& password = OdbcServers::password()) {
    m_request.password = password;
    use(odbcServers().string(text));
    return failure(QStringLiteral("SELECT 1"));
  }
  /// Cancels after a while; how long the run then took.
  qint64 stoppedAfter(const QString& sql, Error& error) {
    const CancelToken cancel;
    m_cancel = cancel;
    std::thread canceller([cancel] {
      std::this_thread::sleep_for(std::chrono::milliseconds(300));
      cancel.cancel();
    });
    QElapsedTimer timer;
    timer.start();
    const auto result = query(sql);
    const qint64 elapsed = timer.elapsed();
    canceller.join();
    m_cancel = {};
    if (!result) error = result.error();
    return elapsed - 300;
  }
};

TEST_F(OdbcRefusal, EachFailureToConnectIsOneSentence) {
  EXPECT_EQ(refusal(QStringLiteral("nothing")),
            u"There is no ODBC data source named nothing on this computer. Set it up, or choose another.");
  const QString noDriver = QStringLiteral("could not be loaded. Install the driver");
  EXPECT_TRUE(refusal(QStringLiteral("broken")).contains(noDriver));
  EXPECT_TRUE(refusal(QStringLiteral("Driver=/no/such/driver.so;Server=h")).contains(noDriver));
  EXPECT_TRUE(refusal(QStringLiteral("Driver={No Such Driver};Server=h")).contains(noDriver));
  const QString signIn = QStringLiteral("refused user and password");
  const QString nobody = QStringLiteral("There is no server named no-such-host.invalid.");
  for (const char* driver : {"psqlodbcw", "libmaodbc"}) {
    const QString text = odbcServers().driverText(driver);
    const QString other = QString(text).replace(QLatin1String("Database=shop"), QLatin1String("Database=nothing"));
    EXPECT_TRUE(refusal(other).contains(QStringLiteral("nothing"))) << refusal(other).toStdString();
    const QString away = QString(text).replace(QLatin1String("127.0.0.1"), QLatin1String("no-such-host.invalid"));
    EXPECT_TRUE(refusal(away).startsWith(nobody)) << refusal(away).toStdString();
    EXPECT_TRUE(refusal(text, QStringLiteral("wr0ng-p4ss}; {=%zz@/")).contains(signIn)) << driver;
    EXPECT_TRUE(refusal(text, {}).contains(signIn)) << driver;
    const int unused = testing::ServerFolder::unusedPort();
    const QString closed =
        QString(text).replace(QRegularExpression(QStringLiteral("Port=\\d+")), QStringLiteral("Port=%1").arg(unused));
    EXPECT_TRUE(refusal(closed).startsWith(QStringLiteral("Nothing listens at 127.0.0.1."))) << driver;
  }
  EXPECT_TRUE(refusal(QStringLiteral("Driver=%1;Database=/no/such/folder/x.db")
                          .arg(odbcAttributes(odbcServers().driverText("libsqlite3odbc"))->first().value))
                  .contains(QStringLiteral("did not accept the connection")));
}

TEST_F(OdbcRefusal, AServerThatNeverAnswersIsGivenUp) {
  QTcpServer silent;
  ASSERT_TRUE(silent.listen(QHostAddress::LocalHost));
  for (const char* driver : {"psqlodbcw", "libmaodbc"}) {
    const QString text = odbcServers().driverText(driver).replace(QRegularExpression(QStringLiteral("Port=\\d+")),
                                                                  QStringLiteral("Port=%1").arg(silent.serverPort()));
    use(odbcServers().string(text));
    m_request.connection.server.connectTimeoutS = 1;
    const QString message = failure(QStringLiteral("SELECT 1"));
    EXPECT_TRUE(message.startsWith(QStringLiteral("127.0.0.1 did not answer within 1 second")))
        << message.toStdString();
    m_request.connection.server.connectTimeoutS = 60;
    Error error;
    EXPECT_LT(stoppedAfter(QStringLiteral("SELECT 1"), error), 1000) << driver;
    EXPECT_EQ(error.kind, ErrorKind::Cancelled) << driver;
    EXPECT_TRUE(error.message.contains(QStringLiteral("The server may still be working on it."))) << driver;
  }
  EXPECT_GT(OdbcThread::leftCount(), 0);
  // Their drivers see the end of the line.
  silent.close();
  while (QTcpSocket* const socket = silent.nextPendingConnection()) socket->abort();
  QElapsedTimer timer;
  timer.start();
  while (OdbcThread::leftCount() > 0 && timer.elapsed() < 20'000) std::this_thread::yield();
  EXPECT_EQ(OdbcThread::leftCount(), 0);
}

TEST_F(OdbcRefusal, AnErrorOfTheSqlHasItsStatementAndTheDriversWords) {
  for (const auto& [source, words, state] : {std::tuple{"post", "relation \"nothing_here\" does not exist", "42P01"},
                                             std::tuple{"maria", "Table 'shop.nothing_here' doesn't exist", "42S02"},
                                             std::tuple{"lite", "no such table: nothing_here", "HY000"}}) {
    use(source);
    const auto result = query(QStringLiteral("SELECT 1;\n  SELECT * FROM nothing_here"));
    ASSERT_FALSE(result.ok()) << source;
    EXPECT_TRUE(
        result.error().message.startsWith(QStringLiteral("Statement 2, line 2, column 3: ") + QLatin1String(words)))
        << result.error().message.toStdString();
    EXPECT_EQ(result.error().kind, ErrorKind::Sql);
    EXPECT_TRUE(result.error().detail.startsWith(QStringLiteral("SQLSTATE ") + QLatin1String(state) +
                                                 QStringLiteral(", native code ")))
        << result.error().detail.toStdString();
    EXPECT_EQ(result.error().position->statement, 2);
    EXPECT_EQ(failure(QStringLiteral("SELECT '?', 1 + ?")),
              u"Statement 1, line 1, column 17: the parameter ? has no value; write the value itself in its place");
  }
}

TEST_F(OdbcRefusal, NoLogHasThePassword) {
  const auto logs = [] {
    QStringList all;
    for (const QString& folder : {QDir::tempPath(), QDir::homePath(), QDir::currentPath()})
      all += QDir(folder).entryList({QStringLiteral("mylog_*"), QStringLiteral("psqlodbc_*")}, QDir::Files);
    return all;
  };
  const QStringList before = logs();
  // The driver's entry and the data source both ask for logs.
  use("post");
  EXPECT_EQ(failure(QStringLiteral("SELECT 1")), QString());
  use(odbcServers().string(odbcServers().driverText("psqlodbcw")));
  EXPECT_EQ(failure(QStringLiteral("SELECT 1")), QString());
  for (const QString& log : logs()) {
    if (before.contains(log)) continue;
    QFile file(QDir::temp().filePath(log));
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    EXPECT_FALSE(file.readAll().contains("s3cret")) << log.toStdString();
  }
}

TEST_F(OdbcRefusal, PasswordsThatNeedBracesSignIn) {
  const QString password = QStringLiteral("a}b;{c=d é");
  // psql's words are cut at semicolons.
  const QByteArray escaped = password.toUtf8().replace(";", "\\073");
  (void)odbcServers().postgres().psql("CREATE USER bob PASSWORD E'" + escaped + "'");
  (void)odbcServers().mariaDb().client("CREATE USER bob IDENTIFIED BY '" + password.toUtf8() +
                                       "'; GRANT SELECT ON shop.* TO bob");
  for (const char* source : {"post", "maria"}) {
    use(source);
    m_request.connection.user = QStringLiteral("bob");
    m_request.password = password;
    EXPECT_EQ(failure(QStringLiteral("SELECT 1")), QString()) << source;
  }
}

TEST_F(OdbcRefusal, StoppingFreesTheCallerAndTheServer) {
  const std::pair<const char*, const char*> cases[] = {
      {"post", "SELECT pg_sleep(60)"},
      {"post", "SELECT count(*) FROM generate_series(1, 1000000) a, generate_series(1, 100000) b"},
      {"stream", "SELECT a FROM generate_series(1, 100000000) a"},
      {"maria", "SELECT SLEEP(60)"},
      {"maria", "DO SLEEP(60)"},
      {"maria", "SELECT a.seq FROM seq_1_to_1000000 a, seq_1_to_100 b"},
      {"lite", "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c"},
      {"lite", "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n FROM c"}};
  for (const auto& [source, sql] : cases) {
    use(source);
    Error error;
    // Promised are 200 ms after the stop; the rest is room for a slow machine.
    EXPECT_LT(stoppedAfter(QString::fromUtf8(sql), error), 1500) << sql;
    EXPECT_EQ(error.kind, ErrorKind::Cancelled) << sql;
  }
  QElapsedTimer waited;
  waited.start();
  QByteArray left;
  do {
    left = odbcServers().postgres().psql(
               "SELECT count(*) FROM pg_stat_activity WHERE usename = 'alice' AND state = 'active'") +
           odbcServers().mariaDb().client(
               "SELECT count(*) FROM information_schema.PROCESSLIST WHERE USER = 'alice' AND COMMAND = 'Query'");
  } while (left != "0\n0\n" && waited.elapsed() < 10'000);
  EXPECT_EQ(left, "0\n0\n");
}

TEST_F(OdbcRefusal, StoppingFreesTheCallerOfAServerThatHangs) {
  const CancelToken cancel;
  m_cancel = cancel;
  std::thread canceller([cancel] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    odbcServers().postgres().freeze();
    cancel.cancel();
  });
  QElapsedTimer timer;
  timer.start();
  const auto result = query(QStringLiteral("SELECT pg_sleep(60)"));
  const qint64 elapsed = timer.elapsed();
  canceller.join();
  odbcServers().postgres().thaw();
  EXPECT_EQ(result.error().kind, ErrorKind::Cancelled);
  EXPECT_LT(elapsed, 300 + 2000);
  m_cancel = {};
  EXPECT_EQ(failure(QStringLiteral("SELECT 1")), QString());
}

TEST_F(OdbcRefusal, TheConnectionsLimitAndFirstStatements) {
  for (const auto& [source, sql] :
       {std::pair{"post", "SELECT pg_sleep(20)"}, std::pair{"maria", "SELECT SLEEP(20)"},
        std::pair{"lite", "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c"}}) {
    use(source);
    m_request.connection.server.timeLimitS = 1;
    EXPECT_TRUE(
        failure(QString::fromUtf8(sql)).contains(QStringLiteral("longer than the connection's limit of 1 second")))
        << source << failure(QString::fromUtf8(sql)).toStdString();
  }
  use("post");
  m_request.connection.server.startSql = QStringLiteral("SET timezone TO 'Asia/Tokyo'; SET search_path TO public");
  EXPECT_EQ(failure(QStringLiteral("SHOW timezone")), QString());
  EXPECT_EQ(cell(0), "text Asia/Tokyo");
  m_request.connection.server.startSql = QStringLiteral("SET nothing_here TO 1");
  EXPECT_TRUE(
      failure(QStringLiteral("SELECT 1")).startsWith(QStringLiteral("The connection's first statements failed:")));
}

TEST_F(OdbcRefusal, ASessionThatIsEndedInMidResultIsALostConnection) {
  std::thread killer([] {
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < 10'000 &&
           odbcServers().postgres().psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = "
                                         "'alice' AND query LIKE '%pg_sleep(31)%'") != "t\n") {
    }
  });
  const QString message = failure(QStringLiteral("SELECT pg_sleep(31)"));
  killer.join();
  EXPECT_TRUE(message.contains(QStringLiteral("was lost, and what became of the statement is unknown")))
      << message.toStdString();
}

TEST_F(OdbcRefusal, AReadOnlyConnectionRunsOnlyWhatReads) {
  for (const char* source : {"post", "maria", "lite"}) {
    use(source);
    ASSERT_EQ(failure(QStringLiteral("DROP TABLE IF EXISTS safe; CREATE TABLE safe (a int)")), QString());
    m_request.connection.readOnly = true;
    for (const char* sql : {"INSERT INTO safe VALUES (1)", "CREATE TABLE more (a int)", "DROP TABLE safe",
                            "SELECT 1; DELETE FROM safe", "BEGIN; SELECT 1; COMMIT", "SELECT * INTO more FROM safe"}) {
      EXPECT_EQ(failure(QString::fromUtf8(sql)), readOnlyConnection().message) << source << sql;
    }
    EXPECT_EQ(failure(QStringLiteral("SELECT * FROM safe")), QString()) << source;
    EXPECT_EQ(failure(QStringLiteral("WITH x AS (SELECT 1 AS a) SELECT * FROM x")), QString()) << source;
  }
}

TEST_F(OdbcRefusal, WhereTheDatabaseHasAReadOnlyModeItRefusesToo) {
  for (const auto& [source, make] :
       {std::pair{"post",
                  "CREATE OR REPLACE FUNCTION adds() RETURNS int AS $$ INSERT INTO safe VALUES (1) RETURNING a "
                  "$$ LANGUAGE sql"},
        std::pair{"maria",
                  "CREATE OR REPLACE FUNCTION adds() RETURNS int BEGIN INSERT INTO safe VALUES (1); RETURN 1; "
                  "END"}}) {
    use(source);
    ASSERT_EQ(
        failure(QStringLiteral("DROP TABLE IF EXISTS safe; CREATE TABLE safe (a int); ") + QString::fromUtf8(make)),
        QString())
        << source;
    m_request.connection.readOnly = true;
    EXPECT_TRUE(failure(QStringLiteral("SELECT adds()")).endsWith(readOnlyConnection().message))
        << source << failure(QStringLiteral("SELECT adds()")).toStdString();
  }
}

TEST_F(OdbcRefusal, WithoutADriverManagerEachUseSaysWhatToInstall) {
  OdbcEngine engine({QStringLiteral("/no/such/libodbc.so.2")});
  testing::CollectingSink sink;
  m_request.sql = QStringLiteral("SELECT 1");
  const auto result = engine.run(m_request, m_cancel, sink);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().kind, ErrorKind::Unsupported);
  EXPECT_TRUE(result.error().message.contains(QStringLiteral("Install unixODBC")));
  EXPECT_EQ(engine.schemas(access(), m_cancel).error().message, result.error().message);
  EXPECT_EQ(engine.tables(access(), {}, m_cancel).error().message, result.error().message);
  EXPECT_EQ(engine.columns(access(), {}, m_cancel).error().message, result.error().message);
  EXPECT_EQ(engine.details(access(), {}, m_cancel).error().message, result.error().message);
  const ConnectionSteps steps = engine.check(access(), m_cancel);
  ASSERT_EQ(steps.size(), 1);
  EXPECT_EQ(steps.first().outcome, ConnectionStep::Outcome::Failed);
  EXPECT_EQ(steps.first().words, result.error().message);
}

}  // namespace
}  // namespace courier
