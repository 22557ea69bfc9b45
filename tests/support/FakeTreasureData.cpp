#include "tests/support/FakeTreasureData.h"

#include <mutex>

namespace courier::testing {

namespace {

struct TdFault {
  QByteArray kind;
  Reaction reaction;
  int times = 0;
  bool alsoWork = false;
};

/// "issue" of "/v3/job/issue/trino/sales".
QByteArray kindOf(const SeenRequest& request) {
  return request.target.split('?').first().split('/').value(3);
}

/// A text as JSON.
QByteArray quoted(QByteArray text) {
  text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
  return '"' + text + '"';
}

Reaction json(int status, const QByteArray& body) {
  return Reaction::answer(status, body, {{"Content-Type", "application/json;charset=utf-8"}});
}

}  // namespace

struct FakeTreasureData::State {
  struct Job {
    FakeTdJob plan;
    int asked = 0;
    bool killed = false;
    [[nodiscard]] QByteArray state() const {
      return killed ? QByteArray("killed")
                    : plan.states.value(asked - 1, asked > 0 ? plan.states.last() : plan.states.first());
    }
  };
  static constexpr int firstNumber = 860329;

  mutable std::mutex mutex;
  QVector<FakeTdJob> plans;
  QVector<TdFault> faults;
  QVector<Job> jobs;

  Reaction react(const SeenRequest& request);
  Reaction work(const SeenRequest& request);
};

Reaction FakeTreasureData::State::react(const SeenRequest& request) {
  const std::lock_guard lock(mutex);
  for (TdFault& fault : faults) {
    if (fault.times == 0 || fault.kind != kindOf(request)) continue;
    --fault.times;
    const Reaction reaction = fault.reaction;
    if (fault.alsoWork) (void)work(request);
    return reaction;
  }
  return work(request);
}

Reaction FakeTreasureData::State::work(const SeenRequest& request) {
  if (request.header("Authorization") != QByteArray("TD1 ") + key)
    return json(401, R"({"error":"Authentication failed","text":"Authentication failed","severity":"error"})");
  const QByteArray kind = kindOf(request);
  if (kind == "issue" && request.method == "POST") {
    jobs.append({plans.isEmpty() ? FakeTdJob() : plans.first()});
    if (!plans.isEmpty()) plans.removeFirst();
    const QByteArray id = QByteArray::number(firstNumber + jobs.size() - 1);
    const QByteArray database = request.target.split('?').first().split('/').value(5);
    return json(200, R"({"job":")" + id + R"(","job_id":")" + id + R"(","database":)" + quoted(database) + '}');
  }
  const QByteArray id = request.target.split('?').first().split('/').value(4);
  const int index = id.toInt() - firstNumber;
  if (index < 0 || index >= jobs.size())
    return json(404, R"({"error":"Couldn't find Job with id = )" + id + R"(","severity":"error"})");
  Job& job = jobs[index];
  if (kind == "kill" && request.method == "POST") {
    const QByteArray former = job.state();
    job.killed = job.killed || (former != "success" && former != "error");
    return json(200, R"({"former_status":")" + former + R"(","job_id":")" + id + R"("})");
  }
  if (kind == "result") {
    if (job.state() != "success") return json(404, R"({"error":"The job has no result","severity":"error"})");
    return Reaction::answer(200, job.plan.result, {{"Content-Type", "application/json;charset=utf-8"}});
  }
  if (kind != "status" && kind != "show") return json(404, R"({"error":"Not found","severity":"error"})");
  if (kind == "status") ++job.asked;
  QByteArray body = R"({"job_id":")" + id + R"(","status":")" + job.state() +
                    R"(","created_at":"2026-11-30 12:00:00 UTC","start_at":"2026-11-30 12:00:01 UTC","end_at":null,)"
                    R"("duration":1,"cpu_time":null,"result_size":)" +
                    QByteArray::number(job.plan.result.size()) + R"(,"num_records":)" +
                    QByteArray::number(job.plan.result.count('\n'));
  if (kind == "show") {
    body += R"(,"type":"trino","database":"sales","priority":0,"retry_limit":0,"hive_result_schema":)" +
            quoted(job.plan.schema) + R"(,"debug":{"cmdout":"","stderr":)" + quoted(job.plan.stderrText) + '}';
  }
  return json(200, body + '}');
}

FakeTreasureData::FakeTreasureData(std::optional<QSslConfiguration> tls) : m(std::make_unique<State>()), m_server(tls) {
  m_server.setScript([this](const SeenRequest& head) { return m->react(head); });
}

FakeTreasureData::~FakeTreasureData() = default;

void FakeTreasureData::plan(const FakeTdJob& job) {
  const std::lock_guard lock(m->mutex);
  m->plans.append(job);
}

void FakeTreasureData::insteadOf(const QByteArray& kind, const Reaction& reaction, int times, bool alsoWork) {
  const std::lock_guard lock(m->mutex);
  m->faults.append({kind, reaction, times, alsoWork});
}

QVector<SeenRequest> FakeTreasureData::requests(const QByteArray& kind) const {
  QVector<SeenRequest> found;
  for (const SeenRequest& request : m_server.requests()) {
    if (kindOf(request) == kind) found.append(request);
  }
  return found;
}

void FakeTreasureData::endJobs(const QByteArray& state) {
  const std::lock_guard lock(m->mutex);
  for (State::Job& job : m->jobs) job.plan.states = {state};
}

int FakeTreasureData::issuedCount() const {
  const std::lock_guard lock(m->mutex);
  return static_cast<int>(m->jobs.size());
}

QVector<QByteArray> FakeTreasureData::killed() const {
  const std::lock_guard lock(m->mutex);
  QVector<QByteArray> found;
  for (qsizetype index = 0; index < m->jobs.size(); ++index) {
    if (m->jobs.at(index).killed) found.append(QByteArray::number(State::firstNumber + index));
  }
  return found;
}

}  // namespace courier::testing
