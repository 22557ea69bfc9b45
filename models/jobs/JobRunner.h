#pragma once

#include <QFuture>
#include <QObject>
#include <functional>
#include <memory>
#include <optional>

#include "models/data/RowSource.h"
#include "models/jobs/JobStore.h"
#include "models/query/ConnectionStore.h"
#include "models/query/QueryRunner.h"
#include "models/secrets/SecretStore.h"

namespace courier {

struct JobBodies;

/// What a run in this process has beside its request.
struct RunOptions {
  Connection connection = {};
  TextPosition origin = {};                ///< of the SQL text in the editor
  bool keepBody = true;                    ///< spool the result although it is sent nowhere
  std::shared_ptr<BatchSink> viewer = {};  ///< also gets every row (grid, printing); with one, all rows are read
  CancelToken cancel = {};
  CancelToken leave = {};  ///< cancelled before it where this program ends, and what goes on by itself is to
  bool lasts = false;      ///< where its database can, it goes on there without this program, which finds it again
  qint64 mostRows = 0;     ///< with a viewer: no more than these are read; 0: all
  std::shared_ptr<RunProgress> progress = {};  ///< where it is also told how far the database is; null: nobody asks
};

/// How a job ended well.
struct JobOutcome {
  JobId job;
  QuerySummary summary;
  std::optional<SpoolFile> body;  ///< the job's own
  std::optional<SpoolFile> sent;  ///< the delivery's, where its form is another one
  std::optional<DeliveryId> delivery;
};

/// Runs jobs: query → rows → spool file → history and outbox, in that order. Lives on the main thread (of the window
/// or of the console program), which it never blocks; spool files are finished on a thread of its own. A job that was
/// begun ends in the history exactly once: as success, error or killed.
class JobRunner final : public QObject {
  Q_OBJECT
 public:
  /// `runner`: this process's name in job.runner (its liveness lock's file name).
  JobRunner(JobStore& jobs, Outbox& outbox, ConnectionStore& connections, SecretStore& secrets, QueryRunner& queries,
            QString spoolFolder, QString runner, QObject* parent = nullptr);
  ~JobRunner() override;

  /// Runs it in this process, now, on the connection of the options, which the request takes over. `begun` is called
  /// with the job's id once it is in the history. Errors: kind Cancelled for a killed job, else what the query, the
  /// keychain or the disk said.
  [[nodiscard]] QFuture<Expected<JobOutcome>> run(JobRequest request, RunOptions options,
                                                  std::function<void(JobId)> begun = {});
  /// Only writes the job down as queued, for the owner to run.
  [[nodiscard]] QFuture<Expected<JobId>> queue(const JobRequest& request);
  /// Owner: runs queued jobs, `parallel` at a time, highest priority first, until stopQueue(). Call again whenever
  /// something may have been queued.
  void workQueue(int parallel = 2);
  void stopQueue();
  /// Runs one queued job here, now, whatever the others; nothing when somebody took it first.
  void runQueuedJob(JobId id);
  /// Stops the queue and kills what runs or is about to, but for what goes on in its database by itself; finishes when
  /// all that was killed is in the history.
  [[nodiscard]] QFuture<void> stop();
  /// "Send what I see": spools every row of a shown result and queues its delivery to each of several targets, as
  /// deliveries of the job that made it, all in one transaction or none, in this order. No query runs. `moreRowsExist`:
  /// the database had further rows that were not fetched. Requests whose body is the same (form, and rows after their
  /// cap) share one spool file; each other form gets a file of its own from the same rows, as a delivery names its own
  /// body anyway: no second job is needed.
  [[nodiscard]] QFuture<Expected<QVector<DeliveryId>>> sendShownToAll(JobId job,
                                                                      std::shared_ptr<const RowSource> result,
                                                                      const QVector<DeliveryRequest>& requests,
                                                                      bool moreRowsExist);
  /// Sends an earlier job's kept body elsewhere, or again, in whichever form, as a new job of kind export. A job of the
  /// Query page has what was sent of it: the body of its newest delivery that still has one.
  struct Exported {
    JobId job;
    DeliveryId delivery;
  };
  [[nodiscard]] QFuture<Expected<Exported>> exportResult(JobId source, const DeliveryRequest& request);

 Q_SIGNALS:
  void jobEnded(courier::JobId id);
  /// Rows that a query which runs in this process has given so far, and what its database says of it.
  void jobProgressed(courier::JobId id, qint64 rows, const courier::RunStage& stage);

 private:
  void takeNext();
  void runQueued(const Job& job);
  void endQueued();
  void endStopping();
  [[nodiscard]] QFuture<Expected<JobOutcome>> execute(Job job, RunOptions options);
  [[nodiscard]] QFuture<Expected<Exported>> recordExport(JobId id, const JobBodies& bodies);
  void lookForKills();
  struct State;
  std::unique_ptr<State> m;
};

}  // namespace courier
