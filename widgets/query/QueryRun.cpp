#include "widgets/query/QueryRun.h"

#include <QPointer>

#include "models/base/WhenDone.h"

namespace courier {
namespace {

constexpr int kRunTickMs = 100;

/// A series that goes on the thread it lives on, wherever the last hold on it is let go.
std::shared_ptr<ResultSeries> makeSeries(const QString& folder) {
  return {new ResultSeries(folder), [](ResultSeries* series) {
            if (series->thread() == QThread::currentThread()) {
              delete series;
            } else {
              series->deleteLater();
            }
          }};
}

}  // namespace

QueryRun::QueryRun(JobRunner& jobs, QString spillFolder, QObject* parent)
    : QObject(parent), m_jobs(jobs), m_spillFolder(std::move(spillFolder)) {
  m_tick.setInterval(kRunTickMs);
  connect(&m_tick, &QTimer::timeout, this,
          [this] { Q_EMIT progressed(rows(), m_clock.elapsed(), m_progress->stage()); });
}

QueryRun::~QueryRun() {
  if (m_running) m_cancel.cancel();
}

void QueryRun::start(JobRequest request, const Connection& connection, const TextPosition& origin, qint64 mostRows) {
  if (m_running) return;
  m_running = true;
  m_job = {};
  m_cancel = CancelToken();
  m_series = makeSeries(m_spillFolder);
  connect(m_series.get(), &ResultSeries::resultBegun, this, [this, series = m_series.get()] {
    if (m_running && m_series.get() == series) Q_EMIT resultBegun();
  });
  m_progress = std::make_shared<RunProgress>();
  RunOptions options;
  options.connection = connection;
  options.origin = origin;
  options.keepBody = false;
  options.viewer = m_series;
  options.cancel = m_cancel;
  options.mostRows = mostRows;
  options.progress = m_progress;
  m_clock.start();
  m_tick.start();
  const QPointer<QueryRun> self(this);
  whenDone(m_jobs.run(std::move(request), options,
                      [self](JobId job) {
                        if (self) self->m_job = job;
                      }),
           this, [this](const Expected<JobOutcome>& outcome) { end(outcome); });
}

qint64 QueryRun::rows() const {
  const auto last = m_series->last();
  return last ? last->rowCount() : 0;
}

void QueryRun::stop() {
  if (m_running) m_cancel.cancel();
}

void QueryRun::end(const Expected<JobOutcome>& outcome) {
  m_tick.stop();
  m_running = false;
  RunEnd result;
  result.elapsedMs = m_clock.elapsed();
  result.rows = rows();
  if (outcome) {
    m_job = outcome->job;
    result.summary = outcome->summary;
    result.elapsedMs = outcome->summary.elapsedMs;
  } else {
    result.error = outcome.error();
    result.stopped = outcome.error().kind == ErrorKind::Cancelled;
  }
  result.job = m_job;
  Q_EMIT finished(result);
}

}  // namespace courier
