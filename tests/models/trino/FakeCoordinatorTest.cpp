// The coordinators of the tests' own do what a real one does, or the tests with them show nothing.
#include <gtest/gtest.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <memory>

#include "tests/support/Await.h"
#include "tests/support/FakeCoordinator.h"
#include "tests/support/FakeTreasureData.h"

namespace courier {
namespace {

using testing::FakeCoordinator;
using testing::FakePage;
using testing::FakeTreasureData;
using testing::Reaction;
using testing::waitUntil;

struct Answer {
  int status = 0;
  QByteArray body;
  [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
  [[nodiscard]] QString next() const { return json().value(u"nextUri").toString(); }
};

Answer ask(const QByteArray& method, const QString& url, const QByteArray& body = {}) {
  QNetworkAccessManager network;
  QNetworkRequest request{QUrl(url)};
  request.setRawHeader("Authorization", QByteArray("TD1 ") + FakeTreasureData::key);
  const std::unique_ptr<QNetworkReply> reply(network.sendCustomRequest(request, method, body));
  EXPECT_TRUE(waitUntil([&] { return reply->isFinished(); }));
  return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), reply->readAll()};
}

TEST(FakeCoordinatorTest, StartsLateAndKeepsItsLastPage) {
  FakeCoordinator coordinator;
  FakePage packed{R"([{"name":"a","type":"integer"}])", "[[1]]"};
  packed.isPacked = true;
  coordinator.plan({packed, {{}, "[[2]]"}});
  coordinator.insteadOf("POST", Reaction::answer(503));
  const QString address = QString::fromLatin1(coordinator.origin() + "/v1/statement");
  EXPECT_EQ(ask("POST", address, "SELECT 1").status, 503);
  const QString queued = ask("POST", address, "SELECT 1").next();
  EXPECT_EQ(coordinator.startedCount(), 0);
  const QString first = ask("GET", queued).next();
  EXPECT_EQ(coordinator.startedCount(), 1);
  const Answer page = ask("GET", first);
  EXPECT_EQ(page.json().value(u"data").toArray().at(0).toArray().at(0).toInt(), 1);
  const Answer last = ask("GET", page.next());
  EXPECT_EQ(last.next(), QString());
  EXPECT_EQ(ask("GET", page.next()).body, last.body);
  EXPECT_EQ(ask("GET", first).status, 410);
  EXPECT_EQ(ask("GET", address + QStringLiteral("/executing/x/slug/0")).status, 404);
  EXPECT_EQ(ask("DELETE", page.next()).status, 204);
  EXPECT_EQ(coordinator.cancelledCount(), 0);
  EXPECT_EQ(ask("DELETE", ask("POST", address, "SELECT 1").next()).status, 204);
  EXPECT_EQ(coordinator.cancelledCount(), 1);
}

TEST(FakeCoordinatorTest, ALargePageIsWhole) {
  FakeCoordinator coordinator;
  FakePage large{R"([{"name":"a","type":"varchar"}])", R"([["x"]])"};
  large.atLeastBytes = 3 << 20;
  coordinator.plan({large});
  const QString address = QString::fromLatin1(coordinator.origin() + "/v1/statement");
  const Answer page = ask("GET", ask("GET", ask("POST", address, "SELECT 1").next()).next());
  EXPECT_GT(page.body.size(), 3 << 20);
  EXPECT_GT(page.json().value(u"data").toArray().size(), 3000);
}

TEST(FakeTreasureDataTest, AJobGoesItsWay) {
  FakeTreasureData service;
  const QString address = QStringLiteral("http://127.0.0.1:%1/v3/job/").arg(service.port());
  const QString id =
      ask("POST", address + QStringLiteral("issue/trino/sales"), "query=SELECT+1").json().value(u"job_id").toString();
  QStringList states;
  for (int asked = 0; asked < 4; ++asked)
    states += ask("GET", address + QStringLiteral("status/") + id).json().value(u"status").toString();
  EXPECT_EQ(states.join(u' '), u"queued booting running success");
  EXPECT_EQ(ask("GET", address + QStringLiteral("show/") + id).json().value(u"hive_result_schema").toString(),
            QStringLiteral(R"([["n","bigint"],["word","varchar"]])"));
  EXPECT_EQ(ask("GET", address + QStringLiteral("result/") + id + QStringLiteral("?format=json")).body,
            "[1,\"one\"]\n[2,null]\n");
  EXPECT_EQ(ask("GET", address + QStringLiteral("status/1")).status, 404);
}

}  // namespace
}  // namespace courier
