#pragma once

#include <QFuture>
#include <QHash>
#include <QObject>
#include <functional>
#include <memory>
#include <optional>

#include "models/data/ResultStore.h"
#include "models/jobs/JobStore.h"
#include "models/query/ConnectionStore.h"
#include "models/query/QueryRunner.h"
#include "models/secrets/SecretStore.h"

namespace courier {

/// Runs jobs: query → rows → spool file → history and outbox, in that order. Lives on the main thread (of the window
/// or of the console program), which it never blocks. A job that was begun ends in the history exactly once.
class JobRunner final : public QObject {
  Q_OBJECT
 public:
  /// What to run and where its rows go.
  struct Request {
    Connection connection;
    QString sql;
    QString queryName;
    JobKind kind = JobKind::OnDemand;
    int priority = 0;
    int retryLimit = 0;
    TextPosition origin;                  ///< of `sql` in the editor
    std::optional<DeliveryRequest> plan;  ///< deliver the result there
    bool keepBody = true;                 ///< spool the result although there is no plan
    std::shared_ptr<BatchSink> viewer;    ///< also gets every row (grid, printing); with one, all rows are read
    CancelToken cancel;
  };
  /// How it ended well. Errors: kind Cancelled for a killed job, else what the query or the disk said.
  struct Outcome {
    JobId job;
    QuerySummary summary;
    std::optional<SpoolFile> body;
    std::optional<DeliveryId> delivery;
  };

  /// `runner`: this process's name in job.runner (its liveness lock's file name).
  JobRunner(JobStore& jobs, Outbox& outbox, ConnectionStore& connections, SecretStore& secrets, QueryRunner& queries,
            QString spoolFolder, QString runner, QObject* parent = nullptr);
  ~JobRunner() override;

  /// Runs it in this process, now. `begun` fires with the job's id once it is in the history.
  [[nodiscard]] QFuture<Result<Outcome>> run(Request request, std::function<void(JobId)> begun = {});
  /// Only writes the job down as queued, for the owner to run.
  [[nodiscard]] QFuture<Result<JobId>> queue(const Request& request);
  /// Owner: runs queued jobs, `parallel` at a time, highest priority first, until told to stop. Call again whenever
  /// something may have been queued; also looks for killRequested.
  void workQueue(int parallel = 2);
  void stopQueue();

  /// "Send what I see": spools every row of a shown result and queues its delivery, as a delivery of the job that
  /// made it. No query runs. `onlyRows`: 0 or the number of rows to take.
  [[nodiscard]] QFuture<Result<DeliveryId>> sendShown(JobId job, std::shared_ptr<const ResultStore> result,
                                                      DeliveryRequest request, bool moreRowsExist);
  /// Sends an earlier job's kept body elsewhere, or again, as a new job of kind export.
  struct Exported {
    JobId job;
    DeliveryId delivery;
  };
  [[nodiscard]] QFuture<Result<Exported>> exportResult(JobId source, const DeliveryRequest& request);

 Q_SIGNALS:
  /// A job of the queue (or of run()) has begun or ended.
  void jobBegun(courier::JobId id);
  void jobEnded(courier::JobId id);

 private:
  struct State;
  std::unique_ptr<State> m;
};

}  // namespace courier
