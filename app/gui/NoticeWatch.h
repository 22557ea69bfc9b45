#pragma once

#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>
#include <QVector>

#include "models/notices/NoticeStore.h"

namespace courier {

/// What to say outside the window of the notices that nobody has looked at: one message a target until somebody looks,
/// and one more, in its place, when the target takes results again. All that is about schedules has one message, which
/// says each notice once and how many more wait. Pure but for what it remembers.
class NoticeTeller {
 public:
  /// What of `unseen` (oldest first) is to be said now. What was there before the first call is not said.
  [[nodiscard]] QVector<Notice> toTell(const QVector<Notice>& unseen);
  /// What of the keys that were said is looked at since.
  [[nodiscard]] QStringList lookedAt(const QVector<Notice>& unseen);

 private:
  struct Told {
    bool failure = false;
    bool recovery = false;
  };
  [[nodiscard]] bool isNew(const Notice& notice);
  QHash<QString, Told> m_told;   ///< by noticeKey()
  QSet<qint64> m_toldSchedules;  ///< ids of notices of schedules
  bool m_started = false;
};

inline const QString kSchedulesKey = QStringLiteral("schedules");
/// What a notice is about, as a key: its target's, else kSchedulesKey.
[[nodiscard]] QString noticeKey(const Notice& notice);
/// The newest one of this key, or, with "", the newest of a target that wants a person; null: none.
[[nodiscard]] const Notice* newestNotice(const QVector<Notice>& unseen, const QString& key = {});
/// Whether it is about schedules and no target.
[[nodiscard]] bool isOfSchedules(const Notice& notice);
/// "Target paused": a few words above a notice's sentence.
[[nodiscard]] QString noticeTitle(NoticeKind kind);

/// Keeps the notices that nobody has looked at, read again soon after every change, and says when there is one to tell.
/// Main thread.
class NoticeWatch final : public QObject {
  Q_OBJECT
 public:
  explicit NoticeWatch(NoticeStore& notices, QObject* parent = nullptr);

  /// A person looks at this target now.
  void lookedAt(TargetId target);
  /// A person looks at this schedule's history now; without a schedule: has seen all that is told of schedules.
  void lookedAtSchedule(ScheduleId schedule);
  void dismiss(qint64 noticeId);
  /// Of schedules, oldest first.
  [[nodiscard]] QVector<Notice> ofSchedules() const;

 public Q_SLOTS:
  /// Reads once nothing more comes, or at the latest after two seconds: many calls make one reading.
  void refresh();

 Q_SIGNALS:
  void changed();
  void told(const courier::Notice& notice);
  /// Somebody looked at what had been told under this key.
  void withdrawn(const QString& key);

 private:
  void read();
  NoticeStore& m_notices;
  NoticeTeller m_teller;
  QVector<Notice> m_unseen;
  QTimer m_soon;
  QTimer m_latest;
};

}  // namespace courier
