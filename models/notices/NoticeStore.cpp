#include "models/notices/NoticeStore.h"

namespace courier {
namespace {

/// NULL stands for "none".
template <class Tag>
QVariant orNull(Id<Tag> id) {
  return id.isValid() ? QVariant(id.value) : QVariant();
}

struct Row {
  Notice notice;
  bool isKnown = false;
};

Row readRow(const QSqlQuery& query) {
  Row row;
  const auto kind = noticeKindFromKey(query.value(1).toString());
  row.isKnown = kind.has_value();
  row.notice.id = query.value(0).toLongLong();
  row.notice.kind = kind.value_or(NoticeKind::Refused);
  row.notice.targetId.value = query.value(2).toLongLong();
  row.notice.deliveryId.value = query.value(3).toLongLong();
  row.notice.scheduleId.value = query.value(4).toLongLong();
  row.notice.text = query.value(5).toString();
  row.notice.createdMs = query.value(6).toLongLong();
  return row;
}

}  // namespace

NoticeStore::NoticeStore(Database& database, const Clock& clock, QObject* parent) : Store(database, clock, parent) {}

QFuture<Expected<QVector<Notice>>> NoticeStore::unseen(TargetId target) {
  return Store::read([target](Session& session) -> Expected<QVector<Notice>> {
    const auto rows = session.rows(
        QStringLiteral("SELECT id, kind, target_id, delivery_id, schedule_id, text, created_at FROM notice WHERE "
                       "seen_at IS NULL AND ? IN (0, target_id) ORDER BY id"),
        {target.value}, readRow);
    if (!rows) return rows.error();
    QVector<Notice> notices;
    for (const Row& row : *rows) {
      // A newer version's kind is nothing to this one.
      if (row.isKnown) notices.append(row.notice);
    }
    return notices;
  });
}

QFuture<Expected<int>> NoticeStore::markSeen(TargetId target) {
  return write([target, now = nowMs()](Session& session) {
    return session.change(QStringLiteral("UPDATE notice SET seen_at = ? WHERE seen_at IS NULL AND ? IN (0, target_id)"),
                          {now, target.value});
  });
}

QFuture<Expected<int>> NoticeStore::markScheduleSeen(ScheduleId schedule) {
  return write([schedule, now = nowMs()](Session& session) {
    return session.change(QStringLiteral("UPDATE notice SET seen_at = ? WHERE seen_at IS NULL AND target_id IS NULL "
                                         "AND ? IN (0, schedule_id)"),
                          {now, schedule.value});
  });
}

QFuture<Expected<int>> NoticeStore::markOneSeen(qint64 noticeId) {
  return write([noticeId, now = nowMs()](Session& session) {
    return session.change(QStringLiteral("UPDATE notice SET seen_at = ? WHERE id = ? AND seen_at IS NULL"),
                          {now, noticeId});
  });
}

Expected<void> NoticeStore::addIn(Session& session, const Notice& notice, qint64 nowMs) {
  const auto renewed = session.change(
      QStringLiteral(
          "UPDATE notice SET text = ?, delivery_id = ?, schedule_id = ? WHERE target_id = ? AND kind = ? AND "
          "seen_at IS NULL"),
      {notice.text, orNull(notice.deliveryId), orNull(notice.scheduleId), notice.targetId.value,
       noticeKindKey(notice.kind)});
  if (!renewed) return renewed.error();
  if (*renewed > 0) return {};
  const auto added = session.insert(
      QStringLiteral(
          "INSERT INTO notice (kind, target_id, delivery_id, schedule_id, text, created_at) VALUES (?, ?, ?, "
          "?, ?, ?)"),
      {noticeKindKey(notice.kind), orNull(notice.targetId), orNull(notice.deliveryId), orNull(notice.scheduleId),
       notice.text, nowMs});
  if (!added) return added.error();
  return {};
}

Expected<void> NoticeStore::withdrawIn(Session& session, TargetId target, NoticeKind kind, qint64 nowMs) {
  const auto withdrawn = session.change(
      QStringLiteral("UPDATE notice SET seen_at = ? WHERE target_id = ? AND kind = ? AND seen_at IS NULL"),
      {nowMs, target.value, noticeKindKey(kind)});
  if (!withdrawn) return withdrawn.error();
  return {};
}

}  // namespace courier
