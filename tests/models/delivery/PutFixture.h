#pragma once

#include <gtest/gtest.h>

#include <QCryptographicHash>
#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QTemporaryDir>

#include "models/delivery/PutRequest.h"
#include "tests/support/Await.h"
#include "tests/support/FaultyServer.h"

namespace courier::testing {

/// One attempt at a time against a server that misbehaves.
class PutFixture : public ::testing::Test {
 protected:
  PutFixture() {
    network.setProxy(QNetworkProxy(QNetworkProxy::NoProxy));
    setBody("{\"column_names\":[\"a\"],\"column_types\":[\"long\"],\"data\":[[1]]}");
  }

  void setBody(const QByteArray& bytes) {
    body = bytes;
    QFile file(bodyPath());
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate)) qFatal("cannot write the body");
    file.write(bytes);
  }
  [[nodiscard]] QString bodyPath() const { return m_folder.filePath(QStringLiteral("body.json")); }

  [[nodiscard]] PutPlan planFor(const QString& address) const {
    PutPlan plan;
    const auto parsed = TargetUrl::parse(address);
    if (!parsed) qFatal("%s", qUtf8Printable(parsed.error().message));
    plan.delivery.id.value = 4;
    plan.delivery.jobId.value = 12;
    plan.delivery.idempotencyKey = QStringLiteral("6f1c9a52-0000-4000-8000-000000000001");
    plan.delivery.url = parsed->url;
    plan.delivery.contentType = QStringLiteral("application/json; charset=utf-8");
    plan.delivery.bodyBytes = body.size();
    plan.delivery.bodySha256 = QCryptographicHash::hash(body, QCryptographicHash::Sha256);
    plan.bodyPath = bodyPath();
    return plan;
  }
  [[nodiscard]] static PutPlan withPassword(PutPlan plan, const QString& user, const QString& password) {
    plan.delivery.user = user;
    plan.delivery.secretKey = QStringLiteral("key");
    plan.secret = Secret::ofPassword(password);
    return plan;
  }

  /// Runs one attempt to its end, and a little on, so that anything sent afterwards is seen as well.
  AttemptReport run(const PutPlan& plan, int limitMs = 20'000) {
    int finishes = 0;
    AttemptReport report;
    PutRequest request(network, plan);
    QObject::connect(&request, &PutRequest::finished, &request, [&](const AttemptReport& r) {
      ++finishes;
      report = r;
    });
    request.start();
    EXPECT_TRUE(waitUntil([&] { return finishes > 0; }, limitMs)) << "the attempt did not end";
    (void)waitUntil([] { return false; }, 60);
    EXPECT_EQ(finishes, 1);
    return report;
  }

  QByteArray body;
  FaultyServer server;
  QNetworkAccessManager network;

 private:
  QTemporaryDir m_folder;
};

}  // namespace courier::testing
