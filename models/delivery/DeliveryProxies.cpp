#include "models/delivery/DeliveryProxies.h"

#include <QHostAddress>

namespace courier {

QList<QNetworkProxy> DeliveryProxies::queryProxy(const QNetworkProxyQuery& query) {
  const QString host = query.peerHostName();
  const bool isLocal = host == QLatin1String("localhost") || host.endsWith(QLatin1String(".localhost")) ||
                       QHostAddress(host).isLoopback();
  if (isLocal) return {QNetworkProxy(QNetworkProxy::NoProxy)};
  return systemProxyForQuery(query);
}

}  // namespace courier
