#include "models/http/DeliveryProxies.h"

#include <QHostAddress>
#include <utility>

namespace courier {
namespace {

bool isLocal(const QString& host) {
  return host == QLatin1String("localhost") || host.endsWith(QLatin1String(".localhost")) ||
         QHostAddress(host).isLoopback();
}

}  // namespace

DeliveryProxies::DeliveryProxies(ProxyOptions options, QString password)
    : m_options(std::move(options)), m_password(std::move(password)) {}

QList<QNetworkProxy> DeliveryProxies::queryProxy(const QNetworkProxyQuery& query) {
  const QString host = query.peerHostName();
  if (isLocal(host)) return {QNetworkProxy(QNetworkProxy::NoProxy)};
  switch (m_options.kind) {
    case ProxyKind::System:
      return systemProxyForQuery(query);
    case ProxyKind::None:
      return {QNetworkProxy(QNetworkProxy::NoProxy)};
    case ProxyKind::Http:
    case ProxyKind::Socks5:
      break;
  }
  const bool isHttp = m_options.kind == ProxyKind::Http;
  QNetworkProxy proxy(isHttp ? QNetworkProxy::HttpProxy : QNetworkProxy::Socks5Proxy, m_options.host,
                      static_cast<quint16>(m_options.port));
  const bool isEncrypted = query.protocolTag() == QLatin1String("https");
  if (!m_options.user.isEmpty() && !needsProxyAuthorization(m_options, host, isEncrypted)) {
    proxy.setUser(m_options.user);
    proxy.setPassword(m_password);
  }
  return {proxy};
}

bool needsProxyAuthorization(const ProxyOptions& options, const QString& host, bool isEncrypted) {
  return options.kind == ProxyKind::Http && !options.user.isEmpty() && !isEncrypted && !isLocal(host);
}

}  // namespace courier
