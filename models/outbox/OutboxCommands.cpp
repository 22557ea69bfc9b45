#include "models/outbox/OutboxCommands.h"

#include <QCoreApplication>
#include <QHash>
#include <QSet>

#include "models/outbox/FailureText.h"
#include "models/outbox/OutboxRows.h"
#include "models/outbox/RetryPolicy.h"
#include "models/targets/TargetRows.h"

namespace courier::outboxcommands {
namespace {

struct OutboxCommandsTr {
  Q_DECLARE_TR_FUNCTIONS(Outbox)
};

/// "Delivery 12 was delivered.", for a command that only a delivery which is not final obeys.
Error alreadyFinal(const Delivery& delivery) {
  const QString sentence = [&] {
    switch (delivery.state) {
      case DeliveryState::Delivered:
        return OutboxCommandsTr::tr("Delivery %1 was delivered.");
      case DeliveryState::Refused:
        return OutboxCommandsTr::tr("Delivery %1 was refused.");
      case DeliveryState::Expired:
        return OutboxCommandsTr::tr("Delivery %1 has expired.");
      default:
        return OutboxCommandsTr::tr("Delivery %1 was cancelled.");
    }
  }();
  return Error::invalidInput(sentence.arg(delivery.id.value));
}

Error isSending(const Delivery& delivery) {
  return Error::invalidInput(
      OutboxCommandsTr::tr("Delivery %1 is being sent right now. Try again when that attempt has ended.")
          .arg(delivery.id.value));
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

/// What resuming the target lets go, oldest first.
Expected<QVector<Delivery>> heldForItsTarget(Session& session, TargetId id) {
  auto found = outboxrows::deliveries(session,
                                      QStringLiteral("WHERE d.target_id IN (%1) AND %2 ORDER BY d.id")
                                          .arg(targetrows::andItsAddress(), outboxrows::isStill(DeliveryState::Held)),
                                      {id.value});
  if (!found) return found;
  found->removeIf([](const Delivery& delivery) { return !isMendedAtTheTarget(delivery.reasonKind); });
  return found;
}

/// Held → waiting, as new: due at once, with the sign-in that its target has today if it still means that server.
Expected<void> letGo(Session& session, Delivery delivery, const Target& target, qint64 nowMs) {
  delivery.state = DeliveryState::Waiting;
  delivery.reason.clear();
  delivery.reasonKind = ReasonKind::None;
  delivery.nextTryMs = nowMs;
  delivery.notBeforeMs = 0;
  delivery.earlyTryMs = 0;
  delivery.giveUpMs = nowMs + retrypolicy::maxAgeMs;
  delivery.retries = 0;
  delivery.earlyCloses = 0;
  delivery.to = delivery.to.withConnectionOf(target.to);
  if (auto written = outboxrows::writeState(session, delivery); !written) return written;
  return outboxrows::writeConnection(session, delivery);
}

Expected<void> drop(Session& session, Delivery delivery, BacklogChoice choice, qint64 nowMs) {
  const bool isSuperseded = choice == BacklogChoice::SendNewest;
  return outboxrows::writeEnd(session, delivery, DeliveryState::Cancelled,
                              isSuperseded ? ReasonKind::Superseded : ReasonKind::None,
                              isSuperseded ? supersededText() : QString(), nowMs);
}

}  // namespace

Expected<void> tryNow(Session& session, DeliveryId id, qint64 nowMs) {
  const auto delivery = outboxrows::delivery(session, id);
  if (!delivery) return delivery.error();
  if (isFinal(delivery->state)) return alreadyFinal(*delivery);
  if (delivery->state == DeliveryState::Sending) return isSending(*delivery);
  if (delivery->state == DeliveryState::Held)
    return Error::invalidInput(OutboxCommandsTr::tr("Delivery %1 is held.").arg(id.value));
  auto open = outboxrows::deliveries(
      session,
      QStringLiteral("WHERE d.address = ? AND d.id <= ? AND d.state IN %1 ORDER BY d.id").arg(openDeliveryStates()),
      {delivery->to.url.lane(), id.value});
  if (!open) return open.error();
  for (const Delivery& before : *open) {
    if (before.state != DeliveryState::Held) continue;
    return Error::invalidInput(
        OutboxCommandsTr::tr("Delivery %1 waits behind delivery %2, which is held. Release or cancel that one "
                             "first.")
            .arg(id.value)
            .arg(before.id.value));
  }
  for (Delivery& waiting : *open) {
    if (waiting.state != DeliveryState::Waiting) continue;
    waiting.earlyTryMs = nowMs;
    waiting.notBeforeMs = 0;
    if (auto asked = outboxrows::writeState(session, waiting); !asked) return asked;
  }
  return {};
}

Expected<void> release(Session& session, DeliveryId id, const AdminPolicyFile* policy, qint64 nowMs) {
  const auto delivery = outboxrows::delivery(session, id);
  if (!delivery) return delivery.error();
  if (isFinal(delivery->state)) return alreadyFinal(*delivery);
  if (delivery->state != DeliveryState::Held)
    return Error::invalidInput(OutboxCommandsTr::tr("Delivery %1 is not held: it is on its way.").arg(id.value));
  if (policy != nullptr) {
    if (auto allowed = policy->check(delivery->to.url, delivery->to.options.proxy); !allowed)
      return Error::invalidInput(policyHeldText(allowed.error().message));
  }
  const auto target = targetrows::today(session, delivery->targetId);
  if (!target) return target.error();
  if (target->state != TargetState::Active)
    return Error::invalidInput(OutboxCommandsTr::tr("Delivery %1 is held because '%2' accepts no results now.")
                                   .arg(QString::number(id.value), delivery->targetText));
  return letGo(session, *delivery, *target, nowMs);
}

Expected<void> cancel(Session& session, DeliveryId id, qint64 nowMs) {
  auto delivery = outboxrows::delivery(session, id);
  if (!delivery) return delivery.error();
  if (isFinal(delivery->state)) return alreadyFinal(*delivery);
  if (delivery->state == DeliveryState::Sending) return isSending(*delivery);
  return outboxrows::writeEnd(session, *delivery, DeliveryState::Cancelled, ReasonKind::None, {}, nowMs);
}

Expected<void> dismiss(Session& session, DeliveryId id) {
  const auto delivery = outboxrows::delivery(session, id);
  if (!delivery) return delivery.error();
  if (delivery->state != DeliveryState::Refused && delivery->state != DeliveryState::Expired)
    return Error::invalidInput(OutboxCommandsTr::tr("Delivery %1 has not failed for good.").arg(id.value));
  return outboxrows::dismiss(session, id);
}

Expected<Backlog> backlog(Session& session, TargetId id) {
  const auto target = targetrows::today(session, id);
  if (!target) return target.error();
  const auto held = heldForItsTarget(session, id);
  if (!held) return held.error();
  QSet<QString> lanes;
  for (const Delivery& delivery : *held) lanes.insert(delivery.to.url.lane());
  return Backlog{target->name.isEmpty() ? target->to.url.address() : target->name, static_cast<int>(held->size()),
                 static_cast<int>(lanes.size())};
}

Expected<BacklogOutcome> resume(Session& session, TargetId id, BacklogChoice choice, qint64 nowMs) {
  if (const auto target = targetrows::today(session, id); !target) return target.error();
  if (auto resumed = targetrows::setState(session, id, TargetState::Active, {}, nowMs); !resumed)
    return resumed.error();
  const auto held = heldForItsTarget(session, id);
  if (!held) return held.error();
  QHash<QString, DeliveryId> newest;
  for (const Delivery& delivery : *held) newest[delivery.to.url.lane()] = delivery.id;

  BacklogOutcome outcome;
  QHash<TargetId, Target> targets;
  for (const Delivery& delivery : *held) {
    const bool isKept = choice == BacklogChoice::SendAll ||
                        (choice == BacklogChoice::SendNewest && newest.value(delivery.to.url.lane()) == delivery.id);
    if (!isKept) {
      if (auto dropped = drop(session, delivery, choice, nowMs); !dropped) return dropped.error();
      ++outcome.dropped;
      continue;
    }
    if (!targets.contains(delivery.targetId)) {
      const auto own = targetrows::today(session, delivery.targetId);
      if (!own) return own.error();
      targets.insert(delivery.targetId, *own);
    }
    if (auto released = letGo(session, delivery, targets[delivery.targetId], nowMs); !released) return released.error();
    ++outcome.sent;
  }
  return outcome;
}

}  // namespace courier::outboxcommands
