#pragma once

#include <gtest/gtest.h>

#include <QCryptographicHash>
#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QTemporaryDir>

#include "models/http/PutRequest.h"
#include "tests/support/Await.h"
#include "tests/support/Deliveries.h"
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

  [[nodiscard]] PutInput inputFor(const QString& address) const {
    PutInput input;
    input.delivery.id.value = 4;
    input.delivery.jobId.value = 12;
    input.delivery.idempotencyKey = QStringLiteral("6f1c9a52-0000-4000-8000-000000000001");
    input.delivery.to.url = urlOf(address);
    input.delivery.contentType = QStringLiteral("application/json; charset=utf-8");
    input.delivery.bodyBytes = body.size();
    input.delivery.bodySha256 = QCryptographicHash::hash(body, QCryptographicHash::Sha256);
    input.bodyPath = bodyPath();
    return input;
  }
  [[nodiscard]] static PutInput withPassword(PutInput input, const QString& user, const QString& password) {
    input.delivery.to.user = user;
    input.delivery.to.secretKey = QStringLiteral("key");
    input.secret = Secret::ofPassword(password);
    return input;
  }

  /// Runs one attempt to its end, and a little on, so that anything sent afterwards is seen as well.
  AttemptReport run(const PutInput& input, int limitMs = 20'000) {
    int finishes = 0;
    AttemptReport report;
    PutRequest request(network, input);
    QObject::connect(&request, &PutRequest::finished, &request, [&](const AttemptReport& r) {
      ++finishes;
      report = r;
    });
    request.start();
    EXPECT_TRUE(waitUntil([&] { return finishes > 0; }, limitMs)) << "the attempt did not end";
    EXPECT_TRUE(staysTrue([&] { return finishes == 1; }, 60)) << finishes;
    return report;
  }

  QByteArray body;
  FaultyServer server;
  QNetworkAccessManager network;

 private:
  QTemporaryDir m_folder;
};

}  // namespace courier::testing
