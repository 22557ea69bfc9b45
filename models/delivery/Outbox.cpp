#include "models/delivery/Outbox.h"

#include <QCoreApplication>
#include <QUuid>

#include "models/delivery/DeliveryConditions.h"
#include "models/delivery/FailureText.h"
#include "models/delivery/OutboxGuards.h"
#include "models/delivery/OutboxLanes.h"
#include "models/delivery/OutboxNotices.h"
#include "models/delivery/OutboxRows.h"

namespace courier {
namespace {

struct OutboxText {
  Q_DECLARE_TR_FUNCTIONS(Outbox)
};

/// A new delivery waits, or is held or cancelled as its guards say, or held where its target takes nothing now.
Result<DeliveryId> addNew(Session& session, Delivery delivery, TargetState target, const GuardVerdict& verdict,
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
    ownLane.lanes = {delivery.url.lane()};
    if (auto asked = outboxlanes::tryOriginEarly(session, delivery.url.origin(), ownLane, nowMs); !asked)
      return asked.error();
  }
  return id;
}

}  // namespace

Outbox::Outbox(Database& database, const Clock& clock, const AdminPolicyFile* policy, QObject* parent)
    : QObject(parent), m_database(database), m_clock(clock), m_policy(policy) {}

Outbox::~Outbox() {
  m_database.run([](Session&) -> Result<void> { return {}; }).waitForFinished();
}

Result<DeliveryId> Outbox::enqueueIn(Session& session, const DeliveryRequest& request, JobId job, const SpoolFile& body,
                                     qint64 nowMs) {
  const auto target = outboxrows::target(session, request.targetId);
  if (!target) return target.error();
  if (body.form != request.options.body) {
    return Error{ErrorKind::Internal, OutboxText::tr("The body is not in the form that its target wants."), {}, {}};
  }
  if (request.latestWins) {
    const auto cancelled = session.change(
        QStringLiteral("UPDATE delivery SET state = 'cancelled', reason = ?, reason_kind = ?, finished_at = ? WHERE "
                       "address = ? AND state IN ('waiting', 'sending', 'held') AND state = 'waiting' AND EXISTS "
                       "(SELECT 1 FROM job WHERE job.id = delivery.job_id AND job.kind = 'scheduled')"),
        {supersededText(), reasonKindKey(ReasonKind::Superseded), nowMs, request.url.lane()});
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
  const auto before = outboxguards::deliveredBefore(session, delivery.url.lane());
  if (!before) return before.error();
  const GuardVerdict verdict = guardVerdict(factsOf(delivery), *before, delivery.options.guards);
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

QFuture<Result<DeliveryId>> Outbox::enqueue(const DeliveryRequest& request, JobId job, const SpoolFile& body) {
  return write(
      [this, request, job, body](Session& session) { return enqueueIn(session, request, job, body, m_clock.nowMs()); },
      Wake::Loop);
}

QFuture<Result<QVector<DeliveryId>>> Outbox::enqueueAll(const QVector<Addressed>& addressed, JobId job) {
  return write(
      [this, addressed, job](Session& session) -> Result<QVector<DeliveryId>> {
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

QFuture<Result<DeliveryId>> Outbox::sendAgain(DeliveryId id) {
  return write(
      [this, id](Session& session) -> Result<DeliveryId> {
        auto earlier = outboxrows::delivery(session, id);
        if (!earlier) return earlier.error();
        if (!isFinal(earlier->state))
          return Error{ErrorKind::InvalidInput,
                       OutboxText::tr("Delivery %1 is still on its way: it is sent once more only after it ended.")
                           .arg(id.value),
                       {},
                       {}};
        if (earlier->spoolName.isEmpty())
          return Error{ErrorKind::InvalidInput,
                       OutboxText::tr("The body of delivery %1 is no longer kept. Run its query again.").arg(id.value),
                       {},
                       {}};
        const auto target = outboxrows::target(session, earlier->targetId);
        if (!target) return target.error();
        if (target->origin == earlier->url.origin()) {
          earlier->user = target->user;
          earlier->secretKey = target->secretKey;
          earlier->options = earlier->options.withConnectionOf(target->options);
        }
        // A person asked: no guard has a say.
        return addNew(session, *earlier, target->state, {}, m_clock.nowMs());
      },
      Wake::Loop);
}

QFuture<Result<QVector<Delivery>>> Outbox::due(const LaneScope& scope, int limit) {
  return m_database.run(
      [this, scope, limit](Session& session) { return outboxlanes::due(session, scope, limit, m_clock.nowMs()); });
}

QFuture<Result<OutboxView>> Outbox::look(const LaneScope& scope, int limit, qint64 afterId) {
  return m_database.run([this, scope, limit, afterId](Session& session) {
    return outboxlanes::look(session, scope, limit, afterId, m_clock.nowMs());
  });
}

QFuture<Result<qint64>> Outbox::nextDue(const LaneScope& scope) {
  return m_database.run([scope](Session& session) { return outboxlanes::nextDue(session, scope); });
}

QFuture<Result<Delivery>> Outbox::find(DeliveryId id) {
  return m_database.run([id](Session& session) { return outboxrows::delivery(session, id); });
}

QFuture<Result<QVector<Delivery>>> Outbox::ofJob(JobId id) {
  return m_database.run([id](Session& session) {
    return outboxrows::deliveries(session, QStringLiteral("WHERE d.job_id = ? ORDER BY d.id"), {id.value});
  });
}

QFuture<Result<QVector<Delivery>>> Outbox::newest(int limit) {
  return m_database.run([limit](Session& session) {
    return outboxrows::deliveries(session, QStringLiteral("ORDER BY d.id DESC LIMIT ?"), {limit});
  });
}

QFuture<Result<QVector<Attempt>>> Outbox::attempts(DeliveryId id) {
  return m_database.run([id](Session& session) { return outboxrows::attempts(session, id); });
}

QFuture<Result<OutboxCounts>> Outbox::counts() {
  return m_database.run([](Session& session) -> Result<OutboxCounts> {
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

QFuture<Result<std::optional<Delivery>>> Outbox::blockedBy(DeliveryId id) {
  return m_database.run([id](Session& session) -> Result<std::optional<Delivery>> {
    const auto delivery = outboxrows::delivery(session, id);
    if (!delivery) return delivery.error();
    return outboxlanes::blocker(session, *delivery);
  });
}

QFuture<Result<std::optional<Delivery>>> Outbox::overwritten(DeliveryId id) {
  return m_database.run([id](Session& session) -> Result<std::optional<Delivery>> {
    const auto delivery = outboxrows::delivery(session, id);
    if (!delivery) return delivery.error();
    return outboxlanes::overwritten(session, delivery->url.lane(), delivery->jobId, id);
  });
}

QFuture<Result<std::optional<Delivery>>> Outbox::overwrittenAt(const QString& lane, JobId job) {
  return m_database.run([lane, job](Session& session) { return outboxlanes::overwritten(session, lane, job, {}); });
}

}  // namespace courier
