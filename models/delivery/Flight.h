#pragma once

#include <QNetworkAccessManager>
#include <QObject>
#include <QTimer>
#include <memory>

#include "models/delivery/DeliveryLoop.h"
#include "models/http/AnswerRelay.h"
#include "models/http/PutRequest.h"

namespace courier {

/// One try of one delivery, from its secret to its record: the administrator's policy asked →
/// secret read → attempt committed → one PUT → outcome
/// recorded. Has a network manager of its own, so that no server can hold up what goes to another one (QtNetwork reads
/// all answers of a manager on one thread). Lives on the delivery thread; ended() comes exactly once.
class Flight final : public QObject {
  Q_OBJECT
 public:
  /// How it ended, for the loop's next step.
  enum class End {
    Answered,  ///< a final status that is not one of the busy server's
    Failed,    ///< no answer, or a busy server's: counts against the origin
    NotTried,  ///< postponed, taken by somebody else, or stopped
    Storage    ///< the outbox could not be read or written
  };

  /// Relayed: an answer is heard that comes before the server has read the body (AnswerRelay).
  enum class Way { Direct, Relayed };

  Flight(Outbox& outbox, SecretStore& secrets, const Clock& clock, const DeliveryLoopOptions& options,
         Delivery delivery, Way way, QObject* parent);
  ~Flight() override;

  void start();
  /// Ends it as soon as what is under way is recorded.
  void stop();
  [[nodiscard]] const Delivery& delivery() const { return m_delivery; }
  /// The connection was lost while the body was on its way or after it: the server may have said why.
  [[nodiscard]] bool lostItsAnswer() const { return m_lostItsAnswer; }

 Q_SIGNALS:
  void progressed(courier::DeliveryId id, qint64 bytesSent, qint64 bytesTotal);
  void settled(const courier::Delivery& delivery);
  void failed(const courier::Error& error);
  void ended(courier::Flight::End end);

 private:
  void onSecret(const Expected<Secret>& secret);
  /// Makes ready what has to be read from files: certificates, the body's signature.
  void prepare(const std::optional<Secret>& secret);
  void begin(const PutInput& input);
  void put(const Attempt& attempt, PutInput input);
  void makeNetwork(const ProxyWay& way);
  void onProgress(qint64 sent, qint64 total);
  void onAnswer(AttemptReport report);
  void record();
  void postpone(DeliveryState state, ReasonKind kind, const QString& reason);
  void postponeMissing();
  void tellPostponed();
  void end(End end);

  Outbox& m_outbox;
  SecretStore& m_secrets;
  const Clock& m_clock;
  const DeliveryLoopOptions& m_options;
  Delivery m_delivery;
  const bool m_early;
  const Way m_way;
  std::unique_ptr<AnswerRelay> m_relay;  ///< outlives its manager
  std::unique_ptr<QNetworkAccessManager> m_network;
  PutRequest* m_request = nullptr;
  Attempt m_attempt;
  RetryDecision m_decision;
  QString m_reason;
  QTimer m_recordAgain;
  qint64 m_progressAtMs = 0;
  bool m_lostItsAnswer = false;
  bool m_recording = false;
  bool m_stopping = false;
  bool m_done = false;
};

}  // namespace courier
