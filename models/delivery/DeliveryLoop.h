#pragma once

#include <QObject>
#include <QSslConfiguration>
#include <functional>
#include <memory>

#include "models/admin/AdminPolicyFile.h"
#include "models/delivery/NetworkWatch.h"
#include "models/http/PutRequest.h"
#include "models/outbox/Outbox.h"
#include "models/secrets/SecretStore.h"

namespace courier {

class DeliveryWorker;

struct DeliveryLoopOptions {
  QString spoolFolder;
  LaneScope scope;
  int parallel = 6;  ///< attempts under way at once, one per lane
  PutLimits limits;
  std::optional<QSslConfiguration> ssl;  ///< tests set their own CA here
  NetworkWatch* network = nullptr;       ///< outlives the loop; where null, never offline
  std::function<double()> jitter;        ///< [0, 1); a random source where empty
  /// Asked before each attempt; lives longer than the loop. Null: everything is allowed.
  const AdminPolicyFile* policy = nullptr;
};

/// Sends what the outbox holds, lane by lane, for as long as its process owns the outbox. Owns the delivery thread and
/// the attempts under way, each with a network manager of its own. For each: the administrator's policy asked → secret
/// read → attempt committed → one PUT → outcome recorded. Wakes at a new delivery, at the next due time, when the
/// network is back, every 30 s at most. Callable from the thread that made it; signals come from the delivery thread.
class DeliveryLoop final : public QObject {
  Q_OBJECT
 public:
  DeliveryLoop(Outbox& outbox, SecretStore& secrets, const Clock& clock, DeliveryLoopOptions options,
               QObject* parent = nullptr);
  /// Aborts what is under way and records it, then ends the thread.
  ~DeliveryLoop() override;

  /// Recovers what a crash left, then begins.
  void start();
  /// Looks for due deliveries now.
  void wake();
  /// Adds a lane to a scope that is not `all`.
  void addLane(const QString& lane);
  /// Begins nothing new; the future finishes when every attempt under way is recorded.
  [[nodiscard]] QFuture<void> stop();

 Q_SIGNALS:
  void progressed(courier::DeliveryId id, qint64 bytesSent, qint64 bytesTotal);
  /// The delivery as it stands after an attempt or a postponement.
  void settled(const courier::Delivery& delivery);
  /// The outbox could not be read or written; nothing was sent. Tried again within 60 s.
  void failed(const courier::Error& error);

 private:
  std::unique_ptr<WorkerThread> m_thread;
  DeliveryWorker* m_worker;  ///< lives on the thread
};

}  // namespace courier
