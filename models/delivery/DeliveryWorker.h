#pragma once

#include <QHash>
#include <QObject>
#include <QPromise>
#include <QSet>
#include <QTimer>
#include <memory>
#include <vector>

#include "models/delivery/DeliveryLoop.h"
#include "models/delivery/DeliveryPace.h"
#include "models/delivery/Flight.h"

namespace courier {

/// What the delivery loop does on its thread: decides which lanes are tried and when to look again, and keeps the
/// flights under way. Lives on the delivery thread; made and called through DeliveryLoop.
class DeliveryWorker final : public QObject {
  Q_OBJECT
 public:
  DeliveryWorker(Outbox& outbox, SecretStore& secrets, const Clock& clock, DeliveryLoopOptions options);
  ~DeliveryWorker() override;

  void start();
  void look();
  void addLane(const QString& lane);
  /// Finishes `done` once nothing is under way.
  void stop(std::shared_ptr<QPromise<void>> done);

 Q_SIGNALS:
  void progressed(courier::DeliveryId id, qint64 bytesSent, qint64 bytesTotal);
  void settled(const courier::Delivery& delivery);
  void failed(const courier::Error& error);

 private:
  void recover();
  void expireThenLook();
  void launch(const OutboxView& view);
  void launchOne(const Delivery& delivery);
  void land(DeliveryId id, Flight::End end);
  void onTimer();
  void onNetwork(NetworkWatch::State state);
  /// The network is back, or this computer woke up: what waits is tried at once.
  void tryAllEarly();
  void sleep(qint64 ms);
  void rest(const Error& error);
  void finishStop();
  [[nodiscard]] bool isExpiryDue() const;
  [[nodiscard]] bool isFull() const;

  Outbox& m_outbox;
  SecretStore& m_secrets;
  const Clock& m_clock;
  DeliveryLoopOptions m_options;
  DeliveryPace m_pace;
  QHash<qint64, Flight*> m_flights;  ///< by delivery; children of this
  QSet<QString> m_relayedLanes;      ///< whose server closed before it had read a body
  QTimer m_timer;
  qint64 m_expiredAtMs = -1;   ///< when expireOld() last ran, by the monotonic clock
  qint64 m_newestId = -1;      ///< of the deliveries that were seen; -1 before the first look
  bool m_earlyForAll = false;  ///< tryAllEarly() is due at the next look
  bool m_running = false;
  bool m_recovered = false;
  bool m_looking = false;
  bool m_lookAgain = false;
  std::vector<std::shared_ptr<QPromise<void>>> m_stopping;
};

}  // namespace courier
