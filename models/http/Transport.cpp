#include "models/http/Transport.h"

#include <QCoreApplication>
#include <QFile>
#include <QHostAddress>
#include <QSslCertificate>
#include <QSslKey>
#include <QUrl>
#include <utility>

namespace courier {
namespace {

struct TransportTr {
  Q_DECLARE_TR_FUNCTIONS(Transport)
};

constexpr qint64 largestPemFile = qint64{1} << 20;

Error wrong(const QString& message, const QString& detail = {}) {
  return {ErrorKind::InvalidInput, message, detail, {}};
}

Expected<QByteArray> readPem(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) {
    return wrong(
        TransportTr::tr("The client certificate's file “%1” cannot be read. Put it back, or choose another.").arg(path),
        file.errorString());
  }
  return file.read(largestPemFile);
}

/// Of any of the kinds that Qt knows.
QSslKey keyFrom(const QByteArray& pem, const QByteArray& passphrase) {
  for (const auto kind : {QSsl::Rsa, QSsl::Ec, QSsl::Dsa}) {
    QSslKey key(pem, kind, QSsl::Pem, QSsl::PrivateKey, passphrase);
    if (!key.isNull()) return key;
  }
  return {};
}

Expected<void> addClientCertificate(QSslConfiguration& ssl, const TlsOptions& tls, const Secret& secret) {
  if (tls.clientCertificateFile.isEmpty()) return {};
  const auto pem = readPem(tls.clientCertificateFile);
  if (!pem) return pem.error();
  const QList<QSslCertificate> chain = QSslCertificate::fromData(*pem, QSsl::Pem);
  if (chain.isEmpty()) {
    return wrong(
        TransportTr::tr(
            "The file “%1” contains no client certificate. Choose a PEM file that begins with BEGIN CERTIFICATE.")
            .arg(tls.clientCertificateFile));
  }
  const QString keyFile = tls.clientKeyFile.isEmpty() ? tls.clientCertificateFile : tls.clientKeyFile;
  const auto keyPem = readPem(keyFile);
  if (!keyPem) return keyPem.error();
  const QSslKey key = keyFrom(*keyPem, secret.fields.value(secretfields::keyPassphrase).toUtf8());
  if (key.isNull()) {
    return wrong(
        tls.keyHasPassphrase
            ? TransportTr::tr("The passphrase does not open the key in “%1”. Enter the right one.").arg(keyFile)
            : TransportTr::tr("The file “%1” contains no readable key. Choose the key's PEM file; if it has a "
                              "passphrase, enter that too.")
                  .arg(keyFile));
  }
  ssl.setLocalCertificateChain(chain);
  ssl.setPrivateKey(key);
  return {};
}

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
  if (auto added = addClientCertificate(ssl, tls, secret); !added) return added.error();
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
