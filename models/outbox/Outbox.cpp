#include "models/outbox/Outbox.h"

#include <QCoreApplication>
#include <QUuid>

#include "models/outbox/DeliveryConditions.h"
#include "models/outbox/FailureText.h"
#include "models/outbox/OutboxGuards.h"
#include "models/outbox/OutboxLanes.h"
#include "models/outbox/OutboxNotices.h"
#include "models/outbox/OutboxRows.h"

namespace courier {
namespace {

struct OutboxTr {
  Q_DECLARE_TR_FUNCTIONS(Outbox)
};

/// A new delivery waits, or is held or cancelled as its guards say, or held where its target takes nothing now.
Expected<DeliveryId> addNew(Session& session, Delivery delivery, TargetState target, const GuardVerdict& verdict,
                            qint64 nowMs) {
  delivery.idempotencyKey = QUuid::createUuid().toString(QUuid::WithoutBraces);
  delivery.createdMs = nowMs;
  delivery.nextTryMs = nowMs;
  delivery.giveUpMs = nowMs + retrypolicy::maxAgeMs;
  delivery.state = DeliveryState::Waiting;
  delivery.reason = verdict.reason;
  delivery.reasonKind = verdict.kind;
  delivery.retries = 0;
  if (verdict.action == GuardVerdict::Action::Skip) {
    delivery.state = DeliveryState::Cancelled;
    delivery.finishedMs = nowMs;
  } else if (verdict.action == GuardVerdict::Action::Hold) {
    // A guard's word stands over a pause: it holds the result beyond the pause's end.
    delivery.state = DeliveryState::Held;
  } else if (target != TargetState::Active) {
    delivery.state = DeliveryState::Held;
    delivery.reasonKind = ReasonKind::TargetPaused;
    delivery.reason = targetHeldText(target, delivery.targetText);
  }
  auto id = outboxrows::insert(session, delivery);
  if (!id) return id;
  if (delivery.state == DeliveryState::Waiting) {
    // Whoever works the outbox tries the origin's other lanes: look().
    LaneScope ownLane;
    ownLane.all = false;
    ownLane.lanes = {delivery.to.url.lane()};
    if (auto asked = outboxlanes::tryOriginEarly(session, delivery.to.url.origin(), ownLane, nowMs); !asked)
      return asked.error();
  }
  return id;
}

}  // namespace

Outbox::Outbox(Database& database, const Clock& clock, const AdminPolicyFile* policy, QObject* parent)
    : QObject(parent), m_database(database), m_clock(clock), m_policy(policy) {}

Outbox::~Outbox() {
  m_database.run([](Session&) -> Expected<void> { return {}; }).waitForFinished();
}

Expected<DeliveryId> Outbox::enqueueIn(Session& session, const DeliveryRequest& request, JobId job,
                                       const SpoolFile& body, qint64 nowMs) {
  const auto target = outboxrows::target(session, request.targetId);
  if (!target) return target.error();
  if (body.form != request.to.options.body) {
    return Error::of(ErrorKind::Internal, OutboxTr::tr("The body is not in the form that its target wants."));
  }
  if (request.latestWins) {
    const auto cancelled = session.change(
        QStringLiteral("UPDATE delivery SET state = 'cancelled', reason = ?, reason_kind = ?, finished_at = ? WHERE "
                       "address = ? AND state IN ('waiting', 'sending', 'held') AND state = 'waiting' AND EXISTS "
                       "(SELECT 1 FROM job WHERE job.id = delivery.job_id AND job.kind = 'scheduled')"),
        {supersededText(), reasonKindKey(ReasonKind::Superseded), nowMs, request.to.url.lane()});
    if (!cancelled) return cancelled.error();
  }
  Delivery delivery = deliveryOf(request);
  delivery.jobId = job;
  delivery.spoolName = body.name;
  delivery.contentType = body.contentType;
  delivery.bodyBytes = body.bytes;
  delivery.bodySha256 = body.sha256;
  delivery.rows = body.rows;
  delivery.truncated = body.truncated;
  delivery.columns = body.columns;
  delivery.unsettled = body.unsettled;
  const auto before = outboxguards::deliveredBefore(session, delivery.to.url.lane());
  if (!before) return before.error();
  const GuardVerdict verdict = guardVerdict(factsOf(delivery), *before, delivery.to.options.guards);
  const auto id = addNew(session, delivery, target->state, verdict, nowMs);
  if (!id) return id;
  delivery.id = *id;
  delivery.reason = verdict.reason;
  delivery.reasonKind = verdict.kind;
  const auto noticed = verdict.action == GuardVerdict::Action::Hold
                           ? outboxnotices::afterHold(session, delivery, nowMs)
                           : outboxnotices::afterQueued(session, delivery, *before, nowMs);
  if (!noticed) return noticed.error();
  return id;
}

QFuture<Expected<DeliveryId>> Outbox::enqueue(const DeliveryRequest& request, JobId job, const SpoolFile& body) {
  return write(
      [this, request, job, body](Session& session) { return enqueueIn(session, request, job, body, m_clock.nowMs()); },
      Wake::Loop);
}

QFuture<Expected<QVector<DeliveryId>>> Outbox::enqueueAll(const QVector<Addressed>& addressed, JobId job) {
  return write(
      [this, addressed, job](Session& session) -> Expected<QVector<DeliveryId>> {
        QVector<DeliveryId> ids;
        for (const Addressed& one : addressed) {
          const auto id = enqueueIn(session, one.request, job, one.body, m_clock.nowMs());
          if (!id) return id.error();
          ids.append(*id);
        }
        return ids;
      },
      Wake::Loop);
}

void Outbox::announceQueued() {
  Q_EMIT changed();
  Q_EMIT queued();
}

QFuture<Expected<DeliveryId>> Outbox::sendAgain(DeliveryId id) {
  return write(
      [this, id](Session& session) -> Expected<DeliveryId> {
        auto earlier = outboxrows::delivery(session, id);
        if (!earlier) return earlier.error();
        if (!isFinal(earlier->state))
          return Error::invalidInput(
              OutboxTr::tr("Delivery %1 is still on its way: it is sent once more only after it ended.").arg(id.value));
        if (earlier->spoolName.isEmpty())
          return Error::invalidInput(
              OutboxTr::tr("The body of delivery %1 is no longer kept. Run its query again.").arg(id.value));
        const auto target = outboxrows::target(session, earlier->targetId);
        if (!target) return target.error();
        if (target->origin == earlier->to.url.origin()) {
          earlier->to.user = target->user;
          earlier->to.secretKey = target->secretKey;
          earlier->to.options = earlier->to.options.withConnectionOf(target->options);
        }
        // A person asked: no guard has a say.
        return addNew(session, *earlier, target->state, {}, m_clock.nowMs());
      },
      Wake::Loop);
}

QFuture<Expected<QVector<Delivery>>> Outbox::due(const LaneScope& scope, int limit) {
  return m_database.run(
      [this, scope, limit](Session& session) { return outboxlanes::due(session, scope, limit, m_clock.nowMs()); });
}

QFuture<Expected<OutboxView>> Outbox::look(const LaneScope& scope, int limit, qint64 afterId) {
  return m_database.run([this, scope, limit, afterId](Session& session) {
    return outboxlanes::look(session, scope, limit, afterId, m_clock.nowMs());
  });
}

QFuture<Expected<qint64>> Outbox::nextDue(const LaneScope& scope) {
  return m_database.run([scope](Session& session) { return outboxlanes::nextDue(session, scope); });
}

QFuture<Expected<Delivery>> Outbox::find(DeliveryId id) {
  return m_database.run([id](Session& session) { return outboxrows::delivery(session, id); });
}

QFuture<Expected<QVector<Delivery>>> Outbox::ofJob(JobId id) {
  return m_database.run([id](Session& session) {
    return outboxrows::deliveries(session, QStringLiteral("WHERE d.job_id = ? ORDER BY d.id"), {id.value});
  });
}

QFuture<Expected<QVector<Delivery>>> Outbox::newest(int limit) {
  return m_database.run([limit](Session& session) {
    return outboxrows::deliveries(session, QStringLiteral("ORDER BY d.id DESC LIMIT ?"), {limit});
  });
}

QFuture<Expected<QVector<Attempt>>> Outbox::attempts(DeliveryId id) {
  return m_database.run([id](Session& session) { return outboxrows::attempts(session, id); });
}

QFuture<Expected<OutboxCounts>> Outbox::counts() {
  return m_database.run([](Session& session) -> Expected<OutboxCounts> {
    const auto counts = session.row(
        QStringLiteral("SELECT (SELECT COUNT(*) FROM delivery WHERE lower(state) IN ('waiting', 'sending')), "
                       "(SELECT COUNT(*) FROM delivery WHERE lower(state) = 'held'), "
                       "(SELECT COUNT(*) FROM delivery d WHERE ") +
            deliveryconditions::isUnanswered() + u')',
        {}, [](const QSqlQuery& query) {
          return OutboxCounts{query.value(0).toLongLong(), query.value(1).toLongLong(), query.value(2).toLongLong()};
        });
    if (!counts) return counts.error();
    return counts->value_or(OutboxCounts{});
  });
}

QFuture<Expected<std::optional<Delivery>>> Outbox::blockedBy(DeliveryId id) {
  return m_database.run([id](Session& session) -> Expected<std::optional<Delivery>> {
    const auto delivery = outboxrows::delivery(session, id);
    if (!delivery) return delivery.error();
    return outboxlanes::blocker(session, *delivery);
  });
}

QFuture<Expected<std::optional<Delivery>>> Outbox::overwritten(DeliveryId id) {
  return m_database.run([id](Session& session) -> Expected<std::optional<Delivery>> {
    const auto delivery = outboxrows::delivery(session, id);
    if (!delivery) return delivery.error();
    return outboxlanes::overwritten(session, delivery->to.url.lane(), delivery->jobId, id);
  });
}

QFuture<Expected<std::optional<Delivery>>> Outbox::overwrittenAt(const QString& lane, JobId job) {
  return m_database.run([lane, job](Session& session) { return outboxlanes::overwritten(session, lane, job, {}); });
}

}  // namespace courier
