#include "models/check/CheckConnection.h"

#include <QElapsedTimer>
#include <QHostAddress>
#include <QLocale>
#include <QNetworkReply>
#include <QSslCertificate>
#include <QTimer>
#include <algorithm>

#include "models/address/HostName.h"
#include "models/base/CertificateName.h"
#include "models/check/TargetCheck.h"
#include "models/http/NetworkErrorText.h"
#include "models/outbox/FailureText.h"

namespace courier {
namespace {

/// A TLS 1.3 server refuses a client's certificate only after the client's own handshake is over.
constexpr qint64 lateRefusalMs = 300;
constexpr qint64 longestLateRefusalMs = 2'000;

QString socketErrorText(QAbstractSocket::SocketError error) {
  switch (error) {
    case QAbstractSocket::ConnectionRefusedError:
      return networkErrorText(QNetworkReply::ConnectionRefusedError);
    case QAbstractSocket::RemoteHostClosedError:
      return networkErrorText(QNetworkReply::RemoteHostClosedError);
    case QAbstractSocket::HostNotFoundError:
      return networkErrorText(QNetworkReply::HostNotFoundError);
    case QAbstractSocket::SocketTimeoutError:
      return networkErrorText(QNetworkReply::TimeoutError);
    case QAbstractSocket::ProxyConnectionRefusedError:
      return networkErrorText(QNetworkReply::ProxyConnectionRefusedError);
    case QAbstractSocket::ProxyConnectionClosedError:
      return networkErrorText(QNetworkReply::ProxyConnectionClosedError);
    case QAbstractSocket::ProxyConnectionTimeoutError:
      return networkErrorText(QNetworkReply::ProxyTimeoutError);
    case QAbstractSocket::ProxyNotFoundError:
      return networkErrorText(QNetworkReply::ProxyNotFoundError);
    default:
      return networkErrorText(QNetworkReply::UnknownNetworkError);
  }
}

}  // namespace

CheckConnection::CheckConnection(const Delivery& delivery, QNetworkProxy proxy, QObject* parent)
    : QObject(parent), m_delivery(delivery), m_proxy(std::move(proxy)) {
  m_socket.setProxy(asksProxyOnly() ? QNetworkProxy(QNetworkProxy::NoProxy) : m_proxy);
  connect(&m_socket, &QSslSocket::connected, this, &CheckConnection::onConnected);
  connect(&m_socket, &QSslSocket::errorOccurred, this, &CheckConnection::onError);
  connect(&m_socket, &QSslSocket::sslErrors, this, [this](const QList<QSslError>& errors) { m_sslErrors = errors; });
  const auto note = [this](QSsl::AlertLevel, QSsl::AlertType type, const QString&) {
    if (type != QSsl::AlertType::CloseNotify) m_alert = type;
  };
  connect(&m_socket, &QSslSocket::alertReceived, this, note);
  connect(&m_socket, &QSslSocket::alertSent, this, note);
}

CheckConnection::~CheckConnection() {
  m_socket.disconnect(this);
  m_socket.abort();
}

bool CheckConnection::asksProxyOnly() const {
  return m_proxy.type() == QNetworkProxy::HttpProxy && !m_delivery.to.url.isEncrypted();
}

void CheckConnection::open() {
  if (asksProxyOnly())
    m_socket.connectToHost(m_proxy.hostName(), m_proxy.port());
  else
    m_socket.connectToHost(m_delivery.to.url.host(), static_cast<quint16>(m_delivery.to.url.port()));
}

void CheckConnection::onConnected() {
  const QString local = hostAndPort(m_socket.localAddress().toString(), m_socket.localPort());
  const QString proxy = hostAndPort(m_proxy.hostName(), m_proxy.port());
  if (m_proxy.type() == QNetworkProxy::NoProxy) {
    Q_EMIT connected(
        tr("from %1 to %2").arg(local, hostAndPort(m_socket.peerAddress().toString(), m_socket.peerPort())));
  } else if (asksProxyOnly()) {
    Q_EMIT connected(
        tr("from %1 to the proxy %2; only a request shows whether it reaches the server").arg(local, proxy));
  } else {
    Q_EMIT connected(tr("from %1 through the proxy %2 to %3")
                         .arg(local, proxy, hostAndPort(m_delivery.to.url.host(), m_delivery.to.url.port())));
  }
}

void CheckConnection::secure(const QSslConfiguration& ssl) {
  m_securing = true;
  QElapsedTimer watch;
  watch.start();
  connect(&m_socket, &QSslSocket::encrypted, this, [this, watch] { onEncrypted(watch.elapsed()); });
  m_socket.setSslConfiguration(ssl);
  m_socket.setPeerVerifyName(m_delivery.to.url.host());
  m_socket.startClientEncryption();
}

void CheckConnection::onEncrypted(qint64 tookMs) {
  m_encrypted = true;
  if (const QSslCertificate certificate = m_socket.peerCertificate();
      !certificateIsFor(certificate, m_delivery.to.url.host())) {
    m_sslErrors = {QSslError(QSslError::HostNameMismatch, certificate)};
    m_socket.disconnect(this);
    Q_EMIT failed(tlsFailure());
    return;
  }
  const auto waitMs = static_cast<int>(std::clamp(2 * tookMs, lateRefusalMs, longestLateRefusalMs));
  QTimer::singleShot(waitMs, this, [this, tookMs] {
    const QSslCertificate certificate = m_socket.peerCertificate();
    const QString issuer = certificateIssuerText(certificate);
    const QString until = QLocale().toString(certificate.expiryDate().toLocalTime().date(), QLocale::ShortFormat);
    const QString protocol =
        m_socket.sessionProtocol() == QSsl::TlsV1_3 ? QStringLiteral("TLS 1.3") : QStringLiteral("TLS 1.2");
    m_socket.disconnect(this);
    Q_EMIT secured(tr("%1, certificate issued by %2, valid until %3")
                       .arg(protocol, issuer.isEmpty() ? tr("unknown") : issuer, until),
                   tookMs);
  });
}

/// In the words of a delivery that failed for the same reason.
QString CheckConnection::tlsFailure() const {
  AttemptReport report;
  report.failure = ReasonKind::Tls;
  if (m_sslErrors.isEmpty()) {
    const auto refusal = m_alert ? clientRefusalText(*m_alert) : std::nullopt;
    report.wantsClientCertificate = refusal || m_encrypted;
    report.message = m_alert == QSsl::AlertType::ProtocolVersion ? tr("there is no version of TLS that both accept")
                     : refusal && !refusal->isEmpty()            ? *refusal
                                                      : networkErrorText(QNetworkReply::SslHandshakeFailedError);
  } else {
    report.message = certificateErrorText(m_sslErrors);
    report.certificateIssuer = certificateIssuerText(m_socket.peerCertificate());
    for (const QSslError& error : m_sslErrors) {
      if (report.certificateIssuer.isEmpty()) report.certificateIssuer = certificateIssuerText(error.certificate());
    }
    if (report.certificateIssuer.isEmpty()) report.certificateIssuer = tr("unknown");
  }
  return failureText(report, m_delivery, retrypolicy::decide(report, m_delivery, false, 0, 0.5), 0);
}

void CheckConnection::onError(QAbstractSocket::SocketError error) {
  const bool securing = m_securing;
  m_socket.disconnect(this);
  if (securing) {
    Q_EMIT failed(tlsFailure());
    return;
  }
  AttemptReport report;
  if (error == QAbstractSocket::ProxyAuthenticationRequiredError) {
    report.failure = ReasonKind::SignIn;
    Q_EMIT failed(judgeAnswer(report, m_delivery).first().text);
    return;
  }
  report.failure = ReasonKind::Unreachable;
  report.message = socketErrorText(error);
  Q_EMIT failed(unreachableText(report, m_delivery, tr("Nothing was sent.")));
}

}  // namespace courier
