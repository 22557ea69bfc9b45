#pragma once

#include <QFuture>
#include <QVector>

#include "models/notices/ScheduleNotices.h"
#include "models/schedules/Schedule.h"
#include "models/schedules/SchedulePlan.h"
#include "models/schedules/SlotLines.h"
#include "models/storage/Store.h"

namespace courier {

/// A schedule as the scheduler sees it at one moment.
struct ScheduleView {
  Schedule schedule;
  ScheduleSituation situation;
};

/// The schedule and slot tables of courier.db. Thread-safe; work happens on the store thread.
class ScheduleStore final : public Store {
  Q_OBJECT
 public:
  ScheduleStore(Database& database, const Clock& clock, QObject* parent = nullptr);

  /// Saves a new schedule; its first slot is the first after now. AlreadyExists when the name is taken; InvalidInput
  /// names the part.
  [[nodiscard]] QFuture<Expected<ScheduleId>> create(const Schedule& schedule);
  /// Overwrites all but id and times; NotFound, and as create(). Where the expression, the zone or the switch changed,
  /// the next slot is the first after now: what passed before is not missed.
  [[nodiscard]] QFuture<Expected<void>> update(const Schedule& schedule);
  /// As update(), of the switch alone.
  [[nodiscard]] QFuture<Expected<void>> setOn(ScheduleId id, bool isOn);
  /// It cannot run as it is: switched off, and a person told why, in the same transaction. Nothing where it is off.
  [[nodiscard]] QFuture<Expected<void>> switchOff(ScheduleId id, const QString& why);
  /// Hides it; its history stays.
  [[nodiscard]] QFuture<Expected<void>> remove(ScheduleId id);
  [[nodiscard]] QFuture<Expected<Schedule>> find(ScheduleId id);
  /// NotFound: "There is no schedule named 'x'. Schedules: a, b." (at most five names).
  [[nodiscard]] QFuture<Expected<Schedule>> findByName(const QString& name);
  /// By name.
  [[nodiscard]] QFuture<Expected<QVector<Schedule>>> all();
  /// By name, with what became of each one's newest slot.
  [[nodiscard]] QFuture<Expected<QVector<ScheduleOverview>>> overviews();
  /// The number that the next job gets, whosever it is: for showing what ${job_id} becomes.
  [[nodiscard]] QFuture<Expected<JobId>> nextJobId();
  /// The newest lines of a schedule's history, newest first; 0: all.
  [[nodiscard]] QFuture<Expected<QVector<SlotRecord>>> history(ScheduleId id, int limit);
  /// The same with what became of the jobs.
  [[nodiscard]] QFuture<Expected<QVector<SlotLine>>> historyLines(ScheduleId id, int limit);
  /// Of these slots (UTC ms) those that have a line, in any order; whether or not they ran.
  [[nodiscard]] QFuture<Expected<QVector<SlotRecord>>> records(ScheduleId id, const QVector<qint64>& slotsMs);

  /// Those switched on that can be due, with what is known of their runs.
  [[nodiscard]] QFuture<Expected<QVector<ScheduleView>>> views();
  /// Carries out a sendTo in one transaction: each slot's row with its job, queued, what was missed or skipped, and how
  /// far was looked, and what a person is told of it. A slot that has a row already is left alone. `absence`: why what
  /// is late is so. The jobs that were queued.
  [[nodiscard]] QFuture<Expected<QVector<JobId>>> carryOut(
      const Schedule& schedule, const SchedulePlan& sendTo,
      schedulenotices::Absence absence = schedulenotices::Absence::Asleep);
  /// Queues jobs of kind backfill for these slots (UTC ms), in one transaction, whether or not they ran before.
  [[nodiscard]] QFuture<Expected<QVector<JobId>>> backfill(ScheduleId id, const QVector<qint64>& slotsMs);
  /// The program ends, and the jobs that `runner` runs are about to be stopped: their slots count as missed, unless one
  /// of them ends well first. Those that go on in their database are none of them. The Scheduler is stopped before. How
  /// many.
  [[nodiscard]] QFuture<Expected<int>> interruptRunning(const QString& runner);

 private:
  template <class Change>
  [[nodiscard]] QFuture<Expected<void>> overwrite(ScheduleId id, Change change);
};

}  // namespace courier
