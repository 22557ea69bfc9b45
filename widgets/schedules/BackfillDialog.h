#pragma once

#include <QDateTime>
#include <QStandardItemModel>
#include <QTimeZone>
#include <QTimer>

#include "models/schedules/ScheduleStore.h"
#include "models/schedules/SlotRange.h"
#include "widgets/common/Dialog.h"

class QDateTimeEdit;

namespace courier {

class DataTable;
class DimLabel;
class Note;

/// Runs a schedule for slots that have passed: from, to, in the schedule's zone; the slots between them are listed
/// before anything runs. A hundred at a time, the oldest first; it stays open, so that the rest can follow. Main
/// thread; the store and the clock outlive it.
class BackfillDialog final : public Dialog {
  Q_OBJECT
 public:
  BackfillDialog(ScheduleStore& schedules, const Schedule& schedule, const Clock& clock, QWidget* parent = nullptr);
  ~BackfillDialog() override;

  /// Local times of the schedule's zone; the day until now without it.
  void setRange(qint64 fromMs, qint64 toMs);
  /// What would run now.
  [[nodiscard]] const SlotRange& range() const { return m_range; }

 Q_SIGNALS:
  /// Jobs were queued: somebody should work the queue.
  void queued();
  /// The list tells what became of its slots before.
  void listed();

 private:
  void build();
  [[nodiscard]] QDateTimeEdit* newEdit(const char* name);
  [[nodiscard]] qint64 instantOf(const QDateTimeEdit& edit) const;
  void list();
  void mark(const QVector<SlotRecord>& records);
  void sayRange(bool isToAhead);
  void setBusy(bool isBusy);
  void run();

  ScheduleStore& m_schedules;
  const Clock& m_clock;
  const Schedule m_schedule;
  const QTimeZone m_zone;
  SlotRange m_range;
  QStandardItemModel m_model;
  QTimer m_typed;
  int m_generation = 0;
  qint64 m_givenFromMs = 0;  ///< setRange()'s, while m_from shows it: one of two passes of an autumn hour, perhaps
  QDateTime m_givenFrom;
  QDateTimeEdit* m_from = nullptr;
  QDateTimeEdit* m_to = nullptr;
  DimLabel* m_count;
  DataTable* m_table;
  Note* m_note;     ///< what is odd about the range
  Note* m_outcome;  ///< what came of the last run
  Button* m_close;
  Button* m_run;
};

}  // namespace courier
