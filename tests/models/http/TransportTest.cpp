#include "models/http/Transport.h"

#include <gtest/gtest.h>

#include <QUrl>

namespace courier {
namespace {

TEST(TransportTest, LimitsTakeWhatTheTargetSaysAndLeaveTheRest) {
  PutLimits usual;
  usual.connectMs = 1;
  usual.silenceWhileSendingMs = 2;
  usual.silenceAfterBodyMs = 3;
  usual.totalBaseMs = 4;
  const PutLimits plain = limitsFor({}, usual);
  EXPECT_EQ(plain.connectMs, 1);
  EXPECT_EQ(plain.silenceWhileSendingMs, 2);
  EXPECT_EQ(plain.silenceAfterBodyMs, 3);
  EXPECT_EQ(plain.totalBaseMs, 4);
  EXPECT_EQ(plain.keptAnswerBytes, usual.keptAnswerBytes);

  TimeOptions times;
  times.connectS = 7;
  times.silenceAfterBodyS = 3600;
  const PutLimits own = limitsFor(times, usual);
  EXPECT_EQ(own.connectMs, 7'000);
  EXPECT_EQ(own.silenceWhileSendingMs, 2);
  EXPECT_EQ(own.silenceAfterBodyMs, 3'600'000);
  EXPECT_EQ(own.totalBaseMs, 4);

  TimeOptions all;
  all.connectS = 1;
  all.silenceWhileSendingS = 2;
  all.silenceAfterBodyS = 3;
  all.totalS = 4;
  EXPECT_EQ(limitsFor(all).silenceWhileSendingMs, 2'000);
  EXPECT_EQ(limitsFor(all).totalBaseMs, 4'000);
  EXPECT_EQ(limitsFor(all).totalBytesPerSecond, 64 * 1024);
}

TEST(TransportTest, TheLimitsOfTheDesign) {
  const PutLimits limits = limitsFor({});
  EXPECT_EQ(limits.connectMs, 10'000);
  EXPECT_EQ(limits.silenceWhileSendingMs, 30'000);
  EXPECT_EQ(limits.silenceAfterBodyMs, 120'000);
  EXPECT_EQ(limits.totalBaseMs, 150'000);
}

TEST(TransportTest, BasicCredentialsAreUtf8) {
  EXPECT_EQ(basicCredentials(QStringLiteral("Aladdin"), QStringLiteral("open sesame")), "QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  EXPECT_EQ(basicCredentials(QStringLiteral("test"), QString::fromUtf8("123\xC2\xA3")), "dGVzdDoxMjPCow==");
}

TEST(TransportTest, TheSmallestVersionOfTls) {
  TlsOptions tls;
  EXPECT_EQ(sslConfigurationFor(tls, {}, QSslConfiguration::defaultConfiguration())->protocol(), QSsl::TlsV1_2OrLater);
  tls.minimum = TlsMinimum::Tls13;
  EXPECT_EQ(sslConfigurationFor(tls, {}, QSslConfiguration::defaultConfiguration())->protocol(), QSsl::TlsV1_3OrLater);
}

TEST(TransportTest, AMissingClientCertificateIsNamed) {
  TlsOptions tls;
  tls.clientCertificateFile = QStringLiteral("/nowhere/client.pem");
  const auto ssl = sslConfigurationFor(tls, {}, QSslConfiguration::defaultConfiguration());
  ASSERT_FALSE(ssl.ok());
  EXPECT_EQ(ssl.error().kind, ErrorKind::InvalidInput);
  EXPECT_TRUE(ssl.error().message.contains(tls.clientCertificateFile));
}

const QString password = QStringLiteral("pr0xy-w0rd");

ProxyOptions optionsOf(ProxyKind kind, const QString& user = {}) {
  ProxyOptions options;
  options.kind = kind;
  options.host = QStringLiteral("proxy.test");
  options.port = 3128;
  options.user = user;
  return options;
}

QNetworkProxy onlyProxyFor(const ProxyOptions& options, const char* url) {
  DeliveryProxies proxies(ProxyWay{options, options.user.isEmpty() ? QString() : password});
  const auto found = proxies.queryProxy(QNetworkProxyQuery(QUrl(QString::fromLatin1(url))));
  EXPECT_EQ(found.size(), 1);
  return found.value(0);
}

TEST(DeliveryProxiesTest, ThisComputerIsNeverProxied) {
  for (const ProxyKind kind : {ProxyKind::System, ProxyKind::None, ProxyKind::Http, ProxyKind::Socks5}) {
    for (const char* url : {"http://localhost/", "https://localhost:8443/", "http://a.localhost/",
                            "http://127.0.0.1:8080/", "http://127.9.9.9/", "https://[::1]:8443/"}) {
      SCOPED_TRACE(url);
      EXPECT_EQ(onlyProxyFor(optionsOf(kind, QStringLiteral("u")), url).type(), QNetworkProxy::NoProxy);
    }
  }
}

TEST(DeliveryProxiesTest, OthersGoTheWayTheTargetSays) {
  struct Row {
    ProxyKind kind;
    const char* user;
    const char* url;
    QNetworkProxy::ProxyType type;
    bool signsIn;
  };
  const Row table[] = {
      {ProxyKind::None, "", "http://server.test/", QNetworkProxy::NoProxy, false},
      {ProxyKind::Http, "", "http://server.test/", QNetworkProxy::HttpProxy, false},
      {ProxyKind::Http, "", "https://server.test/", QNetworkProxy::HttpProxy, false},
      // Its credentials go with the request itself.
      {ProxyKind::Http, "u", "http://server.test/", QNetworkProxy::HttpProxy, false},
      {ProxyKind::Http, "u", "https://server.test/", QNetworkProxy::HttpProxy, true},
      {ProxyKind::Socks5, "", "http://server.test/", QNetworkProxy::Socks5Proxy, false},
      {ProxyKind::Socks5, "u", "http://server.test/", QNetworkProxy::Socks5Proxy, true},
      {ProxyKind::Socks5, "u", "https://10.1.2.3/", QNetworkProxy::Socks5Proxy, true},
  };
  for (const Row& row : table) {
    SCOPED_TRACE(std::string(row.url) + " " + row.user);
    const QNetworkProxy proxy = onlyProxyFor(optionsOf(row.kind, QString::fromLatin1(row.user)), row.url);
    EXPECT_EQ(proxy.type(), row.type);
    if (row.type != QNetworkProxy::NoProxy) {
      EXPECT_EQ(proxy.hostName(), QStringLiteral("proxy.test"));
      EXPECT_EQ(proxy.port(), 3128);
    }
    EXPECT_EQ(proxy.user(), row.signsIn ? QStringLiteral("u") : QString());
    EXPECT_EQ(proxy.password(), row.signsIn ? password : QString());
  }
}

TEST(DeliveryProxiesTest, OnlyAnHttpProxyBeforeAnUnencryptedAddressIsToldInTheRequest) {
  const QString user = QStringLiteral("u");
  const QString host = QStringLiteral("server.test");
  EXPECT_TRUE(needsProxyAuthorization(ProxyWay{optionsOf(ProxyKind::Http, user), password}, host, false));
  EXPECT_FALSE(needsProxyAuthorization(ProxyWay{optionsOf(ProxyKind::Http, user), password}, host, true));
  EXPECT_FALSE(needsProxyAuthorization(ProxyWay{optionsOf(ProxyKind::Http), {}}, host, false));
  EXPECT_FALSE(needsProxyAuthorization(ProxyWay{optionsOf(ProxyKind::Socks5, user), password}, host, false));
  EXPECT_FALSE(needsProxyAuthorization(ProxyWay{optionsOf(ProxyKind::System, user), password}, host, false));
  for (const char* local : {"localhost", "127.0.0.1", "::1"})
    EXPECT_FALSE(needsProxyAuthorization(ProxyWay{optionsOf(ProxyKind::Http, user), password},
                                         QString::fromLatin1(local), false));
}

TEST(TransportTest, ARelayGoesOnByTheTargetsProxyWhereThatCarriesConnections) {
  struct Row {
    ProxyKind kind;
    const char* url;
    std::optional<QNetworkProxy::ProxyType> type;
  };
  ProxyOptions options;
  options.host = QStringLiteral("proxy.example.org");
  options.port = 3128;
  options.user = QStringLiteral("ada");
  for (const Row& row : {Row{ProxyKind::None, "http://example.org/", QNetworkProxy::NoProxy},
                         Row{ProxyKind::Socks5, "http://example.org/", QNetworkProxy::Socks5Proxy},
                         Row{ProxyKind::Socks5, "https://example.org/", QNetworkProxy::Socks5Proxy},
                         Row{ProxyKind::Http, "https://example.org/", QNetworkProxy::HttpProxy},
                         Row{ProxyKind::Http, "http://example.org/", std::nullopt},
                         Row{ProxyKind::Http, "http://127.0.0.1/", QNetworkProxy::NoProxy}}) {
    SCOPED_TRACE(row.url);
    options.kind = row.kind;
    const auto onward = relayOnward(ProxyWay{options, QStringLiteral("p")}, QUrl(QString::fromLatin1(row.url)));
    ASSERT_EQ(onward.has_value(), row.type.has_value());
    if (!onward) continue;
    EXPECT_EQ(onward->type(), *row.type);
    if (*row.type != QNetworkProxy::NoProxy) {
      EXPECT_EQ(onward->user(), QStringLiteral("ada"));
      EXPECT_EQ(onward->port(), 3128);
    }
  }
}

}  // namespace
}  // namespace courier
