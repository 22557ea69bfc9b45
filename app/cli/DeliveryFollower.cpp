#include "app/cli/DeliveryFollower.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QLocale>

#include "app/cli/Ownership.h"
#include "models/outbox/FailureText.h"

namespace courier {

namespace {

constexpr int lookMsOfDeliveryFollower = 250;
/// An older delivery that will not be tried within this time blocks the lane for a command that waits.
constexpr qint64 blockedMs = 2000;

struct DeliveryFollowerTr {
  Q_DECLARE_TR_FUNCTIONS(DeliveryFollower)
};

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
  return worker ? DeliveryFollowerTr::tr("Left to %1, which goes on with it.").arg(*worker)
                : DeliveryFollowerTr::tr("Nobody goes on with it until the window is open.");
}

}  // namespace

ChangeWaiter::ChangeWaiter(Services& services) {
  const auto changed = [this] { m_changes.release(); };
  connect(&services.outbox(), &Outbox::changed, this, changed, Qt::DirectConnection);
  connect(&services.jobs(), &JobStore::changed, this, changed, Qt::DirectConnection);
  connect(&services.database(), &Database::changedElsewhere, this, changed, Qt::DirectConnection);
}

void ChangeWaiter::wait(int ms) {
  if (m_changes.tryAcquire(1, ms)) m_changes.tryAcquire(m_changes.available());
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
    changes.wait(static_cast<int>(
        qMin<qint64>(lookMsOfDeliveryFollower,
                     qMax<qint64>(1, deadline.isForever() ? lookMsOfDeliveryFollower : deadline.remainingTime()))));
  }
}

ExitCode sayDeliveryEnd(CommandContext& context, const DeliveryEnd& end) {
  const Delivery& delivery = end.delivery;
  const QLocale locale;
  context.console.progress({});
  if (delivery.truncated) context.console.err(truncationText(delivery.rows));
  if (delivery.state == DeliveryState::Delivered) {
    context.console.err(
        DeliveryFollowerTr::tr("Delivered to %1: %2 rows, %3 bytes.")
            .arg(delivery.targetText, locale.toString(delivery.rows), locale.toString(delivery.bodyBytes)));
    return ExitCode::Done;
  }
  if (end.blocker) {
    context.console.err(DeliveryFollowerTr::tr("Delivery %1 waits: delivery %2 to the same address comes first (%3)")
                            .arg(delivery.id.value)
                            .arg(end.blocker->id.value)
                            .arg(end.blocker->reason));
  } else if (end.timedOut) {
    context.console.err(DeliveryFollowerTr::tr("Delivery %1 is not over yet.").arg(delivery.id.value));
  } else if (delivery.reason.isEmpty()) {
    context.console.err(DeliveryFollowerTr::tr("Delivery %1 is %2.")
                            .arg(QString::number(delivery.id.value), deliveryStateKey(delivery.state)));
  } else {
    context.console.err(delivery.reason);
  }
  if (!isFinal(delivery.state) && delivery.state != DeliveryState::Held) context.console.err(whoGoesOn(context));
  return ExitCode::NotDelivered;
}

}  // namespace courier
