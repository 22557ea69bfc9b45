#include "models/http/CurlCommand.h"

#include <gtest/gtest.h>

#include "tests/support/Deliveries.h"
#include "tests/support/Text.h"

namespace courier {
namespace {

using testing::holds;

Delivery plain(const QString& address = QStringLiteral("webs://reports.example.org/a?x=1")) {
  Delivery delivery;
  delivery.idempotencyKey = QStringLiteral("key-1");
  delivery.jobId = JobId{7};
  delivery.to.url = testing::urlOf(address);
  delivery.contentType = QStringLiteral("application/json; charset=utf-8");
  delivery.bodyBytes = 5;
  delivery.bodySha256 = QByteArray(32, 'x');
  return delivery;
}

std::string command(const Delivery& delivery, const QString& file = QStringLiteral("body.json")) {
  return curlCommand(delivery, file).toStdString();
}

TEST(CurlCommand, QuotesForAShell) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "''"},         {"a b", "'a b'"},       {"it's", "'it'\\''s'"}, {"$HOME `x` \"y\"", "'$HOME `x` \"y\"'"},
      {"a\\b", "'a\\b'"}, {"''", "''\\'''\\'''"}, {"!1", "'!1'"},         {"a;b|c&d>e", "'a;b|c&d>e'"},
  };
  for (const auto& [text, quoted] : cases)
    EXPECT_EQ(shellQuoted(QString::fromUtf8(text)).toStdString(), quoted) << text;
}

TEST(CurlCommand, NamesMethodAddressHeadersAndFile) {
  Delivery delivery = plain();
  delivery.to.options.headers = {{QStringLiteral("X-Note"), QStringLiteral("it's $5, a b")},
                                 {QStringLiteral("X-Empty"), QString()}};
  delivery.to.options.body.gzip = true;
  delivery.truncated = true;
  const std::string text = command(delivery, QStringLiteral("/tmp/a b's.json.gz"));
  for (const char* part :
       {"--request 'PUT'", "--url 'https://reports.example.org/a?x=1'",
        "'Content-Type: application/json; charset=utf-8'", "'Content-Encoding: gzip'", "'Idempotency-Key: key-1'",
        "'Query-Courier-Job: 7'", "'Query-Courier-Attempt: 1'", "'Query-Courier-Truncated: true'",
        "'Content-Digest: sha-256=:", "'X-Note: it'\\''s $5, a b'", "'X-Empty;'", "'Expect:'",
        "--data-binary '@/tmp/a b'\\''s.json.gz'", "--tlsv1.2"}) {
    EXPECT_TRUE(holds(text, part)) << part << " in\n" << text;
  }
  EXPECT_FALSE(holds(text, "Content-Length"));
  EXPECT_FALSE(holds(text, "Authorization"));
  EXPECT_FALSE(holds(text, "<"));
  delivery.to.method = HttpMethod::Post;
  EXPECT_TRUE(holds(command(delivery), "--request 'POST'"));
}

TEST(CurlCommand, HasAPlaceholderForEachSecret) {
  const auto signedIn = [](AuthKind kind) {
    Delivery delivery = plain();
    delivery.to.user = QStringLiteral("o'neil");
    delivery.to.secretKey = QStringLiteral("-");
    delivery.to.options.auth = kind;
    delivery.to.options.authHeader = QStringLiteral("X-Key");
    return delivery;
  };
  EXPECT_TRUE(holds(command(signedIn(AuthKind::Basic)), "--user 'o'\\''neil:<PASSWORD>'"));
  EXPECT_TRUE(holds(command(signedIn(AuthKind::Bearer)), "'Authorization: Bearer <TOKEN>'"));
  EXPECT_TRUE(holds(command(signedIn(AuthKind::Header)), "'X-Key: <VALUE>'"));
  EXPECT_FALSE(holds(command(signedIn(AuthKind::None)), "<"));
  Delivery nobody = signedIn(AuthKind::Basic);
  nobody.to.secretKey.clear();
  EXPECT_FALSE(holds(command(nobody), "--user"));
  Delivery webhook = plain();
  webhook.to.options.isSigned = true;
  EXPECT_TRUE(holds(command(webhook), "'webhook-id: key-1'"));
  EXPECT_TRUE(holds(command(webhook), "'webhook-signature: v1,<SIGNATURE>'"));
}

TEST(CurlCommand, TakesTheTargetsWay) {
  Delivery delivery = plain();
  EXPECT_FALSE(holds(command(delivery), "proxy"));
  delivery.to.options.proxy = {ProxyKind::Http, QStringLiteral("proxy.example.org"), 3128, QStringLiteral("bob")};
  EXPECT_TRUE(holds(command(delivery), "--proxy 'http://proxy.example.org:3128'"));
  EXPECT_TRUE(holds(command(delivery), "--proxy-user 'bob:<PROXY_PASSWORD>'"));
  delivery.to.options.proxy = {ProxyKind::Socks5, QStringLiteral("::1"), 1080, QString()};
  EXPECT_TRUE(holds(command(delivery), "--proxy 'socks5h://[::1]:1080'"));
  Delivery own = plain(QStringLiteral("web://[::1]:8080/x"));
  own.to.options.proxy = delivery.to.options.proxy;
  EXPECT_TRUE(holds(command(own), "--noproxy '*'"));
  EXPECT_TRUE(holds(command(own), "--url 'http://[::1]:8080/x'"));
  EXPECT_FALSE(holds(command(own), "socks5h"));
  delivery.to.options.tls.clientCertificateFile = QStringLiteral("/c.pem");
  delivery.to.options.tls.clientKeyFile = QStringLiteral("/k.pem");
  delivery.to.options.tls.keyHasPassphrase = true;
  delivery.to.options.tls.caPem = QStringLiteral("PEM");
  delivery.to.options.tls.minimum = TlsMinimum::Tls13;
  for (const char* part :
       {"--cert '/c.pem'", "--key '/k.pem'", "--pass '<PASSPHRASE>'", "--cacert '<CA_FILE>'", "--tlsv1.3"}) {
    EXPECT_TRUE(holds(command(delivery), part)) << part;
  }
}

}  // namespace
}  // namespace courier
