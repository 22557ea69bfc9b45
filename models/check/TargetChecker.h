#pragma once

#include <QElapsedTimer>
#include <QHostInfo>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QObject>
#include <QTemporaryFile>
#include <QTimer>
#include <memory>

#include "models/base/Expected.h"
#include "models/check/CheckConnection.h"
#include "models/check/TargetCheck.h"
#include "models/http/PutRequest.h"
#include "models/secrets/SecretStore.h"

namespace courier {

/// One check of a target or typed address: name, connection and TLS measured with QHostInfo and QSslSocket, then, where
/// the input asks for it, one real request with an empty body. It sends no credentials before it has verified the
/// server's certificate, and nothing at all if a secret is not available. Lives on any thread with an event loop. After
/// start() told() comes exactly once a step, in order, then finished() once; destruction ends it silently.
class TargetChecker final : public QObject {
  Q_OBJECT
 public:
  TargetChecker(SecretStore& secrets, CheckInput input, QObject* parent = nullptr);
  ~TargetChecker() override;
  void start();

 Q_SIGNALS:
  /// Its stored secret was read.
  void secretRead();
  void told(const courier::CheckLine& line);
  /// `passed`: no step failed.
  void finished(bool passed);

 private:
  /// What is read or asked on another thread before the first step.
  struct Ready {
    Expected<QSslConfiguration> ssl = QSslConfiguration();
    Expected<HeaderList> signature = HeaderList();
    Expected<ProxyWay> way = ProxyWay();
    QNetworkProxy proxy;
  };

  void onSecret(const Expected<Secret>& secret);
  void prepare();
  void lookUp();
  void onLookedUp(const QHostInfo& found);
  void connectToServer();
  void secure();
  void endConnection();
  void checkCredentials();
  void send();
  void onAnswer(const AttemptReport& report);

  void begin(CheckStep step);
  void tell(CheckOutcome outcome, const QString& text);
  /// Fails the present step; the rest is not done.
  void fail(const QString& text);
  void giveUp(const QString& why);
  void end();
  [[nodiscard]] bool lacks(const QString& field) const;

  SecretStore& m_secrets;
  const CheckInput m_input;
  Delivery m_delivery;
  const PutLimits m_limits;
  Secret m_secret;
  std::optional<Error> m_secretError;
  Ready m_ready;
  QTemporaryFile m_body;  ///< empty
  QTimer m_limit;         ///< of the step
  QTimer m_deadline;      ///< of all of them
  QElapsedTimer m_watch;  ///< since the step's begin
  CheckStep m_step = CheckStep::Name;
  int m_lookup = -1;
  std::unique_ptr<CheckConnection> m_connection;
  std::unique_ptr<QNetworkAccessManager> m_network;
  std::unique_ptr<PutRequest> m_request;
  bool m_passed = true;
  bool m_done = false;
};

}  // namespace courier
