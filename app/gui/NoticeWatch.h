#pragma once

#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>
#include <QVector>

#include "models/notices/NoticeStore.h"

namespace courier {

/// What to say outside the window of the notices that nobody has looked at: one message a target until somebody looks,
/// and one more, in its place, when the target takes results again. Pure but for what it remembers.
class NoticeTeller {
 public:
  /// Those of `unseen` (oldest first) that are to be said now. What was there before the first call is not said.
  [[nodiscard]] QVector<Notice> toTell(const QVector<Notice>& unseen);
  /// What of the keys that were said is looked at since.
  [[nodiscard]] QStringList lookedAt(const QVector<Notice>& unseen);

 private:
  struct Told {
    bool failure = false;
    bool recovery = false;
  };
  QHash<QString, Told> m_told;  ///< by noticeKey()
  bool m_started = false;
};

/// What a notice is about, as a key: its target, else its schedule.
[[nodiscard]] QString noticeKey(const Notice& notice);
/// The newest one of this key, or, with "", the newest that wants a person (any but a recovery); null: none.
[[nodiscard]] const Notice* newestNotice(const QVector<Notice>& unseen, const QString& key = {});
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

 public Q_SLOTS:
  /// Reads soon; many calls make one reading.
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
};

}  // namespace courier
