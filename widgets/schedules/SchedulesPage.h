#pragma once

#include <QString>
#include <QTimer>
#include <functional>

#include "models/base/WhenDone.h"
#include "models/notices/Notice.h"
#include "models/schedules/ScheduleTableModel.h"
#include "widgets/common/Page.h"
#include "widgets/schedules/ScheduleDialog.h"

namespace courier {

class Button;
class DataTable;
class Note;
class NoticeList;
class RecordList;
class Timeline;

/// When schedules run and when not, as the top of their page says it.
struct ScheduleBanner {
  QString sentence;  ///< "" says nothing
  bool isWarning = false;
  QString buttonText;  ///< what can be done about it; "" for no button
};

/// The page of schedules: when they run, the next 24 hours, the list with its switches, and all that can be done with
/// one. Main thread; what it is given outlives it.
class SchedulesPage final : public Page {
  Q_OBJECT
 public:
  explicit SchedulesPage(ScheduleDialog::Parts parts, QWidget* parent = nullptr);
  ~SchedulesPage() override;

  /// "3 schedules, 2 on", for the status bar; "" before the first load.
  [[nodiscard]] QString statusText() const;
  [[nodiscard]] int onCount() const;
  /// The run that comes next: "Next: hourly_count_example 10:00 Asia/Tokyo"; "" for none.
  [[nodiscard]] QString nextText() const;
  /// What the top says of when schedules run.
  void setBanner(const ScheduleBanner& banner);
  /// What there is to tell of schedules, oldest first.
  void showNotices(const QVector<Notice>& notices);
  [[nodiscard]] DataTable* table() const;

 public Q_SLOTS:
  void newSchedule();
  /// The dialog for a new schedule that begins with this statement.
  void scheduleQuery(const QString& name, const QString& sql, courier::ConnectionId connection);
  void editSchedule(courier::ScheduleId id);
  void runNow(courier::ScheduleId id);
  void openHistory(courier::ScheduleId id);
  void openBackfill(courier::ScheduleId id);
  /// Reads the list again, soon: many calls make one.
  void reload();

 Q_SIGNALS:
  void statusChanged();
  /// A schedule was saved while there was no other.
  void firstSaved();
  /// Jobs were queued.
  void queued();
  void bannerButtonClicked();
  void jobWanted(courier::JobId id);
  /// This schedule's history is before a person; id 0: all that is told of schedules was read.
  void lookedAt(courier::ScheduleId id);
  /// So was this notice.
  void noticeDismissed(qint64 noticeId);
  /// Something that a schedule's history shows may have changed.
  void reloadAsked();

 private:
  void buildList();
  void connectList();
  void load();
  void showOverviews(const Expected<QVector<ScheduleOverview>>& overviews);
  /// Of the current schedule, else of the first that lost its target or its connection.
  void showLacks();
  void tick();
  ScheduleDialog* openDialog(const Schedule& schedule);
  void openMenu(int row, const QPoint& at);
  void duplicate(const Schedule& schedule);
  void toggle(const Schedule& schedule);
  void askDelete(const Schedule& schedule);
  void withSchedule(ScheduleId id, const std::function<void(const Schedule& schedule)>& use);
  void backfill(ScheduleId id, const QVector<qint64>& slotsMs);

  ScheduleDialog::Parts m;
  ScheduleTableModel m_model;
  Soon m_soon;
  QTimer m_tick;  ///< the next runs move as time goes
  Note* m_banner;
  NoticeList* m_notices;
  Note* m_note;
  Note* m_lacks;  ///< a schedule that cannot run, with the mend
  Button* m_create;
  RecordList* m_list;
  Timeline* m_timeline;
  ScheduleId m_wanted;  ///< to select once the list holds it
  bool m_loaded = false;
};

}  // namespace courier
