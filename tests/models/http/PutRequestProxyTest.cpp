#include "models/http/Transport.h"
#include "models/outbox/RetryPolicy.h"
#include "tests/models/http/PutFixture.h"
#include "tests/support/TestCertificates.h"
#include "tests/support/TestProxy.h"

namespace courier {
namespace {

using testing::FaultyServer;
using testing::TestCertificates;
using testing::TestProxy;

/// One attempt through a proxy that wants a password, to a server whose name only the proxy knows.
class PutRequestProxyTest : public testing::PutFixture {
 protected:
  AttemptReport send(const QString& address, const TestProxy& proxy, const QString& password,
                     const std::optional<QSslConfiguration>& ssl = {}) {
    PutInput input = withPassword(inputFor(address), QStringLiteral("ada"), QStringLiteral("secret-word"));
    input.delivery.to.options.proxy = proxy.options();
    input.secret->fields.insert(secretfields::proxyPassword, password);
    input.ssl = ssl;
    input.limits.connectMs = 8000;
    input.way = *proxyWay(input.delivery.to.options.proxy, password, input.delivery.to.url);
    network.setProxyFactory(new DeliveryProxies(input.way));
    const AttemptReport report = run(input);
    const QString all = report.message + report.detail + report.answerHeaders + QString::fromUtf8(report.answerBody);
    EXPECT_FALSE(all.contains(password) || all.contains(QStringLiteral("secret-word"))) << all.toStdString();
    return report;
  }
  static QString right() { return QString::fromLatin1(TestProxy::password); }
  static void expectPaused(const AttemptReport& report) {
    const RetryDecision decision = retrypolicy::decide(report, Delivery(), false, 0, 0.5);
    EXPECT_EQ(decision.reason, ReasonKind::SignIn) << report.status << report.message.toStdString();
    EXPECT_TRUE(decision.pausesTarget);
    EXPECT_EQ(decision.state, DeliveryState::Held);
  }
};

TEST_F(PutRequestProxyTest, AnHttpProxyGetsItsCredentialsUnaskedAndTheBodyOnce) {
  const TestProxy proxy(ProxyKind::Http, server.port());
  const AttemptReport report = send(QStringLiteral("web://server.test:8080/path?x=1"), proxy, right());
  EXPECT_EQ(report.status, 201) << report.message.toStdString() << report.detail.toStdString();
  ASSERT_EQ(proxy.asked().size(), 1);
  EXPECT_TRUE(proxy.asked().first().startsWith("PUT http://server.test:8080/path?x=1 HTTP/1.1\r\n"))
      << proxy.asked().first().toStdString();
  ASSERT_EQ(server.requestCount(), 1);
  EXPECT_EQ(server.requests().first().body, body);
  EXPECT_EQ(server.requests().first().header("Authorization"),
            "Basic " + basicCredentials(QStringLiteral("ada"), QStringLiteral("secret-word")));
}

TEST_F(PutRequestProxyTest, AnHttpProxysRefusalPausesTheTarget) {
  const TestProxy proxy(ProxyKind::Http, server.port());
  const AttemptReport report = send(QStringLiteral("web://server.test/"), proxy, QStringLiteral("wrong-one"));
  EXPECT_EQ(report.status, 407);
  expectPaused(report);
  EXPECT_EQ(proxy.asked().size(), 1) << "not tried twice";
  EXPECT_EQ(server.connectionCount(), 0);
}

TEST_F(PutRequestProxyTest, AnEncryptedAddressGoesThroughATunnel) {
  const TestCertificates certificates("DNS:server.test");
  FaultyServer secure(certificates.server());
  const TestProxy proxy(ProxyKind::Http, secure.port());
  const AttemptReport report = send(QStringLiteral("webs://server.test/path"), proxy, right(), certificates.client());
  EXPECT_EQ(report.status, 201) << report.message.toStdString() << report.detail.toStdString();
  ASSERT_EQ(secure.requestCount(), 1);
  EXPECT_EQ(secure.requests().first().body, body);
  EXPECT_EQ(secure.requests().first().header("Proxy-Authorization"), "") << "the proxy's password stays before it";
  ASSERT_FALSE(proxy.asked().isEmpty());
  for (const QByteArray& head : proxy.asked()) {
    EXPECT_TRUE(head.startsWith("CONNECT server.test:443 HTTP/1.1\r\n")) << head.toStdString();
    EXPECT_FALSE(head.contains("Authorization: Basic " +
                               basicCredentials(QStringLiteral("ada"), QStringLiteral("secret-word"))));
  }
}

TEST_F(PutRequestProxyTest, ATunnelsRefusalPausesTheTarget) {
  const TestCertificates certificates("DNS:server.test");
  FaultyServer secure(certificates.server());
  const TestProxy proxy(ProxyKind::Http, secure.port());
  const AttemptReport report =
      send(QStringLiteral("webs://server.test/"), proxy, QStringLiteral("wrong-one"), certificates.client());
  expectPaused(report);
  EXPECT_EQ(report.bytesSent, 0);
  EXPECT_EQ(secure.connectionCount(), 0);
}

TEST_F(PutRequestProxyTest, ASocksProxyIsSignedInToAndAskedByName) {
  const TestProxy proxy(ProxyKind::Socks5, server.port());
  const AttemptReport report = send(QStringLiteral("web://server.test:8080/path"), proxy, right());
  EXPECT_EQ(report.status, 201) << report.message.toStdString() << report.detail.toStdString();
  EXPECT_EQ(proxy.asked(), QVector<QByteArray>{"CONNECT server.test:8080"});
  ASSERT_EQ(server.requestCount(), 1);
  EXPECT_EQ(server.requests().first().target, "/path");
  EXPECT_EQ(server.requests().first().body, body);
}

TEST_F(PutRequestProxyTest, ASocksProxysRefusalSendsNothing) {
  const TestProxy proxy(ProxyKind::Socks5, server.port());
  const AttemptReport report = send(QStringLiteral("web://server.test/"), proxy, QStringLiteral("wrong-one"));
  EXPECT_EQ(report.outcome, AttemptOutcome::NotSent);
  expectPaused(report);
  EXPECT_EQ(server.connectionCount(), 0);
}

TEST_F(PutRequestProxyTest, TheEnvironmentsProxyGetsItsCredentialsAndNobodyElseSeesThem) {
  for (const bool isEncrypted : {false, true}) {
    SCOPED_TRACE(isEncrypted);
    const TestCertificates certificates("DNS:server.test");
    FaultyServer secure(certificates.server());
    FaultyServer& peer = isEncrypted ? secure : server;
    peer.setScript([](const testing::SeenRequest&) {
      return testing::Reaction::answer(400, "no " + QByteArray(TestProxy::password), {{"X", TestProxy::password}});
    });
    const TestProxy proxy(ProxyKind::Http, peer.port());
    QProcessEnvironment environment;
    environment.insert(isEncrypted ? QStringLiteral("HTTPS_PROXY") : QStringLiteral("http_proxy"),
                       QStringLiteral("http://prox:pr0xy%2Dw0rd@127.0.0.1:") + QString::number(proxy.port()));
    PutInput input = inputFor((isEncrypted ? QStringLiteral("webs") : QStringLiteral("web")) +
                              QStringLiteral("://server.test/path"));
    input.ssl = certificates.client();
    input.way = *proxyWay({}, {}, input.delivery.to.url, environment);
    network.setProxyFactory(new DeliveryProxies(input.way));
    const AttemptReport report = run(input);
    EXPECT_EQ(report.status, 400) << report.message.toStdString() << report.detail.toStdString();
    const QString all = report.message + report.detail + report.answerHeaders + QString::fromUtf8(report.answerBody);
    EXPECT_FALSE(all.contains(right())) << all.toStdString();
    ASSERT_EQ(peer.requestCount(), 1);
    // TestProxy hands an unencrypted head on as it is.
    EXPECT_EQ(peer.requests().first().header("Proxy-Authorization").isEmpty(), isEncrypted);
  }
}

TEST_F(PutRequestProxyTest, ThisComputerIsReachedWithoutIt) {
  const TestProxy proxy(ProxyKind::Http, server.port());
  EXPECT_EQ(send(server.address(), proxy, right()).status, 201);
  EXPECT_TRUE(proxy.asked().isEmpty());
  EXPECT_EQ(server.requests().first().header("Proxy-Authorization"), "");
}

}  // namespace
}  // namespace courier
