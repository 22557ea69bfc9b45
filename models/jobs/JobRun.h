#pragma once

#include <QObject>
#include <QTimer>
#include <atomic>
#include <memory>

#include "models/data/BatchSink.h"
#include "models/jobs/JobRunner.h"
#include "models/jobs/JobSpool.h"

namespace courier {

class JobSpool;
class RowCounter;

/// The services that one run of a job needs; all of them outlive it.
struct JobRunParts {
  JobStore& jobs;
  SecretStore& secrets;
  QueryRunner& queries;
  WorkerThread& disk;  ///< finishes spool files
  QString spoolFolder;
};

/// Carries one job that the history lists as running to its end: password → query (again after an error, as often as
/// the job allows) → spool files → record. Lives on the main thread; ended() comes exactly once after start().
class JobRun final : public QObject {
  Q_OBJECT
 public:
  JobRun(JobRunParts parts, Job job, RunOptions options, QObject* parent = nullptr);
  void start();
  void cancel() const { m_options.cancel.cancel(); }
  /// This program ends: a run that goes on in its database is let go of, every other one is cancelled.
  void leave();
  [[nodiscard]] JobId id() const { return m_job.id; }

 Q_SIGNALS:
  void ended(const courier::Expected<courier::JobOutcome>& outcome);
  /// Rows that the running query has given so far, and what the database says of it; a few times a second, where
  /// there is news.
  void progressed(qint64 rows, const courier::RunStage& stage);

 private:
  void query();
  void tellProgress();
  void queryEnded(const Expected<QuerySummary>& summary);
  void spool();
  void record();
  void fail(const Error& error);
  /// What the query is run with where it is to go on without this program; null where its database cannot.
  [[nodiscard]] std::shared_ptr<const LastingRun> lastingRun() const;

  JobRunParts m_parts;
  Job m_job;
  RunOptions m_options;
  Secret m_secret;
  int m_triesLeft;
  /// Who was first, where this program lets go of the run: the database, whose number for it is kept, or its end here.
  enum class Lasting { No, Kept, GivenUp };
  std::shared_ptr<std::atomic<Lasting>> m_lasting = std::make_shared<std::atomic<Lasting>>(Lasting::No);
  std::shared_ptr<JobSpool> m_spool;
  std::shared_ptr<RowCounter> m_rows;
  std::shared_ptr<RunProgress> m_progress;
  qint64 m_toldRows = 0;
  RunStage m_toldStage;
  QTimer m_tell;
  JobOutcome m_outcome;
};

}  // namespace courier
