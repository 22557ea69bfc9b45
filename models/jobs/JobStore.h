#pragma once

#include <QFuture>
#include <QObject>
#include <QVector>

#include "models/base/Clock.h"
#include "models/base/Result.h"
#include "models/delivery/Outbox.h"
#include "models/jobs/Job.h"
#include "models/storage/Database.h"

namespace courier {

/// A job with one of its deliveries (or none): a line of the Jobs page.
struct JobLine {
  Job job;
  std::optional<Delivery> delivery;
};

/// Which lines a list wants; empty fields do not restrict.
struct JobFilter {
  enum class Group { All, NeedsYou, Waiting };
  Group group = Group::All;
  QString text;  ///< in the query's name, its SQL, or the target
  int limit = 500;
  qint64 beforeJob = 0;  ///< only jobs with a smaller id, for paging; 0: from the newest
};

/// The job table of courier.db. Thread-safe; work happens on the store thread.
class JobStore final : public QObject {
  Q_OBJECT
 public:
  JobStore(Database& database, const Clock& clock, QObject* parent = nullptr);

  /// Saves a new job in state queued, or running under `runner` when that is given.
  [[nodiscard]] QFuture<Result<JobId>> create(const Job& job, const QString& runner = {});
  /// Takes the queued job of highest priority (then oldest) for `runner`: it is running now. Nothing when none waits.
  [[nodiscard]] QFuture<Result<std::optional<Job>>> takeQueued(const QString& runner);
  /// Ends a job well: its result, and, where it has a plan and a body, its delivery, in one transaction. A job without
  /// a plan ends the same with no delivery.
  struct Ended {
    std::optional<DeliveryId> delivery;
  };
  [[nodiscard]] QFuture<Result<Ended>> succeed(JobId id, qint64 rows, bool truncated, const Columns& columns,
                                               const std::optional<SpoolFile>& body);
  /// Ends a job as error (with its sentence) or killed. Only queued and running jobs; else Busy.
  [[nodiscard]] QFuture<Result<void>> fail(JobId id, JobState state, const QString& sentence);
  /// Asks for an end: a queued job is killed at once, a running one marked for its runner. NotFound, or InvalidInput
  /// when it has ended already.
  [[nodiscard]] QFuture<Result<JobState>> requestKill(JobId id);
  /// Of these running jobs, those whose end was asked for.
  [[nodiscard]] QFuture<Result<QVector<JobId>>> killRequested(const QVector<JobId>& running);
  /// Running jobs of runners other than `alive` become error: "interrupted: the program that ran it ended". Their ids.
  [[nodiscard]] QFuture<Result<QVector<JobId>>> recover(const QVector<QString>& alive);
  /// The runners that jobs in state running name.
  [[nodiscard]] QFuture<Result<QVector<QString>>> runners();

  [[nodiscard]] QFuture<Result<Job>> find(JobId id);
  [[nodiscard]] QFuture<Result<QVector<JobLine>>> lines(const JobFilter& filter);
  struct Totals {
    qint64 jobs = 0;
    qint64 keptBodyBytes = 0;
    qint64 needsYou = 0;  ///< deliveries held or refused and not sent again
    qint64 waiting = 0;
  };
  [[nodiscard]] QFuture<Result<Totals>> totals();

 Q_SIGNALS:
  void changed();

 private:
  Database& m_database;
  const Clock& m_clock;
};

}  // namespace courier
