#include "models/data/ResultStore.h"
#include "models/http/CurlCommand.h"

#include <gtest/gtest.h>

#include <QCryptographicHash>
#include <QFile>
#include <QTemporaryDir>

#include "models/spool/SpoolSink.h"
#include "models/write/BodyPreview.h"
#include "models/write/BodyWriter.h"
#include "tests/support/Batches.h"
#include "tests/support/Deliveries.h"
#include "tests/support/FaultyServer.h"
#include "tests/support/Nginx.h"
#include "tests/support/Program.h"

namespace courier {
namespace {

using testing::FaultyServer;
using testing::Nginx;
using testing::ProgramEnd;
using testing::SeenRequest;

/// The copied command, run by a shell once its placeholders are filled in.
class CurlCommandRun : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(m_store.begin(testing::numberedColumns()));
    ASSERT_TRUE(m_store.append(testing::numberedBatch(0, 1500)));
  }
  /// A delivery of the result to `address`, as the preview describes it, its body saved beside.
  Delivery prepared(const QString& address, const TargetOptions& options = {}) {
    Delivery delivery;
    delivery.idempotencyKey = QStringLiteral("5f1e7c1a-0000-4000-8000-000000000001");
    delivery.jobId = JobId{12};
    delivery.to.url = testing::urlOf(address);
    delivery.to.options = options;
    delivery.contentType = bodyContentType(options.body);
    const auto preview = previewBody(m_store, 0, options.body, {});
    if (!preview) qFatal("no preview");
    delivery.bodyBytes = preview->bytes;
    delivery.bodySha256 = preview->sha256;
    if (!saveBodyFile(m_store, 0, options.body, file())) qFatal("no body");
    return delivery;
  }
  [[nodiscard]] QString file() const { return m_folder.filePath(QStringLiteral("it's $HOME body.json")); }
  [[nodiscard]] QByteArray saved() const {
    QFile body(file());
    return body.open(QIODevice::ReadOnly) ? body.readAll() : QByteArray();
  }
  /// `secret` as a person puts it between the quotes.
  ProgramEnd run(const Delivery& delivery, const QString& placeholder = {}, const QString& secret = {}) const {
    QString text = curlCommand(delivery, file());
    if (!placeholder.isEmpty()) {
      EXPECT_EQ(text.count(placeholder), 1);
      const QString quoted = shellQuoted(secret);
      text.replace(placeholder, quoted.mid(1, quoted.size() - 2));
    }
    return testing::runProgram(QStringLiteral("sh"), {QStringLiteral("-c"), text});
  }
  QTemporaryDir m_folder;
  ResultStore m_store{m_folder.path()};
};

TEST_F(CurlCommandRun, PutsTheSameBytesOnNginxBehindBasicAuthentication) {
  Nginx nginx;
  ASSERT_EQ(nginx.start().toStdString(), "");
  TargetOptions options;
  options.headers = {{QStringLiteral("X-Note"), QStringLiteral("it's $5; a \"b\" \\ `c`")}};
  for (const bool gzip : {false, true}) {
    options.body.gzip = gzip;
    const QString path = gzip ? QStringLiteral("/locked/packed.json.gz") : QStringLiteral("/locked/plain.json");
    Delivery delivery = prepared(QStringLiteral("web://127.0.0.1:%1%2").arg(nginx.port()).arg(path), options);
    delivery.to.user = QString::fromLatin1(Nginx::user);
    delivery.to.secretKey = QStringLiteral("-");
    const auto end = run(delivery, QStringLiteral("<PASSWORD>"), QString::fromUtf8(Nginx::password));
    EXPECT_EQ(end.code, 0) << end.err.constData();
    EXPECT_TRUE(end.out.contains(" 201 ")) << end.out.constData();
    const QByteArray stored = nginx.stored(path);
    EXPECT_EQ(stored, saved());
    EXPECT_EQ(stored.size(), delivery.bodyBytes);
    EXPECT_EQ(QCryptographicHash::hash(stored, QCryptographicHash::Sha256), delivery.bodySha256);
    EXPECT_EQ(nginx.logged(path.toLatin1()), QList<QByteArray>{"PUT " + path.toLatin1() + " 201 alice"});
  }
}

TEST_F(CurlCommandRun, SendsEveryHeaderAsItWouldBeSent) {
  FaultyServer server;
  TargetOptions options;
  options.auth = AuthKind::Bearer;
  options.headers = {{QStringLiteral("X-Note"), QStringLiteral("it's $5; a \"b\" \\ `c`")},
                     {QStringLiteral("X-Empty"), QString()}};
  options.body = {.format = BodyFormat::Lines, .gzip = true};
  Delivery delivery = prepared(server.address(QStringLiteral("/a%20b?x=1&y=[2]")), options);
  delivery.to.method = HttpMethod::Post;
  delivery.to.secretKey = QStringLiteral("-");
  delivery.truncated = true;
  const auto end = run(delivery, QStringLiteral("<TOKEN>"), QStringLiteral("t'k$n"));
  ASSERT_EQ(end.code, 0) << end.err.constData();
  ASSERT_EQ(server.requestCount(), 1);
  const SeenRequest seen = server.requests().constFirst();
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen.target, delivery.to.url.httpUrl().toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority));
  EXPECT_EQ(seen.body, saved());
  EXPECT_EQ(seen.sha256, delivery.bodySha256);
  EXPECT_EQ(seen.header("Authorization"), "Bearer t'k$n");
  EXPECT_EQ(seen.header("X-Note"), "it's $5; a \"b\" \\ `c`");
  EXPECT_EQ(seen.header("Content-Type"), "application/x-ndjson; charset=utf-8");
  EXPECT_EQ(seen.header("Content-Encoding"), "gzip");
  EXPECT_EQ(seen.header("Content-Length"), QByteArray::number(delivery.bodyBytes));
  EXPECT_EQ(seen.header("Content-Digest"), "sha-256=:" + delivery.bodySha256.toBase64() + ':');
  EXPECT_EQ(seen.header("Idempotency-Key"), delivery.idempotencyKey.toLatin1());
  EXPECT_EQ(seen.header("Query-Courier-Job"), "12");
  EXPECT_EQ(seen.header("Query-Courier-Attempt"), "1");
  EXPECT_EQ(seen.header("Query-Courier-Truncated"), "true");
  QList<QByteArray> names;
  for (const auto& header : seen.headers) names.append(header.first.toLower());
  EXPECT_TRUE(names.contains("x-empty"));
  EXPECT_FALSE(names.contains("expect"));
  EXPECT_FALSE(names.contains("accept"));
}

TEST_F(CurlCommandRun, PutsASecretIntoTheHeaderOfTheTarget) {
  FaultyServer server;
  TargetOptions options;
  options.auth = AuthKind::Header;
  options.authHeader = QStringLiteral("X-Key");
  Delivery delivery = prepared(server.address(), options);
  delivery.to.secretKey = QStringLiteral("-");
  const auto end = run(delivery, QStringLiteral("<VALUE>"), QStringLiteral("k \"1\""));
  ASSERT_EQ(end.code, 0) << end.err.constData();
  ASSERT_EQ(server.requestCount(), 1);
  EXPECT_EQ(server.requests().constFirst().method, "PUT");
  EXPECT_EQ(server.requests().constFirst().header("X-Key"), "k \"1\"");
  EXPECT_EQ(server.requests().constFirst().body, saved());
}

}  // namespace
}  // namespace courier
