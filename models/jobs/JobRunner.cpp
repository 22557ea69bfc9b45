#include "models/jobs/JobRunner.h"

#include <QPromise>
#include <QTimer>

#include "models/base/WhenDone.h"
#include "models/jobs/JobRun.h"
#include "models/jobs/ShownBodies.h"

namespace courier {

namespace {

constexpr int killLookMs = 500;

Job jobOf(const JobRequest& request) {
  Job job;
  job.kind = request.kind;
  job.queryName = request.queryName;
  job.sql = request.sql;
  job.connectionId = request.connection.id;
  job.connectionName = request.connection.name;
  job.priority = request.priority;
  job.retryLimit = request.retryLimit;
  job.sendTo = request.sendTo;
  return job;
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
  for (JobRun* run : std::as_const(m->running)) run->cancel();
}

QFuture<Expected<JobOutcome>> JobRunner::run(JobRequest request, std::function<void(JobId)> begun) {
  auto promise = std::make_shared<QPromise<Expected<JobOutcome>>>();
  promise->start();
  auto future = promise->future();
  const Job job = jobOf(request);
  whenDone(m->jobs.create(job, m->runner), this,
           [this, job, request = std::move(request), begun = std::move(begun), promise](const Expected<JobId>& id) {
             if (!id) {
               promise->addResult(Expected<JobOutcome>(id.error()));
               promise->finish();
               return;
             }
             Job running = job;
             running.id = *id;
             if (begun) begun(*id);
             execute(running, request, promise);
           });
  return future;
}

void JobRunner::execute(Job job, JobRequest request, std::shared_ptr<QPromise<Expected<JobOutcome>>> promise) {
  const JobId id = job.id;
  auto* run =
      new JobRun({m->jobs, m->secrets, m->queries, m->disk, m->spoolFolder}, std::move(job), std::move(request), this);
  m->running.insert(id, run);
  m->killTimer.start();
  connect(run, &JobRun::ended, this, [this, run, id, promise](const Expected<JobOutcome>& outcome) {
    m->running.remove(id);
    if (m->running.isEmpty()) m->killTimer.stop();
    run->deleteLater();
    if (outcome && outcome->delivery) m->outbox.announceQueued();
    promise->addResult(outcome);
    promise->finish();
    Q_EMIT jobEnded(id);
    if (!m->running.isEmpty()) return;
    for (auto& stopped : m->stopped) stopped.finish();
    m->stopped.clear();
  });
  connect(run, &JobRun::progressed, this, [this, id](qint64 rows) { Q_EMIT jobProgressed(id, rows); });
  run->start();
}

QFuture<Expected<JobId>> JobRunner::queue(const JobRequest& request) {
  return m->jobs.create(jobOf(request));
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
  if (m->running.isEmpty()) {
    promise.finish();
  } else {
    m->stopped.push_back(std::move(promise));
    for (JobRun* run : std::as_const(m->running)) run->cancel();
  }
  return future;
}

void JobRunner::takeNext() {
  if (m->taking || m->queuedRunning >= m->parallel) return;
  m->taking = true;
  whenDone(m->jobs.takeQueued(m->runner), this, [this](const Expected<std::optional<Job>>& taken) {
    m->taking = false;
    if (!taken || !taken->has_value()) return;
    runQueued(**taken);
    takeNext();
  });
}

void JobRunner::runQueued(const Job& job) {
  ++m->queuedRunning;
  whenDone(m->connections.find(job.connectionId), this, [this, job](const Expected<Connection>& connection) {
    auto promise = std::make_shared<QPromise<Expected<JobOutcome>>>();
    promise->start();
    whenDone(promise->future(), this, [this](const Expected<JobOutcome>&) {
      --m->queuedRunning;
      takeNext();
    });
    if (!connection) {
      whenDone(m->jobs.fail(job.id, JobState::Error, connection.error().message), this,
               [this, id = job.id, promise, error = connection.error()](const Expected<void>&) {
                 promise->addResult(Expected<JobOutcome>(error));
                 promise->finish();
                 Q_EMIT jobEnded(id);
               });
      return;
    }
    JobRequest request;
    request.connection = *connection;
    request.sql = job.sql;
    request.queryName = job.queryName;
    request.kind = job.kind;
    request.priority = job.priority;
    request.retryLimit = job.retryLimit;
    request.sendTo = job.sendTo;
    execute(job, std::move(request), promise);
  });
}

void JobRunner::runQueuedJob(JobId id) {
  whenDone(m->jobs.takeQueued(m->runner, id), this, [this](const Expected<std::optional<Job>>& taken) {
    if (taken && taken->has_value()) runQueued(**taken);
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

QFuture<Expected<QVector<DeliveryId>>> JobRunner::sendShownToAll(JobId job, std::shared_ptr<const ResultStore> result,
                                                                 const QVector<DeliveryRequest>& requests,
                                                                 bool moreRowsExist) {
  using Answer = Expected<QVector<DeliveryId>>;
  auto promise = std::make_shared<QPromise<Answer>>();
  promise->start();
  const auto answer = [promise](const Answer& queued) {
    promise->addResult(queued);
    promise->finish();
  };
  auto spooling = m->disk.run([result = std::move(result), requests, moreRowsExist, folder = m->spoolFolder] {
    return bodiesOfShown(*result, requests, moreRowsExist, folder);
  });
  whenDone(std::move(spooling), this, [this, job, answer](const Expected<QVector<Outbox::Addressed>>& bodies) {
    if (!bodies) return answer(bodies.error());
    whenDone(m->outbox.enqueueAll(*bodies, job), this, answer);
  });
  return promise->future();
}

QFuture<Expected<JobRunner::Exported>> JobRunner::exportResult(JobId source, const DeliveryRequest& request) {
  using Answer = Expected<Exported>;
  auto promise = std::make_shared<QPromise<Answer>>();
  promise->start();
  auto answer = [promise](const Answer& value) {
    promise->addResult(value);
    promise->finish();
  };
  whenDone(m->jobs.find(source), this, [this, source, request, answer](const Expected<Job>& found) {
    if (!found) return answer(found.error());
    if (found->spoolName.isEmpty()) {
      return answer(
          Error::notFound(tr("Job %1 has no kept result. Run its query again to send it.").arg(source.value)));
    }
    Job job = *found;
    job.kind = JobKind::Export;
    job.sourceJobId = source;
    job.sendTo = request;
    auto spooling = m->disk.run([job, folder = m->spoolFolder] { return bodiesForExport(job, *job.sendTo, folder); });
    whenDone(std::move(spooling), this, [this, job, answer](const Expected<JobBodies>& spooled) {
      if (!spooled) return answer(spooled.error());
      whenDone(m->jobs.create(job, m->runner), this, [this, bodies = *spooled, answer](const Expected<JobId>& id) {
        if (!id) return answer(id.error());
        const SpoolFile& body = bodies.kept;
        auto recording = m->jobs.succeed(*id, body.rows, body.truncated, body.columns, body, bodies.sent);
        whenDone(std::move(recording), this, [this, id = *id, answer](const Expected<JobStore::Ended>& ended) {
          if (!ended) return answer(ended.error());
          m->outbox.announceQueued();
          Q_EMIT jobEnded(id);
          answer(Exported{id, ended->delivery.value_or(DeliveryId{})});
        });
      });
    });
  });
  return promise->future();
}

}  // namespace courier
