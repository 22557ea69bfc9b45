// A delivery and a schedule from each kind of server to a web server, as a person sets them up: the password goes into
// the session's keychain and is nowhere else.
#include "tests/engines/MariaDbServer.h"
#include "tests/engines/OdbcServers.h"
#include "tests/engines/PostgresServer.h"
#include "tests/sessions/KeychainFixture.h"
#include "tests/support/Await.h"

namespace courier {
namespace {

using testing::canary;
using testing::MariaDbServer;
using testing::odbcDriverFile;
using testing::PostgresServer;
using testing::ProgramEnd;
using testing::waitUntil;

class EngineDelivery : public testing::KeychainFixture {
 protected:
  static QString url(const QString& scheme, const Connection& server) {
    return QStringLiteral("%1://%2@%3:%4/%5")
        .arg(scheme, server.user, server.host, QString::number(server.port), server.database);
  }
  /// `sql`: two rows with a number, a text and a decimal.
  void deliverAndSchedule(const QString& url, const QString& sql) {
    const ProgramEnd created =
        run({QStringLiteral("db:create"), QStringLiteral("-p"), QStringLiteral("shop"), url}, canary + '\n');
    ASSERT_EQ(created.code, 0) << created.err.toStdString();
    ASSERT_EQ(
        run({QStringLiteral("result:create"), QStringLiteral("myweb"), address({}, QStringLiteral("/open/"))}).code, 0);
    const ProgramEnd sent =
        run({QStringLiteral("query"), QStringLiteral("-d"), QStringLiteral("shop"), QStringLiteral("--result"),
             QStringLiteral("myweb:once.json"), QStringLiteral("-w"), sql});
    ASSERT_EQ(sent.code, 0) << sent.err.toStdString();
    expectBody(QStringLiteral("/open/once.json"));

    ASSERT_EQ(
        run({QStringLiteral("sched:create"), QStringLiteral("daily"), QStringLiteral("@daily"), QStringLiteral("-d"),
             QStringLiteral("shop"), QStringLiteral("--result"), QStringLiteral("myweb:slot.json"), sql})
            .code,
        0);
    const auto agent = program.start({QStringLiteral("agent")});
    const ProgramEnd slots =
        run({QStringLiteral("sched:run"), QStringLiteral("daily"), QStringLiteral("2026-03-07T22:30:00Z")});
    ASSERT_EQ(slots.code, 0) << slots.err.toStdString();
    ASSERT_TRUE(waitUntil([&] { return !nginx.stored(QStringLiteral("/open/slot.json")).isEmpty(); }, 60'000));
    expectBody(QStringLiteral("/open/slot.json"));
    agent->terminate();
    EXPECT_TRUE(agent->waitForFinished(60'000));
    said += agent->readAllStandardError() + agent->readAllStandardOutput();
    run({QStringLiteral("-v"), QStringLiteral("job:list")});
    EXPECT_EQ(leaks(), QStringList());
  }
  void expectBody(const QString& path) {
    // Word by word: no number passes through a double.
    QByteArray body = nginx.stored(path);
    body.replace(" ", "").replace("\n", "");
    EXPECT_TRUE(body.contains(R"("column_names":["n","word","price"])")) << body.toStdString();
    EXPECT_TRUE(body.contains(R"("column_types":["long","string","string"])")) << body.toStdString();
    EXPECT_TRUE(body.contains(R"("data":[[9007199254740993,"Grüße😀","1.50"],[-1,null,"0.00"]])")) << body.toStdString();
  }
};

TEST_F(EngineDelivery, FromPostgres) {
  PostgresServer server;
  ASSERT_EQ(server.start(PostgresServer::Tls::Off), QString());
  deliverAndSchedule(
      url(QStringLiteral("postgresql"), server.connection()),
      QStringLiteral("SELECT * FROM (VALUES (9007199254740993, 'Grüße 😀', 1.50::numeric(5, 2)), (-1, NULL, "
                     "0.00)) AS t (n, word, price)"));
}

TEST_F(EngineDelivery, FromMariaDb) {
  MariaDbServer server;
  ASSERT_EQ(server.start(MariaDbServer::Tls::Off), QString());
  deliverAndSchedule(
      url(QStringLiteral("mysql"), server.connection()),
      QStringLiteral("SELECT 9007199254740993 AS n, 'Grüße 😀' AS word, CAST(1.5 AS DECIMAL(5, 2)) AS price "
                     "UNION ALL SELECT -1, NULL, 0"));
}

TEST_F(EngineDelivery, FromOdbc) {
  PostgresServer server;
  ASSERT_EQ(server.start(PostgresServer::Tls::Off), QString());
  const Connection at = server.connection();
  deliverAndSchedule(
      QStringLiteral("odbc:Driver=%1;Servername=%2;Port=%3;Database=%4;UID=%5")
          .arg(odbcDriverFile("psqlodbcw"), at.host, QString::number(at.port), at.database, at.user),
      QStringLiteral("SELECT * FROM (VALUES (9007199254740993, 'Grüße 😀', 1.50::numeric(5, 2)), (-1, NULL, "
                     "0.00)) AS t (n, word, price)"));
}

}  // namespace
}  // namespace courier
