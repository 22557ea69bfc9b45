#include "models/outbox/Outbox.h"

#include <QCoreApplication>
#include <QUuid>

#include "models/outbox/FailureText.h"
#include "models/outbox/OutboxAttempts.h"
#include "models/outbox/OutboxNotices.h"
#include "models/outbox/OutboxRows.h"
#include "models/targets/TargetRows.h"

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

/// The same bytes once more, with the sign-in that its target has today. A person asked: no guard has a say.
Expected<DeliveryId> sendCopy(Session& session, Delivery delivery, qint64 nowMs) {
  const auto target = targetrows::today(session, delivery.targetId);
  if (!target) return target.error();
  delivery.to = delivery.to.withConnectionOf(target->to);
  delivery.isDismissed = false;
  return addNew(session, delivery, target->state, {}, nowMs);
}

/// What another certificate, on either side, may mend.
bool isRefusedForTrust(const Delivery& delivery) {
  const bool isTrust = delivery.reasonKind == ReasonKind::Tls || delivery.reasonKind == ReasonKind::Untrusted ||
                       delivery.reasonKind == ReasonKind::WantsClient;
  return isTrust && !delivery.spoolName.isEmpty();
}

/// A newer result takes the place of scheduled ones that still wait for its address.
Expected<void> cancelOlder(Session& session, const QString& lane, qint64 nowMs) {
  auto older = outboxrows::deliveries(
      session,
      QStringLiteral("JOIN job j ON j.id = d.job_id WHERE d.address = ? AND j.kind = 'scheduled' AND ") +
          outboxrows::isStill(DeliveryState::Waiting),
      {lane});
  if (!older) return older.error();
  for (Delivery& delivery : *older) {
    auto cancelled = outboxrows::writeEnd(session, delivery, DeliveryState::Cancelled, ReasonKind::Superseded,
                                          supersededText(), nowMs);
    if (!cancelled) return cancelled;
  }
  return {};
}

}  // namespace

Outbox::Outbox(Database& database, const Clock& clock, const AdminPolicyFile* policy, QObject* parent)
    : Store(database, clock, parent), m_policy(policy) {}

Expected<DeliveryId> Outbox::enqueueIn(Session& session, const DeliveryRequest& request, JobId job,
                                       const SpoolFile& body, qint64 nowMs) {
  const auto target = targetrows::today(session, request.targetId);
  if (!target) return target.error();
  if (body.form != request.to.options.body) {
    return Error::of(ErrorKind::Internal, OutboxTr::tr("The body is not in the format that its target asks for."));
  }
  if (request.latestWins) {
    const auto cancelled = cancelOlder(session, request.to.url.lane(), nowMs);
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
  const auto before = outboxlanes::lastDelivered(session, delivery.to.url.lane());
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

QFuture<Expected<QVector<DeliveryId>>> Outbox::enqueueAll(const QVector<Addressed>& addressed, JobId job) {
  return writeAndWake([this, addressed, job](Session& session) -> Expected<QVector<DeliveryId>> {
    QVector<DeliveryId> ids;
    for (const Addressed& one : addressed) {
      const auto id = enqueueIn(session, one.request, job, one.body, nowMs());
      if (!id) return id.error();
      ids.append(*id);
    }
    return ids;
  });
}

void Outbox::announceQueued() {
  Q_EMIT changed();
  Q_EMIT queued();
}

QFuture<Expected<DeliveryId>> Outbox::sendAgain(DeliveryId id) {
  return writeAndWake([this, id](Session& session) -> Expected<DeliveryId> {
    auto earlier = outboxrows::delivery(session, id);
    if (!earlier) return earlier.error();
    if (!isFinal(earlier->state))
      return Error::invalidInput(
          OutboxTr::tr("Delivery %1 is still on its way. Send it again after it has ended.").arg(id.value));
    if (earlier->spoolName.isEmpty())
      return Error::invalidInput(
          OutboxTr::tr("The body of delivery %1 is no longer kept. Run its query again.").arg(id.value));
    return sendCopy(session, *earlier, nowMs());
  });
}

QFuture<Expected<OutboxView>> Outbox::look(const LaneScope& scope, int limit, qint64 afterId) {
  return steps([this, scope, limit, afterId](Session& session) {
    return outboxlanes::look(session, scope, limit, afterId, nowMs());
  });
}

QFuture<Expected<Attempt>> Outbox::beginAttempt(DeliveryId id, bool early) {
  return write([this, id, early](Session& session) { return outboxattempts::begin(session, id, early, nowMs()); });
}

QFuture<Expected<Delivery>> Outbox::finishAttempt(const Attempt& attempt, const RetryDecision& decision,
                                                  const QString& reason, const LaneScope& scope) {
  return writeAndWake([this, attempt, decision, reason, scope](Session& session) {
    return outboxattempts::finish(session, attempt, decision, reason, scope, nowMs());
  });
}

QFuture<Expected<void>> Outbox::postpone(DeliveryId id, DeliveryState state, ReasonKind kind, const QString& reason,
                                         qint64 nextTryMs) {
  return write([this, id, state, kind, reason, nextTryMs](Session& session) {
    return outboxattempts::postpone(session, id, state, kind, reason, nextTryMs, nowMs());
  });
}

QFuture<Expected<int>> Outbox::recover() {
  return writeAndWake([this](Session& session) { return outboxattempts::recover(session, nowMs()); });
}

QFuture<Expected<int>> Outbox::expireOld(const LaneScope& scope) {
  return writeAndWake([this, scope](Session& session) { return outboxattempts::expireOld(session, scope, nowMs()); });
}

QFuture<Expected<int>> Outbox::tryAllEarly(const LaneScope& scope) {
  return writeAndWake([this, scope](Session& session) { return outboxlanes::tryAllEarly(session, scope, nowMs()); });
}

QFuture<Expected<void>> Outbox::tryNow(DeliveryId id) {
  return writeAndWake([this, id](Session& session) { return outboxcommands::tryNow(session, id, nowMs()); });
}

QFuture<Expected<void>> Outbox::release(DeliveryId id) {
  return writeAndWake([this, id](Session& session) { return outboxcommands::release(session, id, m_policy, nowMs()); });
}

QFuture<Expected<void>> Outbox::cancel(DeliveryId id) {
  return writeAndWake([this, id](Session& session) { return outboxcommands::cancel(session, id, nowMs()); });
}

QFuture<Expected<void>> Outbox::dismiss(DeliveryId id) {
  return write([id](Session& session) { return outboxcommands::dismiss(session, id); });
}

QFuture<Expected<int>> Outbox::sendMended(TargetId id) {
  return writeAndWake([this, id](Session& session) -> Expected<int> {
    auto refused = outboxrows::deliveries(session,
                                          QStringLiteral("WHERE d.target_id IN (%1) AND %2 ORDER BY d.id")
                                              .arg(targetrows::andItsAddress(), outboxrows::isUnanswered()),
                                          {id.value});
    if (!refused) return refused.error();
    refused->removeIf([](const Delivery& delivery) { return !isRefusedForTrust(delivery); });
    for (const Delivery& delivery : *refused) {
      if (auto sent = sendCopy(session, delivery, nowMs()); !sent) return sent.error();
    }
    return static_cast<int>(refused->size());
  });
}

QFuture<Expected<int>> Outbox::resumeTarget(TargetId id) {
  return writeAndWake([this, id](Session& session) -> Expected<int> {
    const auto resumed = outboxcommands::resume(session, id, BacklogChoice::SendAll, nowMs());
    if (!resumed) return resumed.error();
    return resumed->sent;
  });
}

QFuture<Expected<Backlog>> Outbox::backlog(TargetId id) {
  return read([id](Session& session) { return outboxcommands::backlog(session, id); });
}

QFuture<Expected<BacklogOutcome>> Outbox::resumeWith(TargetId id, BacklogChoice choice) {
  return writeAndWake(
      [this, id, choice](Session& session) { return outboxcommands::resume(session, id, choice, nowMs()); });
}

QFuture<Expected<Delivery>> Outbox::find(DeliveryId id) {
  return read([id](Session& session) { return outboxrows::delivery(session, id); });
}

QFuture<Expected<QVector<Delivery>>> Outbox::ofJob(JobId id) {
  return read([id](Session& session) {
    return outboxrows::deliveries(session, QStringLiteral("WHERE d.job_id = ? ORDER BY d.id"), {id.value});
  });
}

QFuture<Expected<QVector<Delivery>>> Outbox::newest(int limit) {
  return read([limit](Session& session) {
    return outboxrows::deliveries(session, QStringLiteral("ORDER BY d.id DESC LIMIT ?"), {limit});
  });
}

QFuture<Expected<QVector<Attempt>>> Outbox::attempts(DeliveryId id) {
  return read([id](Session& session) { return outboxrows::attempts(session, id); });
}

QFuture<Expected<OutboxCounts>> Outbox::counts() {
  return read([](Session& session) -> Expected<OutboxCounts> {
    const auto counts = session.row(
        QStringLiteral("SELECT (SELECT COUNT(*) FROM delivery WHERE lower(state) IN ('waiting', 'sending')), "
                       "(SELECT COUNT(*) FROM delivery WHERE lower(state) = 'held'), "
                       "(SELECT COUNT(*) FROM delivery d WHERE ") +
            outboxrows::isUnanswered() + u')',
        {}, [](const QSqlQuery& query) {
          return OutboxCounts{query.value(0).toLongLong(), query.value(1).toLongLong(), query.value(2).toLongLong()};
        });
    if (!counts) return counts.error();
    return counts->value_or(OutboxCounts{});
  });
}

QFuture<Expected<std::optional<Delivery>>> Outbox::ask(Question question, DeliveryId id) {
  return read([question, id](Session& session) -> Expected<std::optional<Delivery>> {
    const auto delivery = outboxrows::delivery(session, id);
    if (!delivery) return delivery.error();
    return question(session, *delivery);
  });
}

QFuture<Expected<std::optional<Delivery>>> Outbox::blockedBy(DeliveryId id) {
  return ask(outboxlanes::blocker, id);
}

QFuture<Expected<std::optional<Delivery>>> Outbox::overwritten(DeliveryId id) {
  const auto question = [](Session& session, const Delivery& delivery) {
    return outboxlanes::overwritten(session, delivery.to.url.lane(), delivery.jobId, delivery.id);
  };
  return ask(question, id);
}

QFuture<Expected<std::optional<Delivery>>> Outbox::overwrittenAt(const QString& lane, JobId job) {
  return read([lane, job](Session& session) { return outboxlanes::overwritten(session, lane, job, {}); });
}

QFuture<Expected<std::optional<Delivery>>> Outbox::deliveredBefore(DeliveryId id) {
  return ask(outboxlanes::deliveredBefore, id);
}

QFuture<Expected<std::optional<DeliveredBefore>>> Outbox::deliveredBefore(const TargetUrl& url) {
  return read([lane = url.lane()](Session& session) { return outboxlanes::lastDelivered(session, lane); });
}

}  // namespace courier
