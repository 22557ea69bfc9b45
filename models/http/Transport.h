#pragma once

#include <QByteArray>
#include <QNetworkProxy>
#include <QProcessEnvironment>
#include <QSslConfiguration>
#include <QUrl>
#include <QtGlobal>
#include <algorithm>
#include <limits>
#include <optional>

#include "models/address/TargetOptions.h"
#include "models/address/TargetUrl.h"
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

/// The proxy of one delivery, with what has to be secret about it.
struct ProxyWay {
  ProxyOptions options;
  QString password;
  bool looksNamesUp = true;  ///< SOCKS5: the proxy looks the server's name up, not this computer

  /// A proxy that is told who is sending.
  [[nodiscard]] bool signsIn() const { return !options.user.isEmpty() || !password.isEmpty(); }
};

/// What a target's options mean on this computer, for an address. Where they leave it to the system, the environment's
/// variables go before the desktop's settings (environmentProxy()). None for an address of this computer. InvalidInput
/// where the environment names a proxy that cannot be used.
[[nodiscard]] Expected<ProxyWay> proxyWay(
    const ProxyOptions& options, const QString& password, const TargetUrl& url,
    const QProcessEnvironment& environment = QProcessEnvironment::systemEnvironment());

/// The proxies of one delivery, by its way; none for an address of this computer, whatever anybody says.
class DeliveryProxies final : public QNetworkProxyFactory {
 public:
  explicit DeliveryProxies(ProxyWay way = {});
  QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery& query) override;

 private:
  const ProxyWay m_way;
};

/// The proxy that a request to `url` (HTTP or HTTPS) passes, as DeliveryProxies has it.
[[nodiscard]] QNetworkProxy proxyFor(const ProxyWay& way, const QUrl& url);

/// The proxy by which a relay inside this program goes on to `url`. Nothing where an HTTP proxy takes whole requests:
/// no connection leads through that one.
[[nodiscard]] std::optional<QNetworkProxy> relayOnward(const ProxyWay& way, const QUrl& url);

/// Whether a request to `host` passes a proxy that wants "Proxy-Authorization" in the request itself: an HTTP proxy
/// with credentials before an unencrypted address. (Left to QtNetwork, the body would be sent before the proxy asks.)
[[nodiscard]] bool needsProxyAuthorization(const ProxyWay& way, const QString& host, bool isEncrypted);

}  // namespace courier
