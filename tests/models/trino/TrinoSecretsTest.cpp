// What a server says is shown and kept: the key that it was given is not in it.
#include <gtest/gtest.h>

#include "models/trino/TrinoEngine.h"
#include "tests/support/Batches.h"
#include "tests/support/FakeCoordinator.h"
#include "tests/support/TestCertificates.h"

namespace courier {
namespace {

using testing::CollectingSink;
using testing::FakeCoordinator;
using testing::FakePage;
using testing::TestCertificates;

constexpr auto kKey = "1/s3cret-k3y";

class TrinoSecrets : public ::testing::Test {
 protected:
  TrinoSecrets() {
    Connection& connection = request.connection;
    connection.engine = Engine::TreasureData;
    connection.name = QStringLiteral("td");
    connection.host = QStringLiteral("localhost");
    connection.port = coordinator.port();
    connection.database = QStringLiteral("sales");
    connection.server.caFile = certificates.path("ca.pem");
    request.password = QString::fromLatin1(kKey);
    request.sql = QStringLiteral("SELECT 1");
  }

  TestCertificates certificates;
  FakeCoordinator coordinator{certificates.server()};
  TrinoEngine engine{Engine::TreasureData, std::make_shared<WebThread>()};
  QueryRequest request;
};

TEST_F(TrinoSecrets, AWarningThatNamesTheKeyIsMasked) {
  FakePage page{R"([{"name":"a","type":"integer"}])", "[[1]]"};
  page.further = QByteArray(R"("warnings":[{"message":"user )") + kKey + R"( is slow"}])";
  coordinator.plan({page});
  CollectingSink sink;
  const auto summary = engine.run(request, {}, sink);
  ASSERT_TRUE(summary.ok()) << summary.error().message.toStdString();
  ASSERT_EQ(summary->notices.size(), 1);
  EXPECT_TRUE(summary->notices.first().endsWith(QStringLiteral("is slow")));
  EXPECT_FALSE(summary->notices.first().contains(QString::fromLatin1(kKey)));
}

TEST_F(TrinoSecrets, WhomTheServerTakesOneForIsNotTheKey) {
  coordinator.plan({{R"([{"name":"a","type":"varchar"},{"name":"b","type":"varchar"}])",
                     QByteArray(R"([["UTC",")") + kKey + R"("]])"}});
  coordinator.plan({{R"([{"name":"Schema","type":"varchar"}])", R"([["sales"]])"}});
  const DatabaseAccess access{request.connection, request.password};
  for (const ConnectionStep& step : engine.check(access, {})) {
    EXPECT_NE(step.outcome, ConnectionStep::Outcome::Failed) << step.words.toStdString();
    EXPECT_FALSE(step.words.contains(QString::fromLatin1(kKey)));
  }
}

}  // namespace
}  // namespace courier
