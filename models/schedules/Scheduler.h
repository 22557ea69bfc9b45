#pragma once

#include <QHash>
#include <QObject>
#include <QTimer>
#include <memory>

#include "models/admin/AdminPolicyFile.h"
#include "models/base/Clock.h"
#include "models/schedules/ScheduleStore.h"

namespace courier {

/// Queues the jobs of schedules when their slots come. Lives on the main thread, which it does not block; works from
/// start() until stop(), in the one process that owns the schedules. Looks at the wall clock when the next slot is due,
/// every 30 seconds at the latest, and on wake(): a clock that jumps, or a computer that slept, is noticed then. What
/// it decides is planSchedule()'s; what it does is ScheduleStore::carryOut()'s, so that no slot runs twice.
class Scheduler final : public QObject {
  Q_OBJECT
 public:
  /// `policy`: what the administrator allows; null: everything.
  Scheduler(ScheduleStore& schedules, const Clock& clock, const AdminPolicyFile* policy = nullptr,
            QObject* parent = nullptr);

  void start();
  void stop();
  /// Looks now: the computer woke up, or a job ended.
  void wake();

 Q_SIGNALS:
  /// Jobs were queued: somebody should work the queue.
  void queued();
  /// Everything that is due now has been decided on and written.
  void looked();
  /// courier.db could not be read or written; it is tried again with the next look.
  void failed(const courier::Error& error);

 private:
  void look();
  void decide(const QVector<ScheduleView>& views);
  /// It cannot be decided on: nobody knows when it is to run.
  void refuse(const Schedule& schedule, const Error& error);
  void oneDone();
  /// Why slots before this look were not run when they came.
  [[nodiscard]] schedulenotices::Absence absence() const;
  CronWalk& walkOf(const Schedule& schedule);

  struct Walk {
    CronExpression cron;
    QString zone;
    std::unique_ptr<CronWalk> walk;
  };

  ScheduleStore& m_schedules;
  const Clock& m_clock;
  const AdminPolicyFile* m_policy;
  QTimer m_timer;
  QHash<ScheduleId, std::shared_ptr<Walk>> m_walks;
  bool m_isOn = false;
  bool m_hasLooked = false;  ///< since start()
  qint64 m_lookedMs = 0;     ///< the last look by the monotonic clock, and how much of that time was sleep
  qint64 m_asleepMs = 0;
  bool m_isLooking = false;
  bool m_looksAgain = false;
  bool m_hasQueued = false;
  int m_open = 0;       ///< plans that are being carried out
  qint64 m_wakeMs = 0;  ///< of the present look
};

}  // namespace courier
