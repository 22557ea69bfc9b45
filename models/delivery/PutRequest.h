#pragma once

#include <QObject>
#include <QPair>
#include <QSslConfiguration>
#include <QVector>
#include <memory>
#include <optional>

#include "models/delivery/Delivery.h"
#include "models/secrets/SecretStore.h"

class QNetworkAccessManager;

namespace courier {

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

/// All that one attempt needs; nothing is looked up while it runs.
struct PutPlan {
  Delivery delivery;
  int attemptNumber = 1;
  QString bodyPath;              ///< the spool file: exactly delivery.bodyBytes long
  std::optional<Secret> secret;  ///< present where delivery.secretKey is set
  PutLimits limits;
  std::optional<QSslConfiguration> ssl;  ///< else the system's
};

/// One attempt: one PUT (or POST) on the wire, whatever happens. Lives on the thread of the network manager it is
/// given. Sends Content-Type, Content-Length, User-Agent, Idempotency-Key, Query-Courier-Job, -Attempt, -Truncated,
/// Content-Digest (RFC 9530) and preemptive Basic authentication (RFC 7617, UTF-8). Never follows a redirect, never
/// sends the body twice (sequential unbuffered body device; QtNetwork resends a seekable one), counts only a final
/// 2xx as success. finished() comes exactly once after start(); destruction aborts silently.
class PutRequest final : public QObject {
  Q_OBJECT
 public:
  PutRequest(QNetworkAccessManager& network, PutPlan plan, QObject* parent = nullptr);
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
  void onBodyAdvanced(qint64 served);
  void onHead();
  void readAnswer();
  void cutOff(const QString& why);
  void failEarly(ReasonKind failure, const QString& message);
  void onFinished();
  [[nodiscard]] AttemptReport makeReport() const;

  struct State;
  std::unique_ptr<State> m;
};

/// The headers an attempt sends, in order, "Name", "value"; the Authorization value is "Basic •••" when `masked`.
[[nodiscard]] QVector<QPair<QByteArray, QByteArray>> putHeaders(const Delivery& delivery, int attemptNumber,
                                                                const std::optional<Secret>& secret, bool masked);

/// base64 of "user:password" in UTF-8 (RFC 7617).
[[nodiscard]] QByteArray basicCredentials(const QString& user, const QString& password);

}  // namespace courier
