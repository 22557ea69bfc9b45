// Outbox: what a person tells a delivery or a target to do.
#include <QCoreApplication>

#include "models/delivery/FailureText.h"
#include "models/delivery/Outbox.h"
#include "models/delivery/OutboxLanes.h"
#include "models/delivery/OutboxRows.h"

namespace courier {
namespace {

struct OutboxText {
  Q_DECLARE_TR_FUNCTIONS(Outbox)
};

Error refuse(const QString& sentence) {
  return Error{ErrorKind::InvalidInput, sentence, {}, {}};
}

/// "Delivery 12 was delivered; …", for a command that only a delivery which is not final obeys.
Error alreadyFinal(const Delivery& delivery) {
  const QString sentence = [&] {
    switch (delivery.state) {
      case DeliveryState::Delivered:
        return OutboxText::tr("Delivery %1 was delivered; use delivery:again to send it once more.");
      case DeliveryState::Refused:
        return OutboxText::tr("Delivery %1 was refused; use delivery:again to send it once more.");
      case DeliveryState::Expired:
        return OutboxText::tr("Delivery %1 has expired; use delivery:again to send it once more.");
      default:
        return OutboxText::tr("Delivery %1 was cancelled; use delivery:again to send it once more.");
    }
  }();
  return refuse(sentence.arg(delivery.id.value));
}

Error isSending(const Delivery& delivery) {
  return refuse(
      OutboxText::tr("Delivery %1 is being sent right now. Try again when that attempt ended.").arg(delivery.id.value));
}

/// What a change of the target by a person puts right.
bool isMendedAtTheTarget(ReasonKind kind) {
  switch (kind) {
    case ReasonKind::SignIn:
    case ReasonKind::TargetPaused:
    case ReasonKind::Gone:
    case ReasonKind::SecretMissing:
    case ReasonKind::Setup:
      return true;
    default:
      return false;
  }
}

/// Held → waiting, as new: due at once, with the sign-in that its target has today if it still means that server.
Result<void> releaseOne(Session& session, const Delivery& delivery, const outboxrows::TargetRow& target, qint64 nowMs) {
  const bool sameServer = target.origin == delivery.url.origin();
  const auto released = session.change(
      QStringLiteral(
          "UPDATE delivery SET state = 'waiting', reason = '', reason_kind = '', next_try_at = ?, not_before "
          "= 0, early_at = 0, retries = 0, give_up_at = ?, user_name = ?, secret_key = ?, options = ? WHERE id = ?"),
      {nowMs, nowMs + retrypolicy::maxAgeMs, sameServer ? target.user : delivery.user,
       sameServer ? target.secretKey : delivery.secretKey,
       (sameServer ? delivery.options.withConnectionOf(target.options) : delivery.options).toJson(),
       delivery.id.value});
  if (!released) return released.error();
  return {};
}

}  // namespace

QFuture<Result<void>> Outbox::tryNow(DeliveryId id) {
  return write(
      [this, id](Session& session) -> Result<void> {
        const auto delivery = outboxrows::delivery(session, id);
        if (!delivery) return delivery.error();
        if (isFinal(delivery->state)) return alreadyFinal(*delivery);
        if (delivery->state == DeliveryState::Sending) return isSending(*delivery);
        if (delivery->state == DeliveryState::Held)
          return refuse(OutboxText::tr("Delivery %1 is held; use delivery:release to let it go.").arg(id.value));
        const auto heldBefore = outboxrows::deliveries(
            session, QStringLiteral("WHERE d.address = ? AND d.id < ? AND d.state = 'held' ORDER BY d.id LIMIT 1"),
            {delivery->url.lane(), id.value});
        if (!heldBefore) return heldBefore.error();
        if (!heldBefore->isEmpty())
          return refuse(
              OutboxText::tr("Delivery %1 waits behind delivery %2, which is held. Release or cancel that one "
                             "first.")
                  .arg(id.value)
                  .arg(heldBefore->first().id.value));
        const qint64 nowMs = m_clock.nowMs();
        const auto asked = session.change(
            QStringLiteral("UPDATE delivery SET early_at = ?, not_before = 0 WHERE address = ? AND id <= ? AND state = "
                           "'waiting'"),
            {nowMs, delivery->url.lane(), id.value});
        if (!asked) return asked.error();
        return {};
      },
      Wake::Loop);
}

QFuture<Result<void>> Outbox::release(DeliveryId id) {
  return write(
      [this, id](Session& session) -> Result<void> {
        const auto delivery = outboxrows::delivery(session, id);
        if (!delivery) return delivery.error();
        if (isFinal(delivery->state)) return alreadyFinal(*delivery);
        if (delivery->state != DeliveryState::Held)
          return refuse(OutboxText::tr("Delivery %1 is not held: it is on its way.").arg(id.value));
        if (m_policy != nullptr) {
          if (auto allowed = m_policy->check(delivery->url, delivery->options.proxy); !allowed)
            return refuse(policyHeldText(allowed.error().message));
        }
        const auto target = outboxrows::target(session, delivery->targetId);
        if (!target) return target.error();
        if (target->state != TargetState::Active)
          return refuse(OutboxText::tr("Delivery %1 is held because '%2' takes nothing now. Use result:resume first.")
                            .arg(QString::number(id.value), delivery->targetText));
        return releaseOne(session, *delivery, *target, m_clock.nowMs());
      },
      Wake::Loop);
}

QFuture<Result<void>> Outbox::cancel(DeliveryId id) {
  return write(
      [this, id](Session& session) -> Result<void> {
        const auto delivery = outboxrows::delivery(session, id);
        if (!delivery) return delivery.error();
        if (isFinal(delivery->state)) return alreadyFinal(*delivery);
        if (delivery->state == DeliveryState::Sending) return isSending(*delivery);
        const auto cancelled = session.change(
            QStringLiteral("UPDATE delivery SET state = 'cancelled', reason = '', reason_kind = '', early_at = 0, "
                           "finished_at = ? WHERE id = ?"),
            {m_clock.nowMs(), id.value});
        if (!cancelled) return cancelled.error();
        return {};
      },
      Wake::Loop);
}

QFuture<Result<int>> Outbox::resumeTarget(TargetId id) {
  return write(
      [this, id](Session& session) -> Result<int> {
        const qint64 nowMs = m_clock.nowMs();
        if (const auto target = outboxrows::target(session, id); !target) return target.error();
        const auto resumed = session.change(
            QStringLiteral("UPDATE target SET state = 'active', state_reason = '', state_since = ? WHERE id IN (%1)")
                .arg(outboxrows::targetAndItsAddress()),
            {nowMs, id.value});
        if (!resumed) return resumed.error();
        const auto held =
            outboxrows::deliveries(session,
                                   QStringLiteral("WHERE d.target_id IN (%1) AND d.state = 'held' ORDER BY d.id")
                                       .arg(outboxrows::targetAndItsAddress()),
                                   {id.value});
        if (!held) return held.error();
        int count = 0;
        for (const Delivery& delivery : *held) {
          if (!isMendedAtTheTarget(delivery.reasonKind)) continue;
          const auto own = outboxrows::target(session, delivery.targetId);
          if (!own) return own.error();
          if (auto released = releaseOne(session, delivery, *own, nowMs); !released) return released.error();
          ++count;
        }
        return count;
      },
      Wake::Loop);
}

}  // namespace courier
