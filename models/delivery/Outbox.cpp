#include "models/delivery/Outbox.h"

#include <QCoreApplication>
#include <QUuid>

#include "models/delivery/FailureText.h"
#include "models/delivery/OutboxLanes.h"
#include "models/delivery/OutboxRows.h"

namespace courier {
namespace {

struct OutboxText {
  Q_DECLARE_TR_FUNCTIONS(Outbox)
};

/// A new delivery waits, or is held where its target takes nothing now.
Result<DeliveryId> addNew(Session& session, Delivery delivery, TargetState target, qint64 nowMs) {
  delivery.idempotencyKey = QUuid::createUuid().toString(QUuid::WithoutBraces);
  delivery.createdMs = nowMs;
  delivery.nextTryMs = nowMs;
  delivery.giveUpMs = nowMs + retrypolicy::maxAgeMs;
  delivery.state = DeliveryState::Waiting;
  delivery.reason.clear();
  delivery.reasonKind = ReasonKind::None;
  if (target != TargetState::Active) {
    delivery.state = DeliveryState::Held;
    delivery.reasonKind = ReasonKind::TargetPaused;
    delivery.reason = targetHeldText(target, delivery.targetText);
  }
  auto id = outboxrows::insert(session, delivery);
  if (!id) return id;
  if (delivery.state == DeliveryState::Waiting) {
    if (auto asked = outboxlanes::tryOriginEarly(session, delivery.url.origin(), nowMs); !asked) return asked.error();
  }
  return id;
}

}  // namespace

Outbox::Outbox(Database& database, const Clock& clock, QObject* parent)
    : QObject(parent), m_database(database), m_clock(clock) {}

Outbox::~Outbox() {
  m_database.run([](Session&) -> Result<void> { return {}; }).waitForFinished();
}

Result<DeliveryId> Outbox::enqueueIn(Session& session, const DeliveryRequest& request, JobId job, const SpoolFile& body,
                                     qint64 nowMs) {
  const auto target = outboxrows::target(session, request.targetId);
  if (!target) return target.error();
  if (request.latestWins) {
    const auto cancelled = session.change(
        QStringLiteral("UPDATE delivery SET state = 'cancelled', reason = ?, reason_kind = ?, finished_at = ? WHERE "
                       "address = ? AND state = 'waiting'"),
        {supersededText(), reasonKindKey(ReasonKind::Superseded), nowMs, request.url.lane()});
    if (!cancelled) return cancelled.error();
  }
  Delivery delivery;
  delivery.jobId = job;
  delivery.targetId = request.targetId;
  delivery.targetText = request.targetText;
  delivery.url = request.url;
  delivery.user = request.user;
  delivery.secretKey = request.secretKey;
  delivery.method = request.method;
  delivery.options = request.options;
  delivery.spoolName = body.name;
  delivery.contentType = body.contentType;
  delivery.bodyBytes = body.bytes;
  delivery.bodySha256 = body.sha256;
  delivery.rows = body.rows;
  delivery.truncated = body.truncated;
  return addNew(session, delivery, target->state, nowMs);
}

QFuture<Result<DeliveryId>> Outbox::enqueue(const DeliveryRequest& request, JobId job, const SpoolFile& body) {
  return write(
      [this, request, job, body](Session& session) { return enqueueIn(session, request, job, body, m_clock.nowMs()); },
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
        return addNew(session, *earlier, target->state, m_clock.nowMs());
      },
      Wake::Loop);
}

QFuture<Result<QVector<Delivery>>> Outbox::due(const LaneScope& scope, int limit) {
  return m_database.run(
      [this, scope, limit](Session& session) { return outboxlanes::due(session, scope, limit, m_clock.nowMs()); });
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
        QStringLiteral("SELECT COUNT(*) FILTER (WHERE state IN ('waiting', 'sending')), "
                       "COUNT(*) FILTER (WHERE state = 'held'), "
                       "COUNT(*) FILTER (WHERE state IN ('refused', 'expired') AND NOT EXISTS (SELECT 1 FROM delivery "
                       "later WHERE later.job_id = d.job_id AND later.address = d.address AND later.id > d.id)) "
                       "FROM delivery d"),
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

}  // namespace courier
