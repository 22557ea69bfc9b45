#include "models/outbox/OutboxBacklog.h"

#include <QHash>
#include <QSet>

#include "models/outbox/FailureText.h"
#include "models/outbox/Outbox.h"

namespace courier {
namespace outboxbacklog {
namespace {

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

/// Oldest first.
Expected<QVector<Delivery>> held(Session& session, TargetId id) {
  auto found = outboxrows::deliveries(
      session,
      QStringLiteral("WHERE d.target_id IN (%1) AND d.state IN ('waiting', 'sending', 'held') AND d.state = 'held' "
                     "ORDER BY d.id")
          .arg(outboxrows::targetAndItsAddress()),
      {id.value});
  if (!found) return found;
  found->removeIf([](const Delivery& delivery) { return !isMendedAtTheTarget(delivery.reasonKind); });
  return found;
}

Expected<void> drop(Session& session, const Delivery& delivery, BacklogChoice choice, qint64 nowMs) {
  const bool isSuperseded = choice == BacklogChoice::SendNewest;
  const auto dropped = session.change(
      QStringLiteral("UPDATE delivery SET state = 'cancelled', reason = ?, reason_kind = ?, early_at = 0, finished_at "
                     "= ? WHERE id = ?"),
      {isSuperseded ? supersededText() : QString(),
       reasonKindKey(isSuperseded ? ReasonKind::Superseded : ReasonKind::None), nowMs, delivery.id.value});
  if (!dropped) return dropped.error();
  return {};
}

}  // namespace

Expected<Backlog> read(Session& session, TargetId id) {
  auto text = session.row(QStringLiteral("SELECT CASE WHEN name = '' THEN address ELSE name END FROM target WHERE id = "
                                         "?"),
                          {id.value}, [](const QSqlQuery& query) { return query.value(0).toString(); });
  if (!text) return text.error();
  if (const auto target = outboxrows::target(session, id); !target) return target.error();
  const auto waiting = held(session, id);
  if (!waiting) return waiting.error();
  QSet<QString> lanes;
  for (const Delivery& delivery : *waiting) lanes.insert(delivery.to.url.lane());
  return Backlog{text->value_or(QString()), static_cast<int>(waiting->size()), static_cast<int>(lanes.size())};
}

Expected<BacklogOutcome> settle(Session& session, TargetId id, BacklogChoice choice, qint64 nowMs) {
  if (const auto target = outboxrows::target(session, id); !target) return target.error();
  const auto resumed = session.change(
      QStringLiteral("UPDATE target SET state = 'active', state_reason = '', state_since = ? WHERE id IN (%1)")
          .arg(outboxrows::targetAndItsAddress()),
      {nowMs, id.value});
  if (!resumed) return resumed.error();
  const auto waiting = held(session, id);
  if (!waiting) return waiting.error();
  QHash<QString, DeliveryId> newest;
  for (const Delivery& delivery : *waiting) newest[delivery.to.url.lane()] = delivery.id;

  BacklogOutcome outcome;
  QHash<TargetId, outboxrows::TargetRow> targets;
  for (const Delivery& delivery : *waiting) {
    const bool isKept = choice == BacklogChoice::SendAll ||
                        (choice == BacklogChoice::SendNewest && newest.value(delivery.to.url.lane()) == delivery.id);
    if (!isKept) {
      if (auto dropped = drop(session, delivery, choice, nowMs); !dropped) return dropped.error();
      ++outcome.dropped;
      continue;
    }
    if (!targets.contains(delivery.targetId)) {
      const auto own = outboxrows::target(session, delivery.targetId);
      if (!own) return own.error();
      targets.insert(delivery.targetId, *own);
    }
    if (auto released = release(session, delivery, targets[delivery.targetId], nowMs); !released)
      return released.error();
    ++outcome.sent;
  }
  return outcome;
}

Expected<void> release(Session& session, const Delivery& delivery, const outboxrows::TargetRow& target, qint64 nowMs) {
  const bool sameServer = target.origin == delivery.to.url.origin();
  const auto released = session.change(
      QStringLiteral(
          "UPDATE delivery SET state = 'waiting', reason = '', reason_kind = '', next_try_at = ?, not_before "
          "= 0, early_at = 0, retries = 0, give_up_at = ?, user_name = ?, secret_key = ?, options = ? WHERE id = ?"),
      {nowMs, nowMs + retrypolicy::maxAgeMs, sameServer ? target.user : delivery.to.user,
       sameServer ? target.secretKey : delivery.to.secretKey,
       (sameServer ? delivery.to.options.withConnectionOf(target.options) : delivery.to.options).toJson(),
       delivery.id.value});
  if (!released) return released.error();
  return {};
}

}  // namespace outboxbacklog

QFuture<Expected<Backlog>> Outbox::backlog(TargetId id) {
  return m_database.run([id](Session& session) { return outboxbacklog::read(session, id); });
}

QFuture<Expected<BacklogOutcome>> Outbox::resumeWith(TargetId id, BacklogChoice choice) {
  return write(
      [this, id, choice](Session& session) { return outboxbacklog::settle(session, id, choice, m_clock.nowMs()); },
      Wake::Loop);
}

}  // namespace courier
