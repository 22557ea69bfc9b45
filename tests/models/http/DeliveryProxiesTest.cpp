#include "models/http/DeliveryProxies.h"

#include <gtest/gtest.h>

#include <QUrl>

namespace courier {
namespace {

const QString password = QStringLiteral("pr0xy-w0rd");

ProxyOptions optionsOf(ProxyKind kind, const QString& user = {}) {
  ProxyOptions options;
  options.kind = kind;
  options.host = QStringLiteral("proxy.test");
  options.port = 3128;
  options.user = user;
  return options;
}

QNetworkProxy proxyFor(const ProxyOptions& options, const char* url) {
  DeliveryProxies proxies(options, password);
  const auto found = proxies.queryProxy(QNetworkProxyQuery(QUrl(QString::fromLatin1(url))));
  EXPECT_EQ(found.size(), 1);
  return found.value(0);
}

TEST(DeliveryProxiesTest, ThisComputerIsNeverProxied) {
  for (const ProxyKind kind : {ProxyKind::System, ProxyKind::None, ProxyKind::Http, ProxyKind::Socks5}) {
    for (const char* url : {"http://localhost/", "https://localhost:8443/", "http://a.localhost/",
                            "http://127.0.0.1:8080/", "http://127.9.9.9/", "https://[::1]:8443/"}) {
      SCOPED_TRACE(url);
      EXPECT_EQ(proxyFor(optionsOf(kind, QStringLiteral("u")), url).type(), QNetworkProxy::NoProxy);
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
    const QNetworkProxy proxy = proxyFor(optionsOf(row.kind, QString::fromLatin1(row.user)), row.url);
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
  EXPECT_TRUE(needsProxyAuthorization(optionsOf(ProxyKind::Http, user), host, false));
  EXPECT_FALSE(needsProxyAuthorization(optionsOf(ProxyKind::Http, user), host, true));
  EXPECT_FALSE(needsProxyAuthorization(optionsOf(ProxyKind::Http), host, false));
  EXPECT_FALSE(needsProxyAuthorization(optionsOf(ProxyKind::Socks5, user), host, false));
  EXPECT_FALSE(needsProxyAuthorization(optionsOf(ProxyKind::System, user), host, false));
  for (const char* local : {"localhost", "127.0.0.1", "::1"})
    EXPECT_FALSE(needsProxyAuthorization(optionsOf(ProxyKind::Http, user), QString::fromLatin1(local), false));
}

}  // namespace
}  // namespace courier
