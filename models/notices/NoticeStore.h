#pragma once

#include <QFuture>
#include <QVector>

#include "models/notices/Notice.h"
#include "models/storage/Store.h"

namespace courier {

/// The notice table of courier.db: messages that nobody has looked at yet. A target has at most one of each kind, so
/// that a night of failures makes one notice in the morning. The notices of schedules are written by schedulenotices.
/// Thread-safe: work happens on the store thread.
class NoticeStore final : public Store {
  Q_OBJECT
 public:
  NoticeStore(Database& database, const Clock& clock, QObject* parent = nullptr);

  /// Those that nobody has looked at, oldest first; of one target only where `target` is given.
  [[nodiscard]] QFuture<Expected<QVector<Notice>>> unseen(TargetId target = {});
  /// Somebody looked at what there is to this target (at all of them without one); how many were new.
  [[nodiscard]] QFuture<Expected<int>> markSeen(TargetId target = {});
  /// The same of what there is to this schedule alone; without one, of all that is about schedules.
  [[nodiscard]] QFuture<Expected<int>> markScheduleSeen(ScheduleId schedule = {});
  /// The same of one notice.
  [[nodiscard]] QFuture<Expected<int>> markOneSeen(qint64 noticeId);

  /// Within a caller's transaction, on the store thread. Where a notice of this kind waits for this target already, it
  /// gets the newer text and delivery, and its time stays.
  [[nodiscard]] static Expected<void> addIn(Session& session, const Notice& notice, qint64 nowMs);
  /// A notice of this kind that waits for this target holds no longer. Likewise.
  [[nodiscard]] static Expected<void> withdrawIn(Session& session, TargetId target, NoticeKind kind, qint64 nowMs);
};

}  // namespace courier
