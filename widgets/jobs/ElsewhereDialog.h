#pragma once

#include <functional>

#include "models/base/Clock.h"
#include "models/jobs/Job.h"
#include "models/outbox/Outbox.h"
#include "models/targets/TargetResolver.h"
#include "widgets/common/Dialog.h"

namespace courier {

class Note;
class SendOutcome;
class DestinationFields;

/// Sends the kept result of an earlier job to another target or address, or to the same once more, as a new job; asks
/// where a newer result was delivered there. Shows afterwards what became of it. Main thread; what it is given outlives
/// it.
class ElsewhereDialog final : public Dialog {
  Q_OBJECT
 public:
  struct Parts {
    TargetStore& targets;
    Outbox& outbox;
    SecretStore& secrets;
    const Clock& clock;
    /// Queues the delivery.
    std::function<QFuture<Expected<DeliveryId>>(const DeliveryRequest& request)> send;
  };
  ElsewhereDialog(const Job& job, Parts parts, QWidget* parent = nullptr);

 public Q_SLOTS:
  void showProgress(courier::DeliveryId id, qint64 sent, qint64 total);

 Q_SIGNALS:
  void showInJobsRequested(courier::DeliveryId id);

 protected:
  /// Nothing is lost once it is sent.
  [[nodiscard]] bool hasEntries() const override;

 private:
  void send(SecretStore::Fallback fallback);
  void offerSession();
  void askThenQueue(const ResolvedTarget& target);
  void queue(const ResolvedTarget& target);
  void queueNow(const DeliveryRequest& request);
  void fail(const Error& error);
  void setBusy(bool busy);

  const JobId m_job;
  Parts m;
  TargetResolver m_resolver;
  DestinationFields* m_choice;
  Note* m_trouble;
  SendOutcome* m_outcome;
  Button* m_close;
  Button* m_send;
};

}  // namespace courier
