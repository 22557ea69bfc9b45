#pragma once

#include <QWidget>

#include "models/base/Clock.h"
#include "models/notices/Notice.h"

class QVBoxLayout;

namespace courier {

class Note;

/// The notices of schedules that nobody has looked at: the newest few, each with the way to its history, and how many
/// more there are. Hidden while there is nothing. Main thread.
class NoticeList final : public QWidget {
  Q_OBJECT
 public:
  explicit NoticeList(const Clock& clock, QWidget* parent = nullptr);

  /// Oldest first; the newest stand at the top.
  void show(const QVector<Notice>& notices);

 Q_SIGNALS:
  void historyWanted(courier::ScheduleId id);
  /// A person has read this one.
  void dismissed(qint64 noticeId);
  void allDismissed();

 private:
  void rebuild();
  void addNote(const Notice& notice);
  Note* newNote();

  const Clock& m_clock;
  QVector<Notice> m_notices;
  QVBoxLayout* m_layout;
};

}  // namespace courier
