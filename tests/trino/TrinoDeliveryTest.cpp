// A delivery and a schedule from a cluster to a web server, by the program as people run it.
#include <gtest/gtest.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "tests/sessions/KeychainFixture.h"
#include "tests/support/Await.h"

namespace courier {
namespace {

using testing::canary;
using testing::ProgramEnd;
using testing::waitUntil;

class TrinoDelivery : public testing::KeychainFixture {
 protected:
  void SetUp() override {
    ASSERT_FALSE(qEnvironmentVariableIsEmpty("COURIER_TRINO")) << "run tests/trino/run.sh, which starts the servers";
    KeychainFixture::SetUp();
  }
  static QString at(const char* pattern, const char* variable) {
    return QString::fromLatin1(pattern).arg(qEnvironmentVariable(variable));
  }
  void expectRun(const QStringList& words, const QByteArray& input = {}) {
    const ProgramEnd end = run(words, input);
    ASSERT_EQ(end.code, 0) << words.join(u' ').toStdString() << '\n' << end.err.toStdString();
  }
  void expectNations(const QString& path) const {
    const QJsonObject body = QJsonDocument::fromJson(nginx.stored(path)).object();
    EXPECT_EQ(body.value(u"column_names").toArray(),
              (QJsonArray{QStringLiteral("nationkey"), QStringLiteral("name"), QStringLiteral("regionkey"),
                          QStringLiteral("comment")}));
    EXPECT_EQ(body.value(u"column_types").toArray(), (QJsonArray{QStringLiteral("long"), QStringLiteral("string"),
                                                                 QStringLiteral("long"), QStringLiteral("string")}));
    const QJsonArray rows = body.value(u"data").toArray();
    ASSERT_EQ(rows.size(), 25);
    EXPECT_EQ(rows.at(24).toArray().at(1).toString(), u"UNITED STATES");
  }
  /// From a connection named "cluster".
  void deliverAndSchedule() {
    expectRun({QStringLiteral("result:create"), QStringLiteral("myweb"), address({}, QStringLiteral("/open/"))});
    const QString sql = QStringLiteral("SELECT * FROM nation ORDER BY nationkey");
    expectRun({QStringLiteral("query"), QStringLiteral("-d"), QStringLiteral("cluster"), QStringLiteral("--result"),
               QStringLiteral("myweb:once.json"), QStringLiteral("-w"), sql});
    expectNations(QStringLiteral("/open/once.json"));

    expectRun({QStringLiteral("sched:create"), QStringLiteral("daily"), QStringLiteral("@daily"), QStringLiteral("-d"),
               QStringLiteral("cluster"), QStringLiteral("--result"), QStringLiteral("myweb:slot.json"), sql});
    const auto agent = program.start({QStringLiteral("agent")});
    expectRun({QStringLiteral("sched:run"), QStringLiteral("daily"), QStringLiteral("2026-03-07T22:30:00Z")});
    ASSERT_TRUE(waitUntil([&] { return !nginx.stored(QStringLiteral("/open/slot.json")).isEmpty(); }, 60'000));
    expectNations(QStringLiteral("/open/slot.json"));
    agent->terminate();
    EXPECT_TRUE(agent->waitForFinished(60'000));
    said += agent->readAllStandardError() + agent->readAllStandardOutput();
  }
};

TEST_F(TrinoDelivery, OnceAndBySchedule) {
  expectRun(
      {QStringLiteral("db:create"), QStringLiteral("cluster"), at("trino://alice@%1/tpch/tiny", "COURIER_TRINO")});
  deliverAndSchedule();
}

TEST_F(TrinoDelivery, FromPresto) {
  expectRun(
      {QStringLiteral("db:create"), QStringLiteral("cluster"), at("presto://alice@%1/tpch/tiny", "COURIER_PRESTO")});
  deliverAndSchedule();
}

TEST_F(TrinoDelivery, OverTlsWithAPasswordThatIsNowhereElse) {
  expectRun({QStringLiteral("db:create"), QStringLiteral("-p"), QStringLiteral("--tls"), QStringLiteral("verify"),
             QStringLiteral("--ca"), at("%1/ca.pem", "COURIER_TRINO_FILES"), QStringLiteral("cluster"),
             at("trino://alice@%1/tpch/tiny", "COURIER_TRINO_TLS")},
            canary + '\n');
  deliverAndSchedule();
  expectRun({QStringLiteral("-v"), QStringLiteral("job:list")});
  const QByteArray narrow = QString::fromUtf8("alice:" + canary).toLatin1().toBase64();
  EXPECT_EQ(leaks({canary, QByteArray::fromBase64(narrow)}), QStringList());
}

}  // namespace
}  // namespace courier
