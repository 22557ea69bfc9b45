// Outbox: what a person tells a delivery or a target to do.
#include <QCoreApplication>

#include "models/outbox/FailureText.h"
#include "models/outbox/Outbox.h"
#include "models/outbox/OutboxBacklog.h"
#include "models/outbox/OutboxRows.h"

namespace courier {
namespace {

struct OutboxCommandsTr {
  Q_DECLARE_TR_FUNCTIONS(Outbox)
};

/// "Delivery 12 was delivered; …", for a command that only a delivery which is not final obeys.
Error alreadyFinal(const Delivery& delivery) {
  const QString sentence = [&] {
    switch (delivery.state) {
      case DeliveryState::Delivered:
        return OutboxCommandsTr::tr("Delivery %1 was delivered; use delivery:again to send it once more.");
      case DeliveryState::Refused:
        return OutboxCommandsTr::tr("Delivery %1 was refused; use delivery:again to send it once more.");
      case DeliveryState::Expired:
        return OutboxCommandsTr::tr("Delivery %1 has expired; use delivery:again to send it once more.");
      default:
        return OutboxCommandsTr::tr("Delivery %1 was cancelled; use delivery:again to send it once more.");
    }
  }();
  return Error::invalidInput(sentence.arg(delivery.id.value));
}

Error isSending(const Delivery& delivery) {
  return Error::invalidInput(
      OutboxCommandsTr::tr("Delivery %1 is being sent right now. Try again when that attempt ended.")
          .arg(delivery.id.value));
}

}  // namespace

QFuture<Expected<void>> Outbox::tryNow(DeliveryId id) {
  return write(
      [this, id](Session& session) -> Expected<void> {
        const auto delivery = outboxrows::delivery(session, id);
        if (!delivery) return delivery.error();
        if (isFinal(delivery->state)) return alreadyFinal(*delivery);
        if (delivery->state == DeliveryState::Sending) return isSending(*delivery);
        if (delivery->state == DeliveryState::Held)
          return Error::invalidInput(
              OutboxCommandsTr::tr("Delivery %1 is held; use delivery:release to let it go.").arg(id.value));
        const auto heldBefore = outboxrows::deliveries(
            session,
            QStringLiteral("WHERE d.address = ? AND d.id < ? AND d.state IN ('waiting', 'sending', 'held') AND d.state "
                           "= 'held' ORDER BY d.id LIMIT 1"),
            {delivery->to.url.lane(), id.value});
        if (!heldBefore) return heldBefore.error();
        if (!heldBefore->isEmpty())
          return Error::invalidInput(
              OutboxCommandsTr::tr("Delivery %1 waits behind delivery %2, which is held. Release or cancel that one "
                                   "first.")
                  .arg(id.value)
                  .arg(heldBefore->first().id.value));
        const qint64 nowMs = m_clock.nowMs();
        const auto asked = session.change(
            QStringLiteral(
                "UPDATE delivery SET early_at = ?, not_before = 0 WHERE address = ? AND id <= ? AND state IN "
                "('waiting', 'sending', 'held') AND state = 'waiting'"),
            {nowMs, delivery->to.url.lane(), id.value});
        if (!asked) return asked.error();
        return {};
      },
      Wake::Loop);
}

QFuture<Expected<void>> Outbox::release(DeliveryId id) {
  return write(
      [this, id](Session& session) -> Expected<void> {
        const auto delivery = outboxrows::delivery(session, id);
        if (!delivery) return delivery.error();
        if (isFinal(delivery->state)) return alreadyFinal(*delivery);
        if (delivery->state != DeliveryState::Held)
          return Error::invalidInput(OutboxCommandsTr::tr("Delivery %1 is not held: it is on its way.").arg(id.value));
        if (m_policy != nullptr) {
          if (auto allowed = m_policy->check(delivery->to.url, delivery->to.options.proxy); !allowed)
            return Error::invalidInput(policyHeldText(allowed.error().message));
        }
        const auto target = outboxrows::target(session, delivery->targetId);
        if (!target) return target.error();
        if (target->state != TargetState::Active)
          return Error::invalidInput(
              OutboxCommandsTr::tr("Delivery %1 is held because '%2' takes nothing now. Use result:resume first.")
                  .arg(QString::number(id.value), delivery->targetText));
        return outboxbacklog::release(session, *delivery, *target, m_clock.nowMs());
      },
      Wake::Loop);
}

QFuture<Expected<void>> Outbox::cancel(DeliveryId id) {
  return write(
      [this, id](Session& session) -> Expected<void> {
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

QFuture<Expected<int>> Outbox::resumeTarget(TargetId id) {
  return write(
      [this, id](Session& session) -> Expected<int> {
        const auto settled = outboxbacklog::settle(session, id, BacklogChoice::SendAll, m_clock.nowMs());
        if (!settled) return settled.error();
        return settled->sent;
      },
      Wake::Loop);
}

}  // namespace courier
