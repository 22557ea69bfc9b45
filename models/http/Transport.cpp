#include "models/http/Transport.h"

#include <QHostAddress>
#include <QSslCertificate>
#include <QUrl>
#include <utility>

#include "models/http/ClientCertificate.h"

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

QVector<QByteArray> secretTexts(const Secret& secret, const QString& user, const QString& proxyUser) {
  QVector<QByteArray> texts;
  for (auto it = secret.fields.cbegin(); it != secret.fields.cend(); ++it) {
    const QByteArray plain = it.value().toUtf8();
    texts += {plain, plain.toBase64(), QUrl::toPercentEncoding(it.value())};
  }
  for (const auto& [name, field] :
       {std::pair(user, secretfields::password), std::pair(proxyUser, secretfields::proxyPassword)}) {
    if (secret.fields.contains(field)) texts.prepend(basicCredentials(name, secret.fields.value(field)));
  }
  return texts;
}

QByteArray basicCredentials(const QString& user, const QString& password) {
  return (user + u':' + password).toUtf8().toBase64();
}

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

std::optional<QNetworkProxy> relayOnward(const ProxyOptions& options, const QString& password, const QUrl& url) {
  const QList<QNetworkProxy> found =
      DeliveryProxies(options, password).queryProxy(QNetworkProxyQuery(url, QNetworkProxyQuery::UrlRequest));
  const QNetworkProxy first = found.value(0, QNetworkProxy(QNetworkProxy::NoProxy));
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

bool needsProxyAuthorization(const ProxyOptions& options, const QString& host, bool isEncrypted) {
  return options.kind == ProxyKind::Http && !options.user.isEmpty() && !isEncrypted && !isLocal(host);
}

}  // namespace courier
