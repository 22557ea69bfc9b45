#include "models/http/Transport.h"

#include <QHostAddress>
#include <QSslCertificate>
#include <QUrl>
#include <utility>

#include "models/http/ClientCertificate.h"
#include "models/http/EnvironmentProxy.h"

namespace courier {
namespace {

bool isLocal(const QString& host) {
  return host == QLatin1String("localhost") || host.endsWith(QLatin1String(".localhost")) ||
         QHostAddress(host).isLoopback();
}

}  // namespace

Expected<QSslConfiguration> sslConfigurationFor(const TlsOptions& tls, const Secret& secret,
                                                const QSslConfiguration& base) {
  QSslConfiguration ssl = base;
  ssl.setProtocol(tls.minimum == TlsMinimum::Tls13 ? QSsl::TlsV1_3OrLater : QSsl::TlsV1_2OrLater);
  if (!tls.caPem.isEmpty()) {
    QList<QSslCertificate> trusted = ssl.caCertificates();
    trusted += QSslCertificate::fromData(tls.caPem.toLatin1(), QSsl::Pem);
    ssl.setCaCertificates(trusted);
  }
  const QString passphrase = secret.fields.value(secretfields::keyPassphrase);
  if (auto added = addClientCertificate(ssl, tls, passphrase); !added) return added.error();
  return ssl;
}

PutLimits limitsFor(const TimeOptions& times, PutLimits usual) {
  const TimeOptions plain;
  const auto take = [](qint64& limitMs, int seconds, int plainSeconds) {
    if (seconds != plainSeconds) limitMs = qint64{seconds} * 1000;
  };
  take(usual.connectMs, times.connectS, plain.connectS);
  take(usual.silenceWhileSendingMs, times.silenceWhileSendingS, plain.silenceWhileSendingS);
  take(usual.silenceAfterBodyMs, times.silenceAfterBodyS, plain.silenceAfterBodyS);
  take(usual.totalBaseMs, times.totalS, plain.totalS);
  return usual;
}

QByteArray basicCredentials(const QString& user, const QString& password) {
  return (user + u':' + password).toUtf8().toBase64();
}

Expected<ProxyWay> proxyWay(const ProxyOptions& options, const QString& password, const TargetUrl& url,
                            const QProcessEnvironment& environment) {
  ProxyWay none;
  none.options.kind = ProxyKind::None;
  if (isLocal(url.host())) return none;
  if (options.kind != ProxyKind::System) return ProxyWay{options, options.user.isEmpty() ? QString() : password};
  auto found = environmentProxy(environment, url);
  if (!found) return found.error();
  return found->value_or(ProxyWay{options, {}});
}

DeliveryProxies::DeliveryProxies(ProxyWay way) : m_way(std::move(way)) {}

QList<QNetworkProxy> DeliveryProxies::queryProxy(const QNetworkProxyQuery& query) {
  const QString host = query.peerHostName();
  const ProxyOptions& options = m_way.options;
  if (isLocal(host)) return {QNetworkProxy(QNetworkProxy::NoProxy)};
  switch (options.kind) {
    case ProxyKind::System:
      return systemProxyForQuery(query);
    case ProxyKind::None:
      return {QNetworkProxy(QNetworkProxy::NoProxy)};
    case ProxyKind::Http:
    case ProxyKind::Socks5:
      break;
  }
  const bool isHttp = options.kind == ProxyKind::Http;
  QNetworkProxy proxy(isHttp ? QNetworkProxy::HttpProxy : QNetworkProxy::Socks5Proxy, options.host,
                      static_cast<quint16>(options.port));
  const bool isEncrypted = query.protocolTag() == QLatin1String("https");
  if (m_way.signsIn() && !needsProxyAuthorization(m_way, host, isEncrypted)) {
    proxy.setUser(options.user);
    proxy.setPassword(m_way.password);
  }
  if (!m_way.looksNamesUp)
    proxy.setCapabilities(proxy.capabilities() & ~QNetworkProxy::Capabilities(QNetworkProxy::HostNameLookupCapability));
  return {proxy};
}

QNetworkProxy proxyFor(const ProxyWay& way, const QUrl& url) {
  const QList<QNetworkProxy> found =
      DeliveryProxies(way).queryProxy(QNetworkProxyQuery(url, QNetworkProxyQuery::UrlRequest));
  QNetworkProxy first = found.value(0, QNetworkProxy(QNetworkProxy::NoProxy));
  if (first.type() == QNetworkProxy::HttpCachingProxy) first.setType(QNetworkProxy::HttpProxy);
  return first;
}

std::optional<QNetworkProxy> relayOnward(const ProxyWay& way, const QUrl& url) {
  const QNetworkProxy first = proxyFor(way, url);
  switch (first.type()) {
    case QNetworkProxy::NoProxy:
    case QNetworkProxy::Socks5Proxy:
      return first;
    case QNetworkProxy::HttpProxy:
      if (url.scheme() == QLatin1String("https")) return first;
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

bool needsProxyAuthorization(const ProxyWay& way, const QString& host, bool isEncrypted) {
  return way.options.kind == ProxyKind::Http && way.signsIn() && !isEncrypted && !isLocal(host);
}

}  // namespace courier
