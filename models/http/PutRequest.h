#pragma once

#include <QObject>
#include <QPair>
#include <QSslConfiguration>
#include <QSslError>
#include <QVector>
#include <memory>
#include <optional>

#include "models/http/Transport.h"
#include "models/http/WebhookSignature.h"
#include "models/outbox/Delivery.h"
#include "models/secrets/SecretStore.h"

class QNetworkAccessManager;

namespace courier {

/// All that one attempt needs; nothing is looked up while it runs.
struct PutInput {
  Delivery delivery;
  int attemptNumber = 1;
  QString bodyPath;              ///< the spool file: exactly delivery.bodyBytes long
  std::optional<Secret> secret;  ///< holds all that neededSecrets() names; nothing where that is nothing
  ProxyWay way;                  ///< what the network manager's proxy is made of
  HeaderList signature;          ///< the webhook-* headers where the target signs
  PutLimits limits;
  std::optional<QSslConfiguration> ssl;  ///< else the system's
};

/// One attempt: one PUT (or POST) on the wire, whatever happens. Lives on the thread of the network manager it is
/// given. Sends Content-Type, Content-Encoding (of a packed body), Content-Length, User-Agent, Idempotency-Key,
/// Query-Courier-Job, -Attempt, -Truncated, Content-Digest (RFC 9530), the target's further headers and its sign-in,
/// unasked. Never follows a redirect, never sends the body twice (sequential unbuffered body device; QtNetwork resends
/// a seekable one), counts only a final 2xx as success. finished() comes exactly once after start(); destruction aborts
/// silently.
class PutRequest final : public QObject {
  Q_OBJECT
 public:
  PutRequest(QNetworkAccessManager& network, PutInput input, QObject* parent = nullptr);
  ~PutRequest() override;
  void start();
  /// Ends it now: finished() with outcome NotSent or Unknown.
  void abort();

 Q_SIGNALS:
  void progressed(qint64 bytesSent, qint64 bytesTotal);
  void finished(const courier::AttemptReport& report);

 private:
  enum class Phase { Connecting, Sending, Waiting, Answering };
  void enter(Phase phase);
  void listen();
  /// The server's certificate cannot be accepted.
  void noteSslErrors(const QList<QSslError>& errors);
  void onBodyAdvanced(qint64 served);
  void boundAnswer();
  void onHead();
  void readAnswer();
  void cutOff(const QString& why);
  void failEarly(ReasonKind failure, const QString& message);
  void onFinished();

  struct State;
  std::unique_ptr<State> m;
};

/// The headers an attempt sends, in order, "Name", "value", but for those of its signature. With `masked` for people to
/// read: "Basic •••" for a sign-in, and placeholders for the signature.
[[nodiscard]] HeaderList putHeaders(const Delivery& delivery, int attemptNumber, const std::optional<Secret>& secret,
                                    bool masked);

}  // namespace courier
