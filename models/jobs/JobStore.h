#pragma once

#include <QFuture>
#include <QVector>
#include <functional>

#include "models/base/Clock.h"
#include "models/base/Expected.h"
#include "models/data/BatchSink.h"
#include "models/jobs/BodyRetention.h"
#include "models/jobs/Job.h"
#include "models/jobs/JobFilter.h"
#include "models/outbox/Outbox.h"
#include "models/storage/Store.h"

namespace courier {

/// A job with one of its deliveries (or none): a line of the Jobs page.
struct JobLine {
  Job job;
  std::optional<Delivery> delivery;
};

/// How a job came to its end.
enum class JobEnding {
  OfItself,  ///< success, error or killed, as its state says
  CutOff,    ///< error: the program that ran it was gone
  GoesOn     ///< it has not: the program that ran it was gone, and the database goes on with it
};
/// What the end of a job means to whoever made it; told in the transaction of the end. `job`: as it is now.
using JobFollower = std::function<Expected<void>(Session& session, const Job& job, JobEnding ending)>;

/// The job table of courier.db. Thread-safe; work happens on the store thread.
class JobStore final : public Store {
  Q_OBJECT
 public:
  /// `follower`: of the room that makes jobs by itself.
  JobStore(Database& database, const Clock& clock, JobFollower follower = {}, QObject* parent = nullptr);

  /// Saves a new job in state queued, or running under `runner` when that is given. InvalidInput for an empty SQL text,
  /// a query name with control characters, a priority or retry limit out of range. NotFound for an export whose
  /// source's body, `job.spoolName`, is not kept any more; from then on it is kept until the export has ended.
  [[nodiscard]] QFuture<Expected<JobId>> create(const Job& job, const QString& runner = {});
  /// Takes the queued job of highest priority (then oldest), or, where `only` is given, that one, for `runner`: it is
  /// running now. Nothing when none waits. Without `only`, no job of a schedule that runs already is taken, nor one of
  /// a schedule on an SQLite file on which another schedule's runs.
  [[nodiscard]] QFuture<Expected<std::optional<Job>>> takeQueued(const QString& runner, JobId only = {});
  /// Ends a job well: its result, what the database said besides, and, where it has a sendTo and a body, its delivery,
  /// in one transaction: of `sent` where that is given, else of the job's own body. A job without a sendTo ends the
  /// same with no delivery. After a delivery was queued, whoever holds the Outbox calls announceQueued(). Only queued
  /// and running jobs; else Busy.
  struct Ended {
    std::optional<DeliveryId> delivery;
  };
  [[nodiscard]] QFuture<Expected<Ended>> succeed(JobId id, qint64 rows, bool truncated, const Columns& columns,
                                                 const std::optional<SpoolFile>& body,
                                                 const std::optional<SpoolFile>& sent = {},
                                                 const QString& notices = {});
  /// Ends a job as error (with its sentence) or killed. Only queued and running jobs; else Busy.
  [[nodiscard]] QFuture<Expected<void>> fail(JobId id, JobState state, const QString& sentence);
  /// The job goes on in the database under this number ("": not any more), also when this program ends. Only queued and
  /// running jobs; else Busy.
  [[nodiscard]] QFuture<Expected<void>> keepRemote(JobId id, const QString& remoteId);
  /// Asks for an end: a queued job is killed at once, a running one marked for its runner. NotFound, or InvalidInput
  /// when it has ended already.
  [[nodiscard]] QFuture<Expected<JobState>> requestKill(JobId id);
  /// Of these running jobs, those whose end was asked for.
  [[nodiscard]] QFuture<Expected<QVector<JobId>>> killRequested(const QVector<JobId>& running);
  /// Running jobs of the runners `gone` become error: "interrupted: the program that ran it ended". Their ids. Those
  /// that go on in their database are queued again, to be taken up there. A runner that began meanwhile is in no list
  /// and keeps its jobs.
  [[nodiscard]] QFuture<Expected<QVector<JobId>>> recover(const QVector<QString>& gone);
  /// The runners that jobs in state running name.
  [[nodiscard]] QFuture<Expected<QVector<QString>>> runners();

  [[nodiscard]] QFuture<Expected<Job>> find(JobId id);
  /// The newest job of a schedule that ended well with rows to show; nothing where none has.
  [[nodiscard]] QFuture<Expected<std::optional<Job>>> newestResult(ScheduleId id);
  /// Newest job first, then newest delivery. Of a long SQL text the first 4,096 characters; find() has it whole.
  [[nodiscard]] QFuture<Expected<QVector<JobLine>>> lines(const JobFilter& filter);
  /// The targets of the history, to filter by: those that something was sent to, saved ones first.
  [[nodiscard]] QFuture<Expected<QVector<JobTarget>>> targets();
  /// The newest `limit` lines of the record (0: all) into `sink`, which lives until the future is finished and is
  /// called on the store thread; see JobRecord.
  [[nodiscard]] QFuture<Expected<void>> readRecord(BatchSink& sink, int limit);
  struct Totals {
    qint64 jobs = 0;
    qint64 keptBodyBytes = 0;  ///< of all kept bodies, each once
    qint64 needsYou = 0;       ///< deliveries, as JobFilter::Group::NeedsYou
    qint64 waiting = 0;        ///< deliveries and jobs, as JobFilter::Group::Waiting
  };
  [[nodiscard]] QFuture<Expected<Totals>> totals();

  /// What releaseBodies() would release now.
  [[nodiscard]] QFuture<Expected<ReleasedBodies>> releasableBodies(const RetentionRule& rule);
  /// Bodies that may go now: those past their retention and those beyond the cap, or all (BodyRetention); never one
  /// that a delivery which is not final, or a running job, needs. Their rows forget them in the same transaction, in
  /// which nothing can begin to need them; the caller then deletes the files.
  [[nodiscard]] QFuture<Expected<ReleasedBodies>> releaseBodies(const RetentionRule& rule);
  /// Of these names of files in the spool folder, those that no delivery and no job names.
  [[nodiscard]] QFuture<Expected<QVector<QString>>> unnamedFiles(const QVector<QString>& names);

 private:
  [[nodiscard]] Expected<void> end(Session& session, Job& job, JobState state, const QString& sentence,
                                   JobEnding ending = JobEnding::OfItself) const;

  const JobFollower m_follower;
};

}  // namespace courier
