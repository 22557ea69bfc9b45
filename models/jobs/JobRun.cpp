#include "models/jobs/JobRun.h"

#include "models/base/WhenDone.h"
#include "models/data/BatchSink.h"
#include "models/jobs/JobSpool.h"
#include "models/query/ConnectionSaver.h"

namespace courier {

namespace {

constexpr int recordAgainMs = 5'000;
constexpr int tellMs = 250;

/// How a job that did not end well ended.
struct FailedEnd {
  JobId id;
  JobState state;
  QString sentence;
};

/// Tries every few seconds for as long as `runner` lives, until the end is recorded or the job has another.
void recordEndLater(JobStore& jobs, const FailedEnd& end, QObject* runner) {
  const auto record = [&jobs, end](const Job& job) {
    const bool isOver = job.state != JobState::Running;
    return isOver ? doneWith(Expected<void>()) : jobs.fail(end.id, end.state, end.sentence);
  };
  QTimer::singleShot(recordAgainMs, runner, [&jobs, end, runner, record] {
    whenDone(andThen(jobs.find(end.id), runner, record), runner, [&jobs, end, runner](const Expected<void>& recorded) {
      const bool isGone = !recorded && recorded.error().kind == ErrorKind::NotFound;
      if (!recorded && !isGone) recordEndLater(jobs, end, runner);
    });
  });
}

}  // namespace

JobRun::JobRun(JobRunParts parts, Job job, RunOptions options, QObject* parent)
    : QObject(parent),
      m_parts(std::move(parts)),
      m_job(std::move(job)),
      m_options(std::move(options)),
      m_triesLeft(m_job.retryLimit) {
  m_outcome.job = m_job.id;
  m_tell.setInterval(tellMs);
  connect(&m_tell, &QTimer::timeout, this, &JobRun::tellProgress);
}

void JobRun::start() {
  whenDone(connectionSecret(m_options.connection, m_parts.secrets), this, [this](const Expected<Secret>& secret) {
    if (!secret) return fail(secret.error());
    m_secret = *secret;
    query();
  });
}

void JobRun::leave() {
  m_options.leave.cancel();
  cancel();
}

std::shared_ptr<const LastingRun> JobRun::lastingRun() const {
  if (!m_options.lasts || !m_parts.queries.abilities(m_options.connection.engine).runsLast) return nullptr;
  LastingRun run;
  run.id = m_job.remoteId;
  run.priority = m_job.priority;
  run.leave = m_options.leave;
  run.keep = [&jobs = m_parts.jobs, id = m_job.id, lasting = m_lasting](const QString& remoteId) -> Expected<void> {
    auto kept = jobs.keepRemote(id, remoteId);
    kept.waitForFinished();
    if (!kept.result()) return kept.result();
    Lasting before = Lasting::No;
    if (lasting->compare_exchange_strong(before, Lasting::Kept)) return {};
    return Error::of(ErrorKind::Cancelled, tr("Stopped."));
  };
  return std::make_shared<const LastingRun>(std::move(run));
}

void JobRun::query() {
  QueryRequest request;
  const DatabaseAccess access = accessTo(m_options.connection, m_secret);
  request.connection = access.connection;
  request.password = access.password;
  request.keyPassphrase = access.keyPassphrase;
  request.proxyPassword = access.proxyPassword;
  request.sql = m_job.sql;
  request.origin = m_options.origin;
  m_lasting = std::make_shared<std::atomic<Lasting>>(m_job.remoteId.isEmpty() ? Lasting::No : Lasting::Kept);
  request.lasting = lastingRun();

  m_rows = std::make_shared<RowCounter>();
  m_toldRows = 0;
  m_progress = m_options.progress ? m_options.progress : std::make_shared<RunProgress>();
  m_toldStage = {};
  request.progress = m_progress;
  m_tell.start();
  std::vector<std::shared_ptr<BatchSink>> sinks{m_rows};
  if (m_job.sendTo || m_options.keepBody) {
    const DeliveryRequest sendTo = m_job.sendTo.value_or(DeliveryRequest{});
    m_spool = std::make_shared<JobSpool>(m_parts.spoolFolder, sendTo.to.rowCap, sendTo.to.options.body);
    for (const auto& sink : m_spool->sinks()) sinks.push_back(sink);
    if (!m_options.viewer) request.rowLimit = sendTo.to.rowCap;
  }
  if (m_options.viewer) {
    sinks.push_back(m_options.viewer);
    request.rowLimit = m_options.mostRows;
  }

  whenDone(m_parts.queries.run(request, m_options.cancel, std::make_shared<TeeSink>(std::move(sinks))), this,
           [this](const Expected<QuerySummary>& summary) { queryEnded(summary); });
}

void JobRun::tellProgress() {
  const qint64 rows = m_rows->rows();
  const RunStage stage = m_progress->stage();
  if (rows == m_toldRows && stage == m_toldStage) return;
  m_toldRows = rows;
  m_toldStage = stage;
  Q_EMIT progressed(rows, stage);
}

void JobRun::queryEnded(const Expected<QuerySummary>& summary) {
  m_tell.stop();
  if (summary) {
    m_outcome.summary = *summary;
    return m_spool && summary->hasResult ? spool() : record();
  }
  if (m_options.leave.isCancelled() && m_lasting->exchange(Lasting::GivenUp) == Lasting::Kept) {
    // Whoever owns the jobs next finds it again.
    m_spool.reset();
    Q_EMIT ended(summary.error());
    return;
  }
  const bool mayTryAgain = summary.error().kind == ErrorKind::Sql && !m_options.cancel.isCancelled();
  if (!mayTryAgain || m_triesLeft == 0) return fail(summary.error());
  --m_triesLeft;
  m_job.remoteId.clear();
  query();
}

void JobRun::spool() {
  auto finished =
      m_parts.disk.run([spool = m_spool, more = m_outcome.summary.truncated] { return spool->finish(more); });
  whenDone(std::move(finished), this, [this](const Expected<JobBodies>& bodies) {
    if (!bodies) return fail(bodies.error());
    m_outcome.body = bodies->kept;
    m_outcome.sent = bodies->sent;
    record();
  });
}

void JobRun::record() {
  // A kill that came while the body was being written still counts: nothing is queued after it.
  if (m_options.cancel.isCancelled()) return fail(Error::of(ErrorKind::Cancelled, tr("Stopped.")));
  m_spool.reset();
  const auto& body = m_outcome.body;
  const bool hasResult = m_outcome.summary.hasResult;
  auto recording = m_parts.jobs.succeed(
      m_job.id, hasResult ? m_outcome.summary.rows : -1, body ? body->truncated : m_outcome.summary.truncated,
      body ? body->columns : Columns(), body, m_outcome.sent, m_outcome.summary.notices.join(QLatin1Char('\n')));
  whenDone(std::move(recording), this, [this](const Expected<JobStore::Ended>& recorded) {
    if (!recorded) return fail(recorded.error());
    m_outcome.delivery = recorded->delivery;
    Q_EMIT ended(m_outcome);
  });
}

void JobRun::fail(const Error& error) {
  m_spool.reset();
  const JobState state = error.kind == ErrorKind::Cancelled ? JobState::Killed : JobState::Error;
  const FailedEnd end{m_job.id, state, state == JobState::Killed ? QString() : error.message};
  whenDone(m_parts.jobs.fail(end.id, end.state, end.sentence), this, [=, this](const Expected<void>& recorded) {
    // Its error is told now, whether or not its end could be recorded; that is tried again while the runner lives, and
    // where it never works the next owner finds the job interrupted.
    if (!recorded) recordEndLater(m_parts.jobs, end, parent());
    Q_EMIT ended(error);
  });
}

}  // namespace courier
