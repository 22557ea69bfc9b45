#pragma once

#include <QNetworkProxy>

#include "models/address/TargetOptions.h"

namespace courier {

/// The proxies of one delivery, as its target says; none for an address of this computer, whatever anybody says.
class DeliveryProxies final : public QNetworkProxyFactory {
 public:
  explicit DeliveryProxies(ProxyOptions options = {}, QString password = {});
  QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery& query) override;

 private:
  const ProxyOptions m_options;
  const QString m_password;
};

/// Whether a request to `host` passes a proxy that wants "Proxy-Authorization" in the request itself: an HTTP proxy
/// with credentials before an unencrypted address. (Left to QtNetwork, the body would be sent before the proxy asks.)
[[nodiscard]] bool needsProxyAuthorization(const ProxyOptions& options, const QString& host, bool isEncrypted);

}  // namespace courier
