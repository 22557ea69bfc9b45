#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <memory>
#include <optional>

#include "models/data/ResultSeries.h"
#include "models/jobs/JobRunner.h"

namespace courier {

/// How a run on the screen ended.
struct RunEnd {
  JobId job;
  std::optional<QuerySummary> summary;  ///< where it ended well
  Error error;                          ///< where it did not
  bool stopped = false;                 ///< by the person: no failure
  qint64 rows = 0;                      ///< on the screen
  qint64 elapsedMs = 0;
};

/// One tab's runs, one at a time: the job, its rows as they come, its end. Main thread. Every start() is followed by
/// exactly one finished().
class QueryRun final : public QObject {
  Q_OBJECT
 public:
  /// `spillFolder`: where rows beyond the memory limit go.
  QueryRun(JobRunner& jobs, QString spillFolder, QObject* parent = nullptr);
  /// Stops what runs; nothing is told of it any more.
  ~QueryRun() override;

  /// Runs `request` for the screen: every row is read, no body is kept. Not while one runs. `origin`: of its SQL text
  /// in the editor. `mostRows`: no more than these are read; 0: all.
  void start(JobRequest request, const Connection& connection, const TextPosition& origin, qint64 mostRows = 0);
  /// Asks to stop; finished() follows within 200 ms.
  void stop();
  [[nodiscard]] bool isRunning() const { return m_running; }
  /// The results of the newest run; null before the first.
  [[nodiscard]] const std::shared_ptr<ResultSeries>& series() const { return m_series; }
  [[nodiscard]] JobId job() const { return m_job; }

 Q_SIGNALS:
  /// A statement has given columns: the series has a further result.
  void resultBegun();
  void progressed(qint64 rows, qint64 elapsedMs, const courier::RunStage& stage);
  void finished(const courier::RunEnd& end);

 private:
  void end(const Expected<JobOutcome>& outcome);
  [[nodiscard]] qint64 rows() const;
  JobRunner& m_jobs;
  QString m_spillFolder;
  std::shared_ptr<ResultSeries> m_series;
  std::shared_ptr<RunProgress> m_progress;
  CancelToken m_cancel;
  JobId m_job;
  QTimer m_tick;
  QElapsedTimer m_clock;
  bool m_running = false;
};

}  // namespace courier
