#include "models/outbox/OutboxAttempts.h"

#include <QCoreApplication>

#include "models/outbox/FailureText.h"
#include "models/outbox/OutboxNotices.h"
#include "models/outbox/OutboxRows.h"
#include "models/targets/TargetRows.h"

namespace courier::outboxattempts {
namespace {

struct OutboxAttemptsTr {
  Q_DECLARE_TR_FUNCTIONS(Outbox)
};

Error busy(DeliveryId id) {
  return Error::of(
      ErrorKind::Busy,
      OutboxAttemptsTr::tr("Delivery %1 no longer waits to be sent: it has changed in the meantime.").arg(id.value));
}

void hold(Delivery& delivery, TargetState target) {
  delivery.state = DeliveryState::Held;
  delivery.reasonKind = ReasonKind::TargetPaused;
  delivery.reason = targetHeldText(target, delivery.targetText);
  delivery.earlyTryMs = 0;
}

/// The target takes nothing more; all that waits for it is held.
Expected<void> stopTarget(Session& session, const Delivery& delivery, TargetState state, const QString& reason,
                          qint64 nowMs) {
  auto stopped = targetrows::setState(session, delivery.targetId, state, reason, nowMs);
  if (!stopped) return stopped;
  auto waiting = outboxrows::deliveries(
      session, QStringLiteral("WHERE d.target_id IN (%1) AND d.state = 'waiting'").arg(targetrows::andItsAddress()),
      {delivery.targetId.value});
  if (!waiting) return waiting.error();
  for (Delivery& sibling : *waiting) {
    hold(sibling, state);
    if (auto held = outboxrows::writeState(session, sibling); !held) return held;
  }
  return {};
}

/// Writes where the delivery stands; one that would wait is held instead where another one's answer has stopped their
/// target meanwhile.
Expected<void> settle(Session& session, Delivery& delivery) {
  if (delivery.state == DeliveryState::Waiting) {
    const auto target = targetrows::today(session, delivery.targetId);
    if (!target) return target.error();
    if (target->state != TargetState::Active) hold(delivery, target->state);
  }
  return outboxrows::writeState(session, delivery);
}

}  // namespace

Expected<Attempt> begin(Session& session, DeliveryId id, bool early, qint64 nowMs) {
  auto delivery = outboxrows::delivery(session, id);
  if (!delivery) return delivery.error();
  const auto target = targetrows::today(session, delivery->targetId);
  if (!target) return target.error();
  const auto blocker = outboxlanes::blocker(session, *delivery);
  if (!blocker) return blocker.error();
  const bool isFree = delivery->state == DeliveryState::Waiting && target->state == TargetState::Active;
  if (!isFree || blocker->has_value()) return busy(id);

  delivery->state = DeliveryState::Sending;
  delivery->attempts += 1;
  delivery->earlyTryMs = 0;
  if (auto sending = outboxrows::writeState(session, *delivery); !sending) return sending.error();
  Attempt attempt;
  attempt.deliveryId = id;
  attempt.number = delivery->attempts;
  attempt.early = early;
  attempt.startedMs = nowMs;
  const auto row = outboxrows::insertAttempt(session, attempt);
  if (!row) return row.error();
  attempt.id = *row;
  // Nothing is begun before its secret was read.
  const auto noted = targetrows::noteSecretUsed(session, delivery->targetId, delivery->to.secretKey, nowMs);
  if (!noted) return noted.error();
  return attempt;
}

Expected<Delivery> finish(Session& session, Attempt attempt, const RetryDecision& decision, const QString& reason,
                          const LaneScope& scope, qint64 nowMs) {
  attempt.endedMs = nowMs;
  const auto ended = outboxrows::endAttempt(session, attempt);
  if (!ended) return ended.error();
  if (!*ended) return busy(attempt.deliveryId);
  auto delivery = outboxrows::delivery(session, attempt.deliveryId);
  if (!delivery) return delivery;
  delivery->state = decision.state;
  delivery->reason = reason;
  delivery->reasonKind = decision.reason;
  delivery->notBeforeMs = decision.notBeforeMs;
  delivery->earlyTryMs = decision.earlyTryMs;
  if (decision.state == DeliveryState::Waiting) delivery->nextTryMs = decision.nextTryMs;
  if (decision.countsAsRetry) delivery->retries += 1;
  delivery->earlyCloses = retrypolicy::earlyClosesAfter(attempt.report, delivery->earlyCloses);
  if (isFinal(decision.state)) delivery->finishedMs = nowMs;
  if (auto settled = settle(session, *delivery); !settled) return settled.error();
  if (decision.pausesTarget || decision.disablesTarget) {
    const auto state = decision.disablesTarget ? TargetState::Disabled : TargetState::Paused;
    if (auto stopped = stopTarget(session, *delivery, state, reason, nowMs); !stopped) return stopped.error();
  }
  if (auto noticed = outboxnotices::afterAttempt(session, *delivery, decision, nowMs); !noticed) return noticed.error();
  if (decision.state == DeliveryState::Delivered) {
    if (auto asked = outboxlanes::tryOriginEarly(session, delivery->to.url.origin(), scope, nowMs); !asked)
      return asked.error();
  }
  return delivery;
}

Expected<void> postpone(Session& session, DeliveryId id, DeliveryState state, ReasonKind kind, const QString& reason,
                        qint64 nextTryMs, qint64 nowMs) {
  auto delivery = outboxrows::delivery(session, id);
  if (!delivery) return delivery.error();
  if (delivery->state != DeliveryState::Waiting) return busy(id);
  // An early try that could not be made stays an early one.
  const bool early = delivery->nextTryMs > nowMs && nextTryMs < delivery->nextTryMs;
  delivery->state = state;
  delivery->reason = reason;
  delivery->reasonKind = kind;
  delivery->earlyTryMs = early && state == DeliveryState::Waiting ? nextTryMs : 0;
  if (!early && state == DeliveryState::Waiting) delivery->nextTryMs = nextTryMs;
  if (auto written = outboxrows::writeState(session, *delivery); !written) return written;
  if (state != DeliveryState::Held) return {};
  return outboxnotices::afterHold(session, *delivery, nowMs);
}

Expected<int> recover(Session& session, qint64 nowMs) {
  const QString isSending = outboxrows::isStill(DeliveryState::Sending);
  const auto early = session.rows(
      QStringLiteral("SELECT d.id FROM delivery d JOIN attempt a ON a.delivery_id = d.id AND a.number = d.attempts "
                     "WHERE a.is_early AND ") +
          isSending,
      {}, [](const QSqlQuery& query) { return query.value(0).toLongLong(); });
  if (!early) return early.error();
  const auto ended =
      outboxrows::endOpenAttempts(session, OutboxAttemptsTr::tr("the program ended during this attempt"), nowMs);
  if (!ended) return ended.error();
  auto cutOff = outboxrows::deliveries(session, QStringLiteral("WHERE ") + isSending, {});
  if (!cutOff) return cutOff.error();
  for (Delivery& delivery : *cutOff) {
    const auto again = retrypolicy::afterInterruption(delivery, early->contains(delivery.id.value), nowMs);
    delivery.state = again.state;
    delivery.reason.clear();
    delivery.reasonKind = again.reason;
    delivery.nextTryMs = again.nextTryMs;
    delivery.earlyTryMs = again.earlyTryMs;
    if (auto settled = settle(session, delivery); !settled) return settled.error();
  }
  return static_cast<int>(cutOff->size());
}

Expected<int> expireOld(Session& session, const LaneScope& scope, qint64 nowMs) {
  QVariantList values{nowMs};
  const QString inScope = outboxlanes::scopeCondition(scope, values);
  auto old = outboxrows::deliveries(
      session,
      QStringLiteral("WHERE %1 AND d.give_up_at <= ?%2").arg(outboxrows::isStill(DeliveryState::Waiting), inScope),
      values);
  if (!old) return old.error();
  for (Delivery& delivery : *old) {
    auto expired =
        outboxrows::writeEnd(session, delivery, DeliveryState::Expired, ReasonKind::GaveUp, expiredText(), nowMs);
    if (!expired) return expired.error();
    if (auto noticed = outboxnotices::afterExpiry(session, delivery, nowMs); !noticed) return noticed.error();
  }
  return static_cast<int>(old->size());
}

}  // namespace courier::outboxattempts
