// A delivery and a schedule from a cluster to a web server, by the program as people run it.
#include <gtest/gtest.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "tests/support/Await.h"
#include "tests/support/Nginx.h"
#include "tests/support/Program.h"

namespace courier {
namespace {

using testing::ProgramEnd;
using testing::waitUntil;

class TrinoDelivery : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_FALSE(qEnvironmentVariableIsEmpty("COURIER_TRINO")) << "run tests/trino/run.sh, which starts the servers";
    ASSERT_EQ(m_nginx.start().toStdString(), "");
  }
  void run(const QStringList& words) {
    const ProgramEnd end = m_program.run(words);
    ASSERT_EQ(end.code, 0) << words.join(u' ').toStdString() << '\n' << end.err.toStdString();
  }
  void expectNations(const QString& path) const {
    const QJsonObject body = QJsonDocument::fromJson(m_nginx.stored(path)).object();
    EXPECT_EQ(body.value(u"column_names").toArray(),
              (QJsonArray{QStringLiteral("nationkey"), QStringLiteral("name"), QStringLiteral("regionkey"),
                          QStringLiteral("comment")}));
    EXPECT_EQ(body.value(u"column_types").toArray(), (QJsonArray{QStringLiteral("long"), QStringLiteral("string"),
                                                                 QStringLiteral("long"), QStringLiteral("string")}));
    const QJsonArray rows = body.value(u"data").toArray();
    ASSERT_EQ(rows.size(), 25);
    EXPECT_EQ(rows.at(24).toArray().at(1).toString(), u"UNITED STATES");
  }
  void deliverAndSchedule(const QString& url) {
    run({QStringLiteral("db:create"), QStringLiteral("cluster"), url});
    run({QStringLiteral("result:create"), QStringLiteral("myweb"),
         QStringLiteral("web://127.0.0.1:%1/open/").arg(m_nginx.port())});
    const QString sql = QStringLiteral("SELECT * FROM nation ORDER BY nationkey");
    run({QStringLiteral("query"), QStringLiteral("-d"), QStringLiteral("cluster"), QStringLiteral("--result"),
         QStringLiteral("myweb:once.json"), QStringLiteral("-w"), sql});
    expectNations(QStringLiteral("/open/once.json"));

    run({QStringLiteral("sched:create"), QStringLiteral("daily"), QStringLiteral("@daily"), QStringLiteral("-d"),
         QStringLiteral("cluster"), QStringLiteral("--result"), QStringLiteral("myweb:slot.json"), sql});
    const auto agent = m_program.start({QStringLiteral("agent")});
    run({QStringLiteral("sched:run"), QStringLiteral("daily"), QStringLiteral("2026-03-07T22:30:00Z")});
    ASSERT_TRUE(waitUntil([&] { return !m_nginx.stored(QStringLiteral("/open/slot.json")).isEmpty(); }, 60'000));
    expectNations(QStringLiteral("/open/slot.json"));
    agent->terminate();
    EXPECT_TRUE(agent->waitForFinished(60'000));
  }
  testing::Nginx m_nginx;
  testing::CourierProgram m_program;
};

TEST_F(TrinoDelivery, OnceAndBySchedule) {
  deliverAndSchedule(QStringLiteral("trino://alice@%1/tpch/tiny").arg(qEnvironmentVariable("COURIER_TRINO")));
}

TEST_F(TrinoDelivery, FromPresto) {
  deliverAndSchedule(QStringLiteral("presto://alice@%1/tpch/tiny").arg(qEnvironmentVariable("COURIER_PRESTO")));
}

}  // namespace
}  // namespace courier
