#pragma once

#include <QNetworkProxy>
#include <QObject>
#include <QSslConfiguration>
#include <QSslSocket>
#include <optional>

#include "models/outbox/Delivery.h"

namespace courier {

/// The connection of a check: what QNetworkAccessManager cannot tell, measured with a socket of its own. Nothing but
/// the proxy's sign-in and the TLS handshake goes over it. Lives on any thread with an event loop; each call is
/// answered by its signal or by failed(), once.
class CheckConnection final : public QObject {
  Q_OBJECT
 public:
  /// `proxy`: the way to the server, or none.
  CheckConnection(const Delivery& delivery, QNetworkProxy proxy, QObject* parent = nullptr);
  ~CheckConnection() override;

  /// To the server; to the proxy alone where that is asked only within a request (an HTTP proxy before an unencrypted
  /// address: many refuse a tunnel to port 80).
  void open();
  /// After connected().
  void secure(const QSslConfiguration& ssl);

 Q_SIGNALS:
  /// "from … to …": local and remote address, and the proxy.
  void connected(const QString& text);
  /// Protocol, issuer, until when; `ms`: how long the handshake took.
  void secured(const QString& text, qint64 ms);
  /// `text`: the sentence with its mend.
  void failed(const QString& text);

 private:
  void onConnected();
  void onEncrypted(qint64 tookMs);
  void onError(QAbstractSocket::SocketError error);
  [[nodiscard]] bool asksProxyOnly() const;
  [[nodiscard]] QString tlsFailure() const;

  const Delivery m_delivery;
  const QNetworkProxy m_proxy;
  QSslSocket m_socket;
  QList<QSslError> m_sslErrors;
  std::optional<QSsl::AlertType> m_alert;
  bool m_securing = false;
  bool m_encrypted = false;
};

}  // namespace courier
