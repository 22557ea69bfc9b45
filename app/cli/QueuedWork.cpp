#include "app/cli/QueuedWork.h"

#include <QDeadlineTimer>
#include <QLocale>
#include <QSemaphore>

#include "models/outbox/FailureText.h"

namespace courier {

namespace {

struct QueuedWorkTr {
  Q_DECLARE_TR_FUNCTIONS(QueuedWork)
};

constexpr int jobLookMs = 500;
constexpr int deliveryLookMs = 250;
/// An older delivery that will not be tried within this time blocks the lane for a command that waits.
constexpr qint64 blockedMs = 2000;

/// Tried once without an end, or not sent for want of its secret: a person is told now. An attempt that was cut short
/// by a hand-over or a crash has no reason: it is made again at once.
bool hasBegunToWait(const Delivery& delivery, int attemptsBefore) {
  return delivery.state == DeliveryState::Waiting && delivery.reasonKind != ReasonKind::None &&
         (delivery.attempts > attemptsBefore || delivery.reasonKind == ReasonKind::SecretLocked);
}

bool blocks(const Delivery& older, qint64 nowMs) {
  if (older.state == DeliveryState::Held) return true;
  return older.state == DeliveryState::Waiting && older.attempts > 0 && older.nextTryMs > nowMs + blockedMs;
}

QString whoGoesOn(CommandContext& context) {
  const auto worker = otherWorker(context);
  return worker ? QueuedWorkTr::tr("Left to %1, which continues it.").arg(*worker)
                : QueuedWorkTr::tr("Nothing continues it until you open the window.");
}

bool isUnderWay(const Job& job) {
  return job.state == JobState::Queued || job.state == JobState::Running;
}

/// True when nobody owned any more and this process does now; a job that was still queued runs here then.
bool takeOver(CommandContext& context, const Job& job) {
  Services& services = *context.services;
  return callOnMain([&services, id = job.id, queued = job.state == JobState::Queued] {
    if (!services.tryWorking()) return false;
    if (queued) services.jobRunner().runQueuedJob(id);
    return true;
  });
}

/// Wakes a command's thread whenever courier.db changes, by this process or another.
class ChangeWaiter final : public QObject {
 public:
  explicit ChangeWaiter(Services& services) {
    const auto changed = [this] { m_changes.release(); };
    connect(&services.outbox(), &Outbox::changed, this, changed, Qt::DirectConnection);
    connect(&services.jobs(), &JobStore::changed, this, changed, Qt::DirectConnection);
    connect(&services.database(), &Database::changedElsewhere, this, changed, Qt::DirectConnection);
  }
  /// Until something changed, or `ms` passed.
  void wait(int ms) {
    if (m_changes.tryAcquire(1, ms)) m_changes.tryAcquire(m_changes.available());
  }

 private:
  QSemaphore m_changes;
};

}  // namespace

std::optional<QString> otherWorker(CommandContext& context) {
  if (callOnMain([&context] { return context.services->owner().isOwner(); })) return std::nullopt;
  const auto owner = waitOnMain([&context] { return context.services->owner().identifyOwner(); });
  // A command works only its own lanes.
  if (!owner || owner->role == Owner::Role::Command) return std::nullopt;
  return Owner::describe(*owner);
}

bool workLane(CommandContext& context, const QString& lane) {
  Services& services = *context.services;
  return callOnMain([&services, lane] {
    if (!services.tryWorking()) return false;
    services.deliveryLoop()->addLane(lane);
    services.deliveryLoop()->wake();
    return true;
  });
}

void ringOwner(CommandContext& context) {
  (void)waitOnMain([&context] { return context.services->owner().ring(); });
}

Expected<Job> followJob(CommandContext& context, JobId id, qint64 limitMs) {
  Services& services = *context.services;
  ChangeWaiter changes(services);
  const QDeadlineTimer deadline = limitMs > 0 ? QDeadlineTimer(limitMs) : QDeadlineTimer(QDeadlineTimer::Forever);
  for (;;) {
    auto job = waitFor(services.jobs().find(id));
    if (!job || !isUnderWay(*job) || deadline.hasExpired()) return job;
    if (context.cancel.isCancelled()) {
      (void)waitFor(services.jobs().requestKill(id));
      return Error::of(ErrorKind::Cancelled, {});
    }
    const bool works = callOnMain([&services] { return services.isWorking(); });
    if (!works && takeOver(context, *job)) {
      context.console.err(
          QueuedWorkTr::tr("The program that ran job %1 has ended; this one continues it.").arg(id.value));
    }
    changes.wait(jobLookMs);
  }
}

Expected<DeliveryEnd> followDelivery(CommandContext& context, DeliveryId id, qint64 limitMs, int attemptsBefore) {
  Services& services = *context.services;
  ChangeWaiter changes(services);
  const QDeadlineTimer deadline = limitMs > 0 ? QDeadlineTimer(limitMs) : QDeadlineTimer(QDeadlineTimer::Forever);
  qint64 blockedSinceMs = 0;
  bool isWorkedHere = false;  ///< until this process has to hand over
  ringOwner(context);
  for (;;) {
    auto delivery = waitFor(services.outbox().find(id));
    if (!delivery) return delivery.error();
    if (isWorkedHere) isWorkedHere = callOnMain([&services] { return services.isWorking(); });
    if (!isWorkedHere && !isFinal(delivery->state)) isWorkedHere = workLane(context, delivery->to.url.lane());
    DeliveryEnd end{*delivery, {}, false};
    if (isFinal(delivery->state) || delivery->state == DeliveryState::Held || hasBegunToWait(*delivery, attemptsBefore))
      return end;
    if (context.cancel.isCancelled()) return Error::of(ErrorKind::Cancelled, {});

    auto blocker = waitFor(services.outbox().blockedBy(id));
    if (!blocker) return blocker.error();
    const qint64 now = services.clock().monotonicMs();
    if (*blocker && blocks(**blocker, services.clock().nowMs())) {
      // The lane's head is tried at once for the sake of the new one: give that attempt time to be seen.
      if (blockedSinceMs == 0) blockedSinceMs = now;
      end.blocker = **blocker;
      if ((*blocker)->state == DeliveryState::Held || now - blockedSinceMs > blockedMs) return end;
    } else {
      blockedSinceMs = 0;
    }
    if (deadline.hasExpired()) {
      end.timedOut = true;
      return end;
    }
    changes.wait(static_cast<int>(qMin<qint64>(
        deliveryLookMs, qMax<qint64>(1, deadline.isForever() ? deliveryLookMs : deadline.remainingTime()))));
  }
}

ExitCode sayDeliveryEnd(CommandContext& context, const DeliveryEnd& end) {
  const Delivery& delivery = end.delivery;
  const QLocale locale;
  context.console.progress({});
  if (delivery.truncated) context.console.err(truncationText(delivery.rows));
  if (delivery.state == DeliveryState::Delivered) {
    context.console.err(
        QueuedWorkTr::tr("Delivered to %1: %2 rows, %3 bytes.")
            .arg(delivery.targetText, locale.toString(delivery.rows), locale.toString(delivery.bodyBytes)));
    return ExitCode::Done;
  }
  if (end.blocker) {
    context.console.err(QueuedWorkTr::tr("Delivery %1 waits: delivery %2 to the same address comes first (%3)")
                            .arg(delivery.id.value)
                            .arg(end.blocker->id.value)
                            .arg(end.blocker->reason));
  } else if (end.timedOut) {
    context.console.err(QueuedWorkTr::tr("Delivery %1 has not ended yet.").arg(delivery.id.value));
  } else if (delivery.reason.isEmpty()) {
    context.console.err(QueuedWorkTr::tr("Delivery %1 is %2.")
                            .arg(QString::number(delivery.id.value), deliveryStateKey(delivery.state)));
  } else {
    context.console.err(delivery.reason);
    // The one reason whose sentence points at the server's own words.
    if (delivery.reasonKind == ReasonKind::RefusedOther)
      context.console.err(QueuedWorkTr::tr("delivery:show %1 shows the server's answer.").arg(delivery.id.value));
  }
  if (!isFinal(delivery.state) && delivery.state != DeliveryState::Held) context.console.err(whoGoesOn(context));
  return ExitCode::NotDelivered;
}

}  // namespace courier
