// Outbox: attempts, and what they and the passing of time make of deliveries.
#include <QCoreApplication>

#include "models/outbox/FailureText.h"
#include "models/outbox/Outbox.h"
#include "models/outbox/OutboxLanes.h"
#include "models/outbox/OutboxNotices.h"
#include "models/outbox/OutboxRows.h"
#include "models/targets/TargetRows.h"

namespace courier {
namespace {

struct OutboxAttemptsTr {
  Q_DECLARE_TR_FUNCTIONS(Outbox)
};

QVariant orNull(qint64 measured) {
  return measured < 0 ? QVariant() : QVariant(measured);
}

Error busy(DeliveryId id) {
  return Error::of(ErrorKind::Busy, OutboxAttemptsTr::tr("Delivery %1 is no longer waiting to be sent: it was changed "
                                                         "meanwhile.")
                                        .arg(id.value));
}

/// Writes the attempt's end; Busy when it has one already.
Expected<void> recordEnd(Session& session, const Attempt& attempt, qint64 endedMs) {
  const AttemptReport& report = attempt.report;
  const auto ended = session.change(
      QStringLiteral(
          "UPDATE attempt SET ended_at = ?, outcome = ?, status = ?, message = ?, detail = ?, bytes_sent = ?, "
          "connect_ms = ?, send_ms = ?, wait_ms = ?, answer_headers = ?, answer_body = ? WHERE id = ? AND "
          "ended_at IS NULL"),
      {endedMs, attemptOutcomeKey(report.outcome), report.status, report.message, report.detail, report.bytesSent,
       orNull(report.connectMs), orNull(report.sendMs), orNull(report.waitMs), report.answerHeaders, report.answerBody,
       attempt.id.value});
  if (!ended) return ended.error();
  if (*ended == 0) return busy(attempt.deliveryId);
  return {};
}

/// The target takes nothing more; all that waits for it is held. An unnamed target is its address: the others of that
/// address stop with it.
Expected<void> stopTarget(Session& session, const Delivery& delivery, TargetState state, const QString& reason,
                          qint64 nowMs) {
  const QString key = state == TargetState::Disabled ? QStringLiteral("disabled") : QStringLiteral("paused");
  const auto stopped =
      session.change(QStringLiteral("UPDATE target SET state = ?, state_reason = ?, state_since = ? WHERE id IN (%1)")
                         .arg(outboxrows::targetAndItsAddress()),
                     {key, reason, nowMs, delivery.targetId.value});
  if (!stopped) return stopped.error();
  const auto waiting = outboxrows::deliveries(
      session,
      QStringLiteral("WHERE d.target_id IN (%1) AND d.state = 'waiting'").arg(outboxrows::targetAndItsAddress()),
      {delivery.targetId.value});
  if (!waiting) return waiting.error();
  for (const Delivery& sibling : *waiting) {
    const auto held = session.change(
        QStringLiteral("UPDATE delivery SET state = 'held', reason = ?, reason_kind = ?, early_at = 0 WHERE id = ?"),
        {targetHeldText(state, sibling.targetText), reasonKindKey(ReasonKind::TargetPaused), sibling.id.value});
    if (!held) return held.error();
  }
  return {};
}

/// A delivery that would wait is held instead where another one's answer has stopped their target meanwhile.
Expected<void> settleState(Session& session, Delivery& delivery) {
  if (delivery.state != DeliveryState::Waiting) return {};
  const auto target = outboxrows::target(session, delivery.targetId);
  if (!target) return target.error();
  if (target->state == TargetState::Active) return {};
  delivery.state = DeliveryState::Held;
  delivery.reasonKind = ReasonKind::TargetPaused;
  delivery.reason = targetHeldText(target->state, delivery.targetText);
  delivery.earlyTryMs = 0;
  return {};
}

Expected<void> writeState(Session& session, const Delivery& delivery) {
  const auto written = session.change(
      QStringLiteral("UPDATE delivery SET state = ?, reason = ?, reason_kind = ?, next_try_at = ?, not_before = ?, "
                     "early_at = ?, retries = ?, finished_at = ? WHERE id = ?"),
      {deliveryStateKey(delivery.state), delivery.reason, reasonKindKey(delivery.reasonKind), delivery.nextTryMs,
       delivery.notBeforeMs, delivery.earlyTryMs, delivery.retries,
       delivery.finishedMs > 0 ? QVariant(delivery.finishedMs) : QVariant(), delivery.id.value});
  if (!written) return written.error();
  return {};
}

}  // namespace

QFuture<Expected<Attempt>> Outbox::beginAttempt(DeliveryId id, bool early) {
  return write([this, id, early](Session& session) -> Expected<Attempt> {
    const auto delivery = outboxrows::delivery(session, id);
    if (!delivery) return delivery.error();
    const auto target = outboxrows::target(session, delivery->targetId);
    if (!target) return target.error();
    const auto blocker = outboxlanes::blocker(session, *delivery);
    if (!blocker) return blocker.error();
    const bool free = delivery->state == DeliveryState::Waiting && target->state == TargetState::Active;
    if (!free || blocker->has_value()) return busy(id);

    Attempt attempt;
    attempt.deliveryId = id;
    attempt.number = delivery->attempts + 1;
    attempt.early = early;
    attempt.startedMs = m_clock.nowMs();
    const auto sending =
        session.change(QStringLiteral("UPDATE delivery SET state = 'sending', attempts = ?, early_at = 0 WHERE id = ?"),
                       {attempt.number, id.value});
    if (!sending) return sending.error();
    const auto row = session.insert(
        QStringLiteral("INSERT INTO attempt (delivery_id, number, is_early, started_at) VALUES (?, ?, ?, ?)"),
        {id.value, attempt.number, early, attempt.startedMs});
    if (!row) return row.error();
    attempt.id.value = *row;
    // Nothing is begun before its secret was read.
    const auto noted =
        targetrows::noteSecretUsed(session, delivery->targetId, delivery->to.secretKey, attempt.startedMs);
    if (!noted) return noted.error();
    return attempt;
  });
}

QFuture<Expected<Delivery>> Outbox::finishAttempt(const Attempt& attempt, const RetryDecision& decision,
                                                  const QString& reason, const LaneScope& scope) {
  return write(
      [this, attempt, decision, reason, scope](Session& session) -> Expected<Delivery> {
        const qint64 nowMs = m_clock.nowMs();
        if (auto ended = recordEnd(session, attempt, nowMs); !ended) return ended.error();
        auto delivery = outboxrows::delivery(session, attempt.deliveryId);
        if (!delivery) return delivery.error();
        delivery->state = decision.state;
        delivery->reason = reason;
        delivery->reasonKind = decision.reason;
        delivery->notBeforeMs = decision.notBeforeMs;
        delivery->earlyTryMs = decision.earlyTryMs;
        if (decision.state == DeliveryState::Waiting) delivery->nextTryMs = decision.nextTryMs;
        if (decision.countsAsRetry) delivery->retries += 1;
        if (isFinal(decision.state)) delivery->finishedMs = nowMs;
        if (auto settled = settleState(session, *delivery); !settled) return settled.error();
        if (auto written = writeState(session, *delivery); !written) return written.error();
        if (decision.pausesTarget || decision.disablesTarget) {
          const auto state = decision.disablesTarget ? TargetState::Disabled : TargetState::Paused;
          if (auto stopped = stopTarget(session, *delivery, state, reason, nowMs); !stopped) return stopped.error();
        }
        if (auto noticed = outboxnotices::afterAttempt(session, *delivery, decision, nowMs); !noticed)
          return noticed.error();
        if (decision.state == DeliveryState::Delivered) {
          if (auto asked = outboxlanes::tryOriginEarly(session, delivery->to.url.origin(), scope, nowMs); !asked)
            return asked.error();
        }
        return *delivery;
      },
      Wake::Loop);
}

QFuture<Expected<void>> Outbox::postpone(DeliveryId id, DeliveryState state, ReasonKind kind, const QString& reason,
                                         qint64 nextTryMs) {
  return write([this, id, state, kind, reason, nextTryMs](Session& session) -> Expected<void> {
    auto delivery = outboxrows::delivery(session, id);
    if (!delivery) return delivery.error();
    if (delivery->state != DeliveryState::Waiting) return busy(id);
    // An early try that could not be made stays an early one.
    const bool early = delivery->nextTryMs > m_clock.nowMs() && nextTryMs < delivery->nextTryMs;
    delivery->state = state;
    delivery->reason = reason;
    delivery->reasonKind = kind;
    delivery->earlyTryMs = early && state == DeliveryState::Waiting ? nextTryMs : 0;
    if (!early && state == DeliveryState::Waiting) delivery->nextTryMs = nextTryMs;
    if (auto written = writeState(session, *delivery); !written) return written;
    if (state != DeliveryState::Held) return {};
    return outboxnotices::afterHold(session, *delivery, m_clock.nowMs());
  });
}

QFuture<Expected<int>> Outbox::recover() {
  return write(
      [this](Session& session) -> Expected<int> {
        const qint64 nowMs = m_clock.nowMs();
        const auto early = session.rows(
            QStringLiteral(
                "SELECT d.id FROM delivery d JOIN attempt a ON a.delivery_id = d.id AND a.number = d.attempts "
                "WHERE d.state IN ('waiting', 'sending', 'held') AND d.state = 'sending' AND a.is_early"),
            {}, [](const QSqlQuery& query) { return query.value(0).toLongLong(); });
        if (!early) return early.error();
        const auto ended = session.change(
            QStringLiteral("UPDATE attempt SET ended_at = ?, outcome = 'unknown', message = ? WHERE ended_at IS NULL"),
            {nowMs, OutboxAttemptsTr::tr("the program ended during this attempt")});
        if (!ended) return ended.error();
        auto cutOff = outboxrows::deliveries(
            session, QStringLiteral("WHERE d.state IN ('waiting', 'sending', 'held') AND d.state = 'sending'"), {});
        if (!cutOff) return cutOff.error();
        for (Delivery& delivery : *cutOff) {
          const auto again = retrypolicy::afterInterruption(delivery, early->contains(delivery.id.value), nowMs);
          delivery.state = again.state;
          delivery.reason.clear();
          delivery.reasonKind = again.reason;
          delivery.nextTryMs = again.nextTryMs;
          delivery.earlyTryMs = again.earlyTryMs;
          if (auto settled = settleState(session, delivery); !settled) return settled.error();
          if (auto written = writeState(session, delivery); !written) return written.error();
        }
        return static_cast<int>(cutOff->size());
      },
      Wake::Loop);
}

QFuture<Expected<int>> Outbox::expireOld(const LaneScope& scope) {
  return m_database.run([this, scope](Session& session) -> Expected<int> {
    const qint64 nowMs = m_clock.nowMs();
    QVariantList values{nowMs};
    const QString inScope = outboxlanes::scopeCondition(scope, values);
    const QString isOld =
        QStringLiteral(
            "WHERE d.state IN ('waiting', 'sending', 'held') AND d.state = 'waiting' AND d.give_up_at <= ?%1")
            .arg(inScope);
    Transaction guard(session);
    if (auto begun = guard.begin(); !begun) return begun.error();
    auto old = outboxrows::deliveries(session, isOld, values);
    if (!old) return old.error();
    if (old->isEmpty()) return 0;
    for (Delivery& delivery : *old) {
      delivery.state = DeliveryState::Expired;
      delivery.reason = expiredText();
      delivery.reasonKind = ReasonKind::GaveUp;
      delivery.finishedMs = nowMs;
      delivery.earlyTryMs = 0;
      if (auto written = writeState(session, delivery); !written) return written.error();
      if (auto noticed = outboxnotices::afterExpiry(session, delivery, nowMs); !noticed) return noticed.error();
    }
    if (auto committed = guard.commit(); !committed) return committed.error();
    announceQueued();
    return static_cast<int>(old->size());
  });
}

QFuture<Expected<int>> Outbox::tryAllEarly(const LaneScope& scope) {
  return m_database.run([this, scope](Session& session) -> Expected<int> {
    const auto asked = outboxlanes::tryAllEarly(session, scope, m_clock.nowMs());
    if (asked && *asked > 0) announceQueued();
    return asked;
  });
}

}  // namespace courier
