#pragma once

#include <QNetworkProxy>

namespace courier {

/// The proxies of deliveries: the system's, but none for an address of this computer, whatever the system says.
class DeliveryProxies final : public QNetworkProxyFactory {
 public:
  QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery& query) override;
};

}  // namespace courier
