#pragma once

#include "models/base/WhenDone.h"
#include "models/schedules/ScheduleStore.h"
#include "models/schedules/SlotTableModel.h"
#include "widgets/common/Dialog.h"
#include "widgets/common/Theme.h"

class QLabel;
class QStackedWidget;

namespace courier {

class DataTable;
class DimLabel;
class EmptyState;
class Note;

/// What became of a schedule's slots, newest first, kept up to date; a page of older ones is added on demand. Main
/// thread; the store and the clock outlive it.
class HistoryDialog final : public Dialog {
  Q_OBJECT
 public:
  static constexpr int page = 500;

  HistoryDialog(ScheduleStore& schedules, const Schedule& schedule, const Clock& clock, QWidget* parent = nullptr);
  ~HistoryDialog() override;

  /// What came of a backfill that was wanted.
  void report(const Expected<QVector<JobId>>& queued);

 public Q_SLOTS:
  /// Reads soon, as when a job or a delivery has changed; many calls make one reading.
  void refresh();

 Q_SIGNALS:
  void jobWanted(courier::JobId job);
  /// These slots (UTC ms) are to be run now; report() says what came of it.
  void backfillWanted(courier::ScheduleId schedule, const QVector<qint64>& slotsMs);
  /// The list on the screen is what the store says.
  void shown();

 private:
  void build();
  void read();
  void showLines(const QVector<SlotLine>& lines);
  void showChosen();
  [[nodiscard]] const SlotLine* chosen() const;
  void openJob();
  void openMenu(const QPoint& at);
  void runSlot();
  [[nodiscard]] QString emptyText() const;

  ScheduleStore& m_schedules;
  const Clock& m_clock;
  const Schedule m_schedule;
  SlotTableModel m_model;
  Soon m_soon;
  int m_limit = page;
  bool m_isReading = false;
  bool m_readsAgain = false;
  Note* m_note;
  QStackedWidget* m_stack;
  EmptyState* m_empty;
  DataTable* m_table;
  QLabel* m_reason;
  DimLabel* m_count;
  Button* m_more;
  Button* m_open;
  Button* m_run;
};

}  // namespace courier
