#include "models/jobs/JobRunner.h"

#include <QPromise>
#include <QTimer>
#include <algorithm>

#include "models/base/WhenDone.h"
#include "models/jobs/JobRun.h"
#include "models/jobs/JobSpool.h"

namespace courier {

namespace {

constexpr int killLookMs = 500;

/// A job with the name of a kept body, and that body's form.
struct KeptResult {
  Job job;
  BodyOptions form = {};
};

/// What a job of the Query page has: the body of its newest delivery that still has one.
KeptResult resultIn(Job job, const QVector<Delivery>& deliveries) {
  const auto kept = std::find_if(deliveries.rbegin(), deliveries.rend(),
                                 [](const Delivery& delivery) { return !delivery.spoolName.isEmpty(); });
  if (kept == deliveries.rend()) return {std::move(job)};
  job.spoolName = kept->spoolName;
  job.spoolBytes = kept->bodyBytes;
  job.spoolSha256 = kept->bodySha256;
  job.rows = kept->rows;
  job.truncated = kept->truncated;
  job.columns = kept->columns;
  job.unsettled = kept->unsettled;
  return {std::move(job), kept->to.options.body};
}

/// A job that sends what `source` kept.
Expected<KeptResult> exportOf(const KeptResult& source, const DeliveryRequest& request) {
  if (source.job.spoolName.isEmpty()) {
    return Error::notFound(
        JobRunner::tr("Job %1 has no kept result. Run its query again to send it.").arg(source.job.id.value));
  }
  KeptResult wanted = source;
  wanted.job.kind = JobKind::Export;
  wanted.job.sourceJobId = source.job.id;
  wanted.job.sendTo = request;
  return wanted;
}

/// An export whose spool files are there.
struct SpooledExport {
  Job job;
  JobBodies bodies;
};

Expected<SpooledExport> spoolExport(const KeptResult& wanted, const QString& spoolFolder) {
  Job source = wanted.job;
  if (wanted.form != BodyOptions()) {
    auto plain = inPlainForm(source, wanted.form, spoolFolder);
    if (!plain) return plain.error();
    source = *plain;
  }
  auto bodies = bodiesForExport(source, *source.sendTo, spoolFolder);
  if (!bodies) return bodies.error();
  return SpooledExport{wanted.job, *bodies};
}

}  // namespace

struct JobRunner::State {
  State(JobStore& jobStore, Outbox& deliveries, ConnectionStore& connectionStore, SecretStore& secretStore,
        QueryRunner& queryRunner, QString folder, QString name)
      : jobs(jobStore),
        outbox(deliveries),
        connections(connectionStore),
        secrets(secretStore),
        queries(queryRunner),
        spoolFolder(std::move(folder)),
        runner(std::move(name)) {}

  JobStore& jobs;
  Outbox& outbox;
  ConnectionStore& connections;
  SecretStore& secrets;
  QueryRunner& queries;
  QString spoolFolder;
  QString runner;
  WorkerThread disk{QStringLiteral("spool")};
  QHash<JobId, JobRun*> running;
  QTimer killTimer;
  int parallel = 0;       ///< queued jobs at a time; 0: the queue is not worked
  int queuedRunning = 0;  ///< of `running`, those from the queue, and one that is being taken
  bool taking = false;
  bool takesAgain = false;  ///< something may have been queued since the queue was read
  int arriving = 0;         ///< jobs on their way to `running`
  std::vector<QPromise<void>> stopped;
};

JobRunner::JobRunner(JobStore& jobs, Outbox& outbox, ConnectionStore& connections, SecretStore& secrets,
                     QueryRunner& queries, QString spoolFolder, QString runner, QObject* parent)
    : QObject(parent),
      m(std::make_unique<State>(jobs, outbox, connections, secrets, queries, std::move(spoolFolder),
                                std::move(runner))) {
  m->killTimer.setInterval(killLookMs);
  connect(&m->killTimer, &QTimer::timeout, this, &JobRunner::lookForKills);
}

JobRunner::~JobRunner() {
  for (JobRun* run : std::as_const(m->running)) run->leave();
}

QFuture<Expected<JobOutcome>> JobRunner::run(JobRequest request, RunOptions options, std::function<void(JobId)> begun) {
  request.connectionId = options.connection.id;
  request.connectionName = options.connection.name;
  Job job(std::move(request));
  ++m->arriving;
  return inEitherCase(
      m->jobs.create(job, m->runner), this,
      [this, job, options = std::move(options), begun = std::move(begun)](const Expected<JobId>& id) mutable {
        --m->arriving;
        if (!id) {
          endStopping();
          return doneWith(Expected<JobOutcome>(id.error()));
        }
        job.id = *id;
        if (begun) begun(*id);
        return execute(std::move(job), std::move(options));
      });
}

QFuture<Expected<JobOutcome>> JobRunner::execute(Job job, RunOptions options) {
  auto promise = std::make_shared<QPromise<Expected<JobOutcome>>>();
  promise->start();
  const JobId id = job.id;
  auto* run =
      new JobRun({m->jobs, m->secrets, m->queries, m->disk, m->spoolFolder}, std::move(job), std::move(options), this);
  m->running.insert(id, run);
  // Not anew for each: jobs that begin one after the other would keep it from ever looking.
  if (!m->killTimer.isActive()) m->killTimer.start();
  connect(run, &JobRun::ended, this, [this, run, id, promise](const Expected<JobOutcome>& outcome) {
    m->running.remove(id);
    if (m->running.isEmpty()) m->killTimer.stop();
    run->deleteLater();
    if (outcome && outcome->delivery) m->outbox.announceQueued();
    promise->addResult(outcome);
    promise->finish();
    Q_EMIT jobEnded(id);
    endStopping();
  });
  connect(run, &JobRun::progressed, this,
          [this, id](qint64 rows, const RunStage& stage) { Q_EMIT jobProgressed(id, rows, stage); });
  if (!m->stopped.empty()) run->leave();
  run->start();
  return promise->future();
}

QFuture<Expected<JobId>> JobRunner::queue(const JobRequest& request) {
  return m->jobs.create(Job(request));
}

void JobRunner::workQueue(int parallel) {
  m->parallel = parallel;
  takeNext();
}

void JobRunner::stopQueue() {
  m->parallel = 0;
}

QFuture<void> JobRunner::stop() {
  stopQueue();
  QPromise<void> promise;
  promise.start();
  auto future = promise.future();
  m->stopped.push_back(std::move(promise));
  for (JobRun* run : std::as_const(m->running)) run->leave();
  endStopping();
  return future;
}

/// Where all is stopped, those who asked for it are told: a job that was only just taken ends first, too.
void JobRunner::endStopping() {
  if (!m->running.isEmpty() || m->arriving > 0 || m->taking) return;
  for (auto& stopped : std::exchange(m->stopped, {})) stopped.finish();
}

void JobRunner::takeNext() {
  m->takesAgain = m->taking;
  if (m->taking || m->queuedRunning >= m->parallel) return;
  m->taking = true;
  whenDone(m->jobs.takeQueued(m->runner), this, [this](const Expected<std::optional<Job>>& taken) {
    m->taking = false;
    const bool isOne = taken && taken->has_value();
    if (isOne) runQueued(**taken);
    if (isOne || m->takesAgain) takeNext();
    endStopping();
  });
}

void JobRunner::runQueued(const Job& job) {
  ++m->queuedRunning;
  ++m->arriving;
  whenDone(m->connections.find(job.connectionId), this, [this, job](const Expected<Connection>& connection) {
    if (connection) {
      --m->arriving;
      RunOptions options{.connection = *connection, .lasts = true};
      // Of one that goes on in its database a kill may have been asked for while nobody ran it.
      if (job.killRequested) options.cancel.cancel();
      auto running = execute(job, options);
      return whenDone(std::move(running), this, [this](const Expected<JobOutcome>&) { endQueued(); });
    }
    auto failing = m->jobs.fail(job.id, JobState::Error, connection.error().message);
    whenDone(std::move(failing), this, [this, id = job.id](const Expected<void>&) {
      --m->arriving;
      Q_EMIT jobEnded(id);
      endQueued();
      endStopping();
    });
  });
}

void JobRunner::endQueued() {
  --m->queuedRunning;
  takeNext();
}

void JobRunner::runQueuedJob(JobId id) {
  ++m->arriving;
  whenDone(m->jobs.takeQueued(m->runner, id), this, [this](const Expected<std::optional<Job>>& taken) {
    --m->arriving;
    if (taken && taken->has_value()) runQueued(**taken);
    endStopping();
  });
}

void JobRunner::lookForKills() {
  whenDone(m->jobs.killRequested(m->running.keys().toVector()), this, [this](const Expected<QVector<JobId>>& killed) {
    if (!killed) return;
    for (const JobId id : *killed) {
      if (JobRun* run = m->running.value(id)) run->cancel();
    }
  });
}

QFuture<Expected<QVector<DeliveryId>>> JobRunner::sendShownToAll(JobId job, std::shared_ptr<const RowSource> result,
                                                                 const QVector<DeliveryRequest>& requests,
                                                                 bool moreRowsExist) {
  auto bodies = m->disk.run([result = std::move(result), requests, moreRowsExist, folder = m->spoolFolder] {
    return bodiesOfShown(*result, requests, moreRowsExist, folder);
  });
  return andThen(std::move(bodies), this, [this, job](const QVector<Outbox::Addressed>& addressed) {
    return m->outbox.enqueueAll(addressed, job);
  });
}

QFuture<Expected<JobRunner::Exported>> JobRunner::exportResult(JobId source, const DeliveryRequest& request) {
  auto kept = andThen(m->jobs.find(source), this, [this](const Job& found) {
    if (!found.spoolName.isEmpty()) return doneWith<KeptResult>(KeptResult{found});
    return andThen(m->outbox.ofJob(found.id), this,
                   [found](const QVector<Delivery>& deliveries) { return resultIn(found, deliveries); });
  });
  auto job = andThen(std::move(kept), this, [request](const KeptResult& found) { return exportOf(found, request); });
  auto spooled = andThen(std::move(job), this, [this](const KeptResult& wanted) {
    return m->disk.run([wanted, folder = m->spoolFolder] { return spoolExport(wanted, folder); });
  });
  return andThen(std::move(spooled), this, [this](const SpooledExport& made) {
    return andThen(m->jobs.create(made.job, m->runner), this,
                   [this, bodies = made.bodies](JobId id) { return recordExport(id, bodies); });
  });
}

QFuture<Expected<JobRunner::Exported>> JobRunner::recordExport(JobId id, const JobBodies& bodies) {
  const SpoolFile& body = bodies.kept;
  auto recorded = m->jobs.succeed(id, body.rows, body.truncated, body.columns, body, bodies.sent);
  return andThen(std::move(recorded), this, [this, id](const JobStore::Ended& ended) {
    m->outbox.announceQueued();
    Q_EMIT jobEnded(id);
    return Exported{id, ended.delivery.value_or(DeliveryId{})};
  });
}

}  // namespace courier
