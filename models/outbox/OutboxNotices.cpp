#include "models/outbox/OutboxNotices.h"

#include <QCoreApplication>
#include <array>
#include <utility>

#include "models/notices/NoticeStore.h"

namespace courier::outboxnotices {
namespace {

struct OutboxNoticesTr {
  Q_DECLARE_TR_FUNCTIONS(OutboxNotices)
};

Notice noticeOf(const Delivery& delivery, NoticeKind kind, const QString& text) {
  Notice notice;
  notice.kind = kind;
  notice.targetId = delivery.targetId;
  notice.deliveryId = delivery.id;
  notice.text = text;
  return notice;
}

/// Something failed, so that "takes results again" holds no longer.
Expected<void> addFailure(Session& session, const Delivery& delivery, NoticeKind kind, qint64 nowMs) {
  auto withdrawn = NoticeStore::withdrawIn(session, delivery.targetId, NoticeKind::Recovered, nowMs);
  if (!withdrawn) return withdrawn;
  return NoticeStore::addIn(session, noticeOf(delivery, kind, delivery.reason), nowMs);
}

/// The delivery before this one in its lane failed for good.
Expected<bool> followsFailure(Session& session, const Delivery& delivery) {
  const auto state = session.row(
      QStringLiteral("SELECT state FROM delivery WHERE target_id = ? AND id < ? AND address = ? AND state IN "
                     "('delivered', 'refused', 'expired') ORDER BY id DESC LIMIT 1"),
      {delivery.targetId.value, delivery.id.value, delivery.to.url.lane()},
      [](const QSqlQuery& query) { return query.value(0).toString(); });
  if (!state) return state.error();
  return state->has_value() && **state != deliveryStateKey(DeliveryState::Delivered);
}

/// Nobody has looked at a failure yet that this delivery shows to be over, and it was not told before.
Expected<bool> endsUnseenFailure(Session& session, const Delivery& delivery) {
  const auto found = session.row(
      QStringLiteral(
          "SELECT 1 FROM notice n JOIN target t ON t.id = n.target_id LEFT JOIN delivery d ON d.id = n.delivery_id "
          "WHERE n.target_id = ? AND n.seen_at IS NULL AND n.delivery_id <= ? "
          "AND (n.kind IN ('refused', 'expired') AND d.address = ? "
          "     OR n.kind IN ('paused', 'disabled') AND t.state = 'active') "
          "AND NOT EXISTS (SELECT 1 FROM notice r WHERE r.target_id = n.target_id AND r.kind = 'recovered' AND "
          "r.delivery_id >= n.delivery_id) LIMIT 1"),
      {delivery.targetId.value, delivery.id.value, delivery.to.url.lane()}, [](const QSqlQuery&) { return true; });
  if (!found) return found.error();
  return found->has_value();
}

Expected<void> afterDelivered(Session& session, const Delivery& delivery, qint64 nowMs) {
  auto recovered = followsFailure(session, delivery);
  if (recovered && !*recovered) recovered = endsUnseenFailure(session, delivery);
  if (!recovered) return recovered.error();
  if (!*recovered) return {};
  return NoticeStore::addIn(session,
                            noticeOf(delivery, NoticeKind::Recovered,
                                     OutboxNoticesTr::tr("'%1' accepts results again: delivery %2 arrived.")
                                         .arg(delivery.targetText, QString::number(delivery.id.value))),
                            nowMs);
}

struct Origin {
  bool isScheduled = false;
  ScheduleId schedule;
};

Expected<Origin> originOf(Session& session, JobId job) {
  const auto origin = session.row(
      QStringLiteral("SELECT kind, schedule_id FROM job WHERE id = ?"), {job.value}, [](const QSqlQuery& query) {
        const QString kind = query.value(0).toString();
        return Origin{kind == QLatin1String("scheduled") || kind == QLatin1String("backfill"),
                      ScheduleId{query.value(1).toLongLong()}};
      });
  if (!origin) return origin.error();
  return origin->value_or(Origin{});
}

}  // namespace

Expected<void> afterAttempt(Session& session, const Delivery& delivery, const RetryDecision& decision, qint64 nowMs) {
  if (decision.disablesTarget) return addFailure(session, delivery, NoticeKind::Disabled, nowMs);
  if (decision.pausesTarget) return addFailure(session, delivery, NoticeKind::Paused, nowMs);
  switch (delivery.state) {
    case DeliveryState::Held:
      // Held for its target's sake it is one of many, and that was told.
      if (decision.state != DeliveryState::Held) return {};
      return afterHold(session, delivery, nowMs);
    case DeliveryState::Refused:
      return addFailure(session, delivery, NoticeKind::Refused, nowMs);
    case DeliveryState::Expired:
      return afterExpiry(session, delivery, nowMs);
    case DeliveryState::Delivered:
      return afterDelivered(session, delivery, nowMs);
    default:
      return {};
  }
}

Expected<void> afterExpiry(Session& session, const Delivery& delivery, qint64 nowMs) {
  return addFailure(session, delivery, NoticeKind::Expired, nowMs);
}

Expected<void> afterHold(Session& session, const Delivery& delivery, qint64 nowMs) {
  const NoticeKind kind = delivery.reasonKind == ReasonKind::Guard ? NoticeKind::Guard : NoticeKind::Held;
  return NoticeStore::addIn(session, noticeOf(delivery, kind, delivery.reason), nowMs);
}

Expected<void> afterQueued(Session& session, const Delivery& delivery, const std::optional<DeliveredBefore>& before,
                           qint64 nowMs) {
  const auto origin = originOf(session, delivery.jobId);
  if (!origin) return origin.error();
  if (!origin->isScheduled) return {};
  const ScheduledRemarks remarks = scheduledRemarks(factsOf(delivery), before, delivery.targetText);
  const std::array<std::pair<NoticeKind, QString>, 3> told = {{{NoticeKind::Empty, remarks.empty},
                                                               {NoticeKind::Cut, remarks.cut},
                                                               {NoticeKind::ColumnsChanged, remarks.columnsChanged}}};
  for (const auto& [kind, text] : told) {
    if (text.isEmpty()) continue;
    Notice notice = noticeOf(delivery, kind, text);
    notice.scheduleId = origin->schedule;
    if (auto added = NoticeStore::addIn(session, notice, nowMs); !added) return added;
  }
  return {};
}

}  // namespace courier::outboxnotices
