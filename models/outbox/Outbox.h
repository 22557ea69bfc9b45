#pragma once

#include <QFuture>
#include <QVector>
#include <optional>

#include "models/admin/AdminPolicyFile.h"
#include "models/outbox/OutboxCommands.h"
#include "models/outbox/OutboxLanes.h"
#include "models/outbox/RetryPolicy.h"
#include "models/spool/SpoolSink.h"
#include "models/storage/Store.h"

namespace courier {

/// How many deliveries there are to wait for or to look at, for the status bar.
struct OutboxCounts {
  qint64 waiting = 0;     ///< waiting and sending
  qint64 held = 0;        ///< a person has to decide
  qint64 unanswered = 0;  ///< failed for good, and nobody has answered that
};

/// The delivery and attempt tables of courier.db. Every state change is one transaction here and nowhere else.
/// Thread-safe; work happens on the store thread.
class Outbox final : public Store {
  Q_OBJECT
 public:
  /// `policy`: what the administrator allows, for longer than this lives; null: everything.
  Outbox(Database& database, const Clock& clock, const AdminPolicyFile* policy = nullptr, QObject* parent = nullptr);

  /// Queues a delivery of a synced spool file, which has the form that the request's options name; on the store thread,
  /// inside the caller's transaction. Held at once when its target is paused or disabled; with latestWins, older
  /// scheduled deliveries that wait in the lane are cancelled (Superseded). The lane's head is tried early. Once that
  /// transaction is committed, whoever holds the Outbox calls announceQueued().
  [[nodiscard]] static Expected<DeliveryId> enqueueIn(Session& session, const DeliveryRequest& request, JobId job,
                                                      const SpoolFile& body, qint64 nowMs);
  /// Queues several deliveries of one job in one transaction: all are queued, in this order, or none. Several may name
  /// one file. Their ids, in the same order.
  struct Addressed {
    DeliveryRequest request;
    SpoolFile body;
  };
  [[nodiscard]] QFuture<Expected<QVector<DeliveryId>>> enqueueAll(const QVector<Addressed>& addressed, JobId job);
  /// A delivery was queued through enqueueIn() and is committed: emits changed() and queued().
  void announceQueued();
  /// A copy of a final delivery with the same bytes, address and method, as a new delivery of the same job.
  [[nodiscard]] QFuture<Expected<DeliveryId>> sendAgain(DeliveryId id);

  /// What is due, at most `limit` of them, and when to look again, in one step. Origins to which something was queued
  /// since `afterId` are tried early first; nothing counts as new with `afterId` -1.
  [[nodiscard]] QFuture<Expected<OutboxView>> look(const LaneScope& scope, int limit, qint64 afterId);
  /// Commits the attempt's row and the state Sending, before its first byte. Conflict with another process or state:
  /// Busy.
  [[nodiscard]] QFuture<Expected<Attempt>> beginAttempt(DeliveryId id, bool early);
  /// Records the attempt, the delivery's state, what it means for its target (pause, disable, held siblings) and,
  /// on success, earlier tries for waiting lanes of the same origin in `scope`, in one transaction.
  [[nodiscard]] QFuture<Expected<Delivery>> finishAttempt(const Attempt& attempt, const RetryDecision& decision,
                                                          const QString& reason, const LaneScope& scope = {});
  /// No attempt was begun: waits until `nextTryMs` (SecretLocked), or is held (SecretMissing, BodyMissing).
  [[nodiscard]] QFuture<Expected<void>> postpone(DeliveryId id, DeliveryState state, ReasonKind kind,
                                                 const QString& reason, qint64 nextTryMs);
  /// After a crash: attempts without an end become Unknown, their deliveries wait and are due now, early ones
  /// early. How many.
  [[nodiscard]] QFuture<Expected<int>> recover();
  /// Waiting deliveries of `scope` past retrypolicy::maxAgeMs become expired.
  [[nodiscard]] QFuture<Expected<int>> expireOld(const LaneScope& scope = {});
  /// All heads of `scope` that wait for a later time are tried early, but for those that a server told to wait. How
  /// many.
  [[nodiscard]] QFuture<Expected<int>> tryAllEarly(const LaneScope& scope = {});

  /// A waiting delivery, and what waits before it in its lane, is due at once, even before a Retry-After: a person
  /// asked. InvalidInput, saying why, when it is not waiting or stands behind one that is held.
  [[nodiscard]] QFuture<Expected<void>> tryNow(DeliveryId id);
  /// Held: waiting and due at once, its ten retries and 7 days anew, with its target's present user and password.
  /// InvalidInput when it is not held, its target is paused, or the administrator does not allow its address.
  [[nodiscard]] QFuture<Expected<void>> release(DeliveryId id);
  /// Waiting or held: cancelled. InvalidInput when it is being sent or final.
  [[nodiscard]] QFuture<Expected<void>> cancel(DeliveryId id);
  /// It failed for good, and a person dealt with that in another way: nobody is asked about it any more. InvalidInput
  /// where it has not failed.
  [[nodiscard]] QFuture<Expected<void>> dismiss(DeliveryId id);
  /// A person mended how the target's server is trusted or how this computer shows who it is: what was refused for that
  /// and is kept goes again, oldest first, each as sendAgain(). How many.
  [[nodiscard]] QFuture<Expected<int>> sendMended(TargetId id);
  /// Target active again, and what was held for its sake (sign-in, secret, setup) released; how many. What a guard or
  /// the administrator's policy holds, or wants its body, stays held. With an unnamed target all unnamed ones of its
  /// address.
  [[nodiscard]] QFuture<Expected<int>> resumeTarget(TargetId id);
  /// What resumeTarget() would release, for a person to choose before.
  [[nodiscard]] QFuture<Expected<Backlog>> backlog(TargetId id);
  /// As resumeTarget(), with what piled up released or cancelled as the person chose, in one transaction.
  [[nodiscard]] QFuture<Expected<BacklogOutcome>> resumeWith(TargetId id, BacklogChoice choice);

  [[nodiscard]] QFuture<Expected<Delivery>> find(DeliveryId id);
  [[nodiscard]] QFuture<Expected<QVector<Delivery>>> ofJob(JobId id);
  [[nodiscard]] QFuture<Expected<QVector<Delivery>>> newest(int limit);
  [[nodiscard]] QFuture<Expected<QVector<Attempt>>> attempts(DeliveryId id);
  [[nodiscard]] QFuture<Expected<OutboxCounts>> counts();
  /// The older delivery that blocks this one's lane, if any.
  [[nodiscard]] QFuture<Expected<std::optional<Delivery>>> blockedBy(DeliveryId id);
  /// The newest delivery of a later result (of a later job, an export counting as its source) that was delivered to
  /// this one's address after it was queued: what sending this one again would overwrite.
  [[nodiscard]] QFuture<Expected<std::optional<Delivery>>> overwritten(DeliveryId id);
  /// As overwritten(), for the result of a job that is to be sent to `lane`, a TargetUrl::lane().
  [[nodiscard]] QFuture<Expected<std::optional<Delivery>>> overwrittenAt(const QString& lane, JobId job);
  /// The last that was delivered to this one's address before it, whatever target or job it was of; its body may be
  /// gone (no spool name). Lanes keep the order, so that is the newest delivered one that was queued earlier.
  [[nodiscard]] QFuture<Expected<std::optional<Delivery>>> deliveredBefore(DeliveryId id);
  /// The last body delivered to this address, whatever target or user sent it there; nothing where none was.
  [[nodiscard]] QFuture<Expected<std::optional<DeliveredBefore>>> deliveredBefore(const TargetUrl& url);

 Q_SIGNALS:
  /// Something may be due now: wake the loop. Emitted from the store thread.
  void queued();

 private:
  /// As write(); queued() follows changed().
  template <class Work>
  [[nodiscard]] auto writeAndWake(Work work) {
    return write(std::move(work), [this] { Q_EMIT queued(); });
  }
  using Question = Expected<std::optional<Delivery>> (*)(Session& session, const Delivery& delivery);
  /// NotFound where there is no such delivery.
  [[nodiscard]] QFuture<Expected<std::optional<Delivery>>> ask(Question question, DeliveryId id);

  const AdminPolicyFile* m_policy;
};

}  // namespace courier
