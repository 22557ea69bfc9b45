#pragma once

#include <QByteArray>
#include <QNetworkProxy>
#include <QSslConfiguration>
#include <QUrl>
#include <QtGlobal>
#include <algorithm>
#include <limits>
#include <optional>

#include "models/address/TargetOptions.h"
#include "models/base/Expected.h"
#include "models/secrets/SecretStore.h"

namespace courier {

/// How a target's options and its secrets become what the network is told: limits, TLS, credentials, proxies.

/// The limits of one attempt, in milliseconds (DESIGN section 6).
struct PutLimits {
  qint64 connectMs = 10'000;
  qint64 silenceWhileSendingMs = 30'000;
  qint64 silenceAfterBodyMs = 120'000;
  qint64 totalBaseMs = 150'000;  ///< plus the body's size at totalBytesPerSecond
  qint64 totalBytesPerSecond = 64 * 1024;
  qint64 keptAnswerBytes = 64 * 1024;
  qint64 readAnswerBytes = 1024 * 1024;
};

/// A time in the range that QTimer accepts: at least 1 ms.
[[nodiscard]] inline int timerMs(qint64 ms) {
  return static_cast<int>(std::clamp<qint64>(ms, 1, std::numeric_limits<int>::max()));
}

/// What TLS is to do: TLS 1.2 at least, the person's own CA besides the trusted ones of `base`, the client certificate.
/// Reads the certificate's and key's files: not for the main thread. InvalidInput names the file and the mend; never
/// the passphrase.
[[nodiscard]] Expected<QSslConfiguration> sslConfigurationFor(const TlsOptions& tls, const Secret& secret,
                                                              const QSslConfiguration& base);

/// The target's limits over `usual`: what the target leaves at its default stays as `usual` has it.
[[nodiscard]] PutLimits limitsFor(const TimeOptions& times, PutLimits usual = {});

/// base64 of "user:password" in UTF-8 (RFC 7617).
[[nodiscard]] QByteArray basicCredentials(const QString& user, const QString& password);

/// The proxies of one delivery, as its target says; none for an address of this computer, whatever anybody says.
class DeliveryProxies final : public QNetworkProxyFactory {
 public:
  explicit DeliveryProxies(ProxyOptions options = {}, QString password = {});
  QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery& query) override;

 private:
  const ProxyOptions m_options;
  const QString m_password;
};

/// The proxy by which a relay inside this program goes on to `url` (HTTP or HTTPS), as DeliveryProxies has it. Nothing
/// where an HTTP proxy takes whole requests: no connection leads through that one.
[[nodiscard]] std::optional<QNetworkProxy> relayOnward(const ProxyOptions& options, const QString& password,
                                                       const QUrl& url);

/// Whether a request to `host` passes a proxy that wants "Proxy-Authorization" in the request itself: an HTTP proxy
/// with credentials before an unencrypted address. (Left to QtNetwork, the body would be sent before the proxy asks.)
[[nodiscard]] bool needsProxyAuthorization(const ProxyOptions& options, const QString& host, bool isEncrypted);

}  // namespace courier
