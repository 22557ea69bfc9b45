#include "models/jobs/JobStore.h"

#include <QJsonArray>
#include <QJsonDocument>

#include "models/base/UserName.h"
#include "models/base/Wording.h"
#include "models/data/Column.h"
#include "models/jobs/JobLines.h"
#include "models/jobs/JobRecord.h"
#include "models/jobs/JobRows.h"

namespace courier {

namespace {

Expected<void> check(const Job& job) {
  const auto invalid = [](const QString& message) { return Error::invalidInput(message); };
  if (job.sql.trimmed().isEmpty()) return invalid(JobStore::tr("The query is empty: write a statement."));
  if (hasControlCharacters(job.queryName))
    return invalid(JobStore::tr("The query's name contains a line break or another control character. Remove it."));
  if (job.priority < -2 || job.priority > 2)
    return invalid(JobStore::tr("Priority %1 is out of range (-2 to 2).").arg(job.priority));
  if (job.retryLimit < 0)
    return invalid(JobStore::tr("The number of retries, %1, is negative. Give 0 or more.").arg(job.retryLimit));
  return {};
}

/// From the row of an export on, the body that it sends is not released; it must not have been before.
Expected<void> checkSource(Session& session, const Job& job) {
  if (job.kind != JobKind::Export || job.spoolName.isEmpty()) return {};
  const auto isKept = session.row(
      QStringLiteral("SELECT spool_name = ? OR EXISTS (SELECT 1 FROM delivery d WHERE d.job_id = job.id AND "
                     "d.spool_name = ?) FROM job WHERE id = ?"),
      {job.spoolName, job.spoolName, job.sourceJobId.value},
      [](const QSqlQuery& query) { return query.value(0).toBool(); });
  if (!isKept) return isKept.error();
  if (isKept->value_or(false)) return {};
  return Error::notFound(JobStore::tr("The result of job %1 is no longer kept. Run its query again to send it.")
                             .arg(job.sourceJobId.value));
}

bool hasEnded(JobState state) {
  return state != JobState::Queued && state != JobState::Running;
}

/// A job that may still end.
Expected<Job> loadOpen(Session& session, JobId id) {
  auto job = jobrows::job(session, id);
  if (!job || !hasEnded(job->state)) return job;
  return Error::of(ErrorKind::Busy,
                   JobStore::tr("Job %1 has ended already (%2).").arg(id.value).arg(jobStateKey(job->state)));
}

JobId idFromRow(const QSqlQuery& query) {
  return {query.value(0).toLongLong()};
}

}  // namespace

JobStore::JobStore(Database& database, const Clock& clock, JobFollower follower, QObject* parent)
    : Store(database, clock, parent), m_follower(std::move(follower)) {}

Expected<void> JobStore::end(Session& session, Job& job, JobState state, const QString& sentence,
                             JobEnding ending) const {
  job.state = state;
  job.error = sentence;
  job.endedMs = nowMs();
  if (auto written = jobrows::writeEnd(session, job); !written) return written;
  return m_follower ? m_follower(session, job, ending) : Expected<void>();
}

QFuture<Expected<JobId>> JobStore::create(const Job& job, const QString& runner) {
  return write([job, runner, now = nowMs()](Session& session) -> Expected<JobId> {
    if (auto fine = check(job); !fine) return fine.error();
    if (auto kept = checkSource(session, job); !kept) return kept.error();
    Job row = job;
    row.who = userName();
    row.state = runner.isEmpty() ? JobState::Queued : JobState::Running;
    row.runner = runner;
    row.createdMs = now;
    row.startedMs = runner.isEmpty() ? 0 : now;
    return jobrows::insert(session, row);
  });
}

QFuture<Expected<std::optional<Job>>> JobStore::takeQueued(const QString& runner, JobId only) {
  // A schedule's runs come one after the other, and so do those of several schedules on one SQLite file.
  const QString runningBeside = QStringLiteral(
      "SELECT 1 FROM job r LEFT JOIN connection rc ON rc.id = r.connection_id WHERE r.state IN ('queued', 'running') "
      "AND r.state = 'running' AND r.schedule_id IS NOT NULL AND j.schedule_id IS NOT NULL "
      "AND (r.schedule_id = j.schedule_id OR c.engine = 'sqlite' AND rc.engine = 'sqlite' AND rc.file = c.file)");
  return write([runner, only, runningBeside, now = nowMs()](Session& session) -> Expected<std::optional<Job>> {
    auto id = session.row(QStringLiteral("SELECT j.id FROM job j LEFT JOIN connection c ON c.id = j.connection_id "
                                         "WHERE j.state IN ('queued', 'running') AND j.state = 'queued' "
                                         "AND (j.id = ? OR ? = 0 AND NOT EXISTS (") +
                              runningBeside + QStringLiteral(")) ORDER BY j.priority DESC, j.id LIMIT 1"),
                          {only.value, only.value}, idFromRow);
    if (!id) return id.error();
    if (!id->has_value()) return std::optional<Job>();
    if (auto taken = jobrows::writeStart(session, **id, runner, now); !taken) return taken.error();
    auto job = jobrows::job(session, **id);
    if (!job) return job.error();
    return std::optional<Job>(*job);
  });
}

QFuture<Expected<JobStore::Ended>> JobStore::succeed(JobId id, qint64 rows, bool truncated, const Columns& columns,
                                                     const std::optional<SpoolFile>& body,
                                                     const std::optional<SpoolFile>& sent, const QString& notices) {
  return write([=, this](Session& session) -> Expected<Ended> {
    auto job = loadOpen(session, id);
    if (!job) return job.error();
    const SpoolFile kept = body.value_or(SpoolFile{});
    job->rows = rows;
    job->truncated = truncated;
    job->repairedTexts = kept.repairedTexts;
    job->columns = columns;
    job->unsettled = kept.unsettled;
    job->spoolName = kept.name;
    job->spoolBytes = kept.bytes;
    job->spoolSha256 = kept.sha256;
    job->notices = notices;
    if (auto written = jobrows::writeResult(session, *job); !written) return written.error();
    if (auto ended = end(session, *job, JobState::Success, {}); !ended) return ended.error();
    Ended answer;
    if (job->sendTo && body) {
      auto delivery = Outbox::enqueueIn(session, *job->sendTo, id, sent ? *sent : *body, job->endedMs);
      if (!delivery) return delivery.error();
      answer.delivery = *delivery;
    }
    return answer;
  });
}

QFuture<Expected<void>> JobStore::fail(JobId id, JobState state, const QString& sentence) {
  return write([=, this](Session& session) -> Expected<void> {
    if (state != JobState::Error && state != JobState::Killed) {
      return Error::of(ErrorKind::Internal, tr("A job fails as error or killed, not as %1.").arg(jobStateKey(state)));
    }
    auto job = loadOpen(session, id);
    if (!job) return job.error();
    return end(session, *job, state, sentence);
  });
}

QFuture<Expected<void>> JobStore::keepRemote(JobId id, const QString& remoteId) {
  return write([=](Session& session) -> Expected<void> {
    auto job = loadOpen(session, id);
    if (!job) return job.error();
    return jobrows::writeRemote(session, id, remoteId);
  });
}

QFuture<Expected<JobState>> JobStore::requestKill(JobId id) {
  return write([this, id](Session& session) -> Expected<JobState> {
    auto job = jobrows::job(session, id);
    if (!job) return job.error();
    if (hasEnded(job->state)) {
      return Error::invalidInput(
          tr("Job %1 has ended already (%2): there is nothing to kill.").arg(id.value).arg(jobStateKey(job->state)));
    }
    // One that goes on in the database is stopped there by whoever takes it.
    if (job->state == JobState::Queued && job->remoteId.isEmpty()) {
      if (auto ended = end(session, *job, JobState::Killed, {}); !ended) return ended.error();
      return JobState::Killed;
    }
    if (auto asked = jobrows::writeKillRequest(session, id); !asked) return asked.error();
    return JobState::Running;
  });
}

QFuture<Expected<QVector<JobId>>> JobStore::killRequested(const QVector<JobId>& running) {
  return read([running](Session& session) {
    return session.rows(QStringLiteral("SELECT id FROM job WHERE id IN (SELECT value FROM json_each(?)) "
                                       "AND kill_requested = 1 AND state = 'running' ORDER BY id"),
                        {jobrows::idList(running)}, idFromRow);
  });
}

QFuture<Expected<QVector<JobId>>> JobStore::recover(const QVector<QString>& gone) {
  return write([this, gone](Session& session) -> Expected<QVector<JobId>> {
    const QByteArray names =
        QJsonDocument(QJsonArray::fromStringList(QStringList(gone))).toJson(QJsonDocument::Compact);
    auto cutOff = jobrows::jobs(session,
                                QStringLiteral("WHERE j.state IN ('queued', 'running') AND j.state = 'running' AND "
                                               "j.runner IN (SELECT value FROM json_each(?)) ORDER BY j.id"),
                                {QString::fromUtf8(names)});
    if (!cutOff) return cutOff.error();
    QVector<JobId> ids;
    for (Job& job : *cutOff) {
      if (!job.remoteId.isEmpty()) {
        if (auto queued = jobrows::writeBackToQueue(session, job.id); !queued) return queued.error();
        job.state = JobState::Queued;
        auto told = m_follower ? m_follower(session, job, JobEnding::GoesOn) : Expected<void>();
        if (!told) return told.error();
        continue;
      }
      auto ended =
          end(session, job, JobState::Error, tr("interrupted: the program that ran it ended"), JobEnding::CutOff);
      if (!ended) return ended.error();
      ids.append(job.id);
    }
    return ids;
  });
}

QFuture<Expected<QVector<QString>>> JobStore::runners() {
  return read([](Session& session) {
    return session.rows(QStringLiteral("SELECT DISTINCT runner FROM job WHERE state IN ('queued', 'running') "
                                       "AND state = 'running' ORDER BY runner"),
                        {}, [](const QSqlQuery& query) { return query.value(0).toString(); });
  });
}

QFuture<Expected<Job>> JobStore::find(JobId id) {
  return read([id](Session& session) { return jobrows::job(session, id); });
}

QFuture<Expected<std::optional<Job>>> JobStore::newestResult(ScheduleId id) {
  return read([id](Session& session) -> Expected<std::optional<Job>> {
    const auto newest = session.row(QStringLiteral("SELECT id FROM job WHERE schedule_id = ? AND state = 'success' "
                                                   "AND rows IS NOT NULL ORDER BY id DESC LIMIT 1"),
                                    {id.value}, [](const QSqlQuery& query) { return query.value(0).toLongLong(); });
    if (!newest) return newest.error();
    if (!*newest) return std::optional<Job>();
    const auto job = jobrows::job(session, JobId{**newest});
    if (!job) return job.error();
    return std::optional<Job>(*job);
  });
}

QFuture<Expected<QVector<JobLine>>> JobStore::lines(const JobFilter& filter) {
  return read([filter](Session& session) { return joblines::read(session, filter); });
}

QFuture<Expected<QVector<JobTarget>>> JobStore::targets() {
  return read([](Session& session) { return joblines::targets(session); });
}

QFuture<Expected<void>> JobStore::readRecord(BatchSink& sink, int limit) {
  return read([&sink, limit](Session& session) { return jobrecord::read(session, limit, sink); });
}

QFuture<Expected<JobStore::Totals>> JobStore::totals() {
  return read([](Session& session) { return joblines::totals(session); });
}

QFuture<Expected<ReleasedBodies>> JobStore::releasableBodies(const RetentionRule& rule) {
  return read([rule, now = nowMs()](Session& session) { return bodyretention::releasableNow(session, rule, now); });
}

QFuture<Expected<ReleasedBodies>> JobStore::releaseBodies(const RetentionRule& rule) {
  return write([rule, now = nowMs()](Session& session) { return bodyretention::release(session, rule, now); });
}

QFuture<Expected<QVector<QString>>> JobStore::unnamedFiles(const QVector<QString>& names) {
  return read([names](Session& session) { return bodyretention::unnamed(session, names); });
}

}  // namespace courier
