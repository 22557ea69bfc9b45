#include "tests/support/FakeCoordinator.h"

#include <mutex>

#include "tests/support/Packed.h"

namespace courier::testing {

namespace {

const QByteArray statementPath = "/v1/statement";

struct PlannedFault {
  QByteArray kind;
  Reaction reaction;
  int times = 0;
  bool alsoWork = false;
};

struct RunningStatement {
  FakeCoordinator::Statement pages;
  bool started = false;
  bool ended = false;
  bool cancelled = false;
  int page = -1;  ///< given last
};

/// A page's JSON up to its data's end, and what follows there.
struct PageText {
  QByteArray head;
  QByteArray end;
};

PageText textOf(const FakePage& page, const QByteArray& id, const QByteArray& origin, const QByteArray& nextUri) {
  PageText text;
  text.head = R"({"id":")" + id + R"(","infoUri":")" + origin + "/ui/query.html?" + id + '"';
  if (!nextUri.isEmpty()) text.head += R"(,"nextUri":")" + nextUri + '"';
  if (!page.columns.isEmpty()) text.head += R"(,"columns":)" + page.columns;
  if (!page.data.isEmpty()) text.head += R"(,"data":)" + page.data;
  if (page.atLeastBytes > 0) {
    text.head.chop(1);
    text.end = "]";
  }
  const bool queued = page.state == "QUEUED";
  text.end += R"(,"stats":{"state":")" + page.state + R"(","queued":)" + (queued ? "true" : "false") +
              R"(,"scheduled":)" + (queued ? "false" : "true") +
              R"(,"progressPercentage":null,"runningPercentage":null,"nodes":1,"totalSplits":4,"queuedSplits":1,)"
              R"("runningSplits":1,"completedSplits":2,"cpuTimeMillis":1,"wallTimeMillis":1,"queuedTimeMillis":1,)"
              R"("elapsedTimeMillis":1,"processedRows":7,"processedBytes":70,"physicalInputBytes":0,)"
              R"("peakMemoryBytes":0,"spilledBytes":0})";
  if (!page.error.isEmpty()) text.end += R"(,"error":)" + page.error;
  if (!page.further.isEmpty()) text.end += ',' + page.further;
  text.end += R"(,"warnings":[]})";
  return text;
}

Reaction answerOf(const FakePage& page, const PageText& text) {
  QVector<QPair<QByteArray, QByteArray>> headers = {{"Content-Type", "application/json"}};
  headers += page.headers;
  if (page.atLeastBytes > 0) {
    Reaction reaction = Reaction::answer(200, text.head, headers);
    const QByteArray row = ",[\"" + QByteArray(1020, 'x') + "\"]";
    reaction.padding = row.repeated(64);
    reaction.paddingBytes = (page.atLeastBytes / reaction.padding.size() + 1) * reaction.padding.size();
    reaction.ending = text.end;
    // The head counted itself alone.
    reaction.bytes.replace(
        "Content-Length: " + QByteArray::number(text.head.size()),
        "Content-Length: " + QByteArray::number(text.head.size() + reaction.paddingBytes + text.end.size()));
    return reaction;
  }
  QByteArray body = text.head + text.end;
  if (page.isPacked) {
    body = packed(body);
    headers.append(qMakePair(QByteArray("Content-Encoding"), QByteArray("gzip")));
  }
  Reaction reaction = Reaction::answer(200, body, headers);
  reaction.msPerByte = page.msPerByte;
  return reaction;
}

}  // namespace

struct FakeCoordinator::State {
  mutable std::mutex mutex;
  QByteArray origin;
  QVector<Statement> plans;
  QVector<PlannedFault> faults;
  QVector<RunningStatement> statements;

  Reaction react(const SeenRequest& request);
  Reaction work(const SeenRequest& request);
  Reaction give(int index, int number);
  [[nodiscard]] static QByteArray idOf(int index) { return "20261130_000000_" + QByteArray::number(index) + "_fakes"; }
  [[nodiscard]] QByteArray uriOf(int index, const QByteArray& step) const {
    return origin + statementPath + '/' + step.split('/').first() + '/' + idOf(index) + "/slug/" +
           step.split('/').last();
  }
};

Reaction FakeCoordinator::State::react(const SeenRequest& request) {
  const std::lock_guard lock(mutex);
  // "/v1/statement/executing/ID/slug/2"
  const QList<QByteArray> words = request.target.split('/');
  QByteArray kind = request.method;
  if (kind == "GET") kind += ' ' + words.value(3) + '/' + words.value(6);
  for (PlannedFault& fault : faults) {
    if (fault.times == 0 || fault.kind != kind) continue;
    --fault.times;
    const Reaction reaction = fault.reaction;
    if (fault.alsoWork) (void)work(request);
    return reaction;
  }
  return work(request);
}

Reaction FakeCoordinator::State::work(const SeenRequest& request) {
  if (request.method == "POST" && request.target == statementPath) {
    const int index = static_cast<int>(statements.size());
    RunningStatement statement;
    statement.pages = plans.isEmpty() ? Statement{{R"([{"name":"_col0","type":"integer"}])", "[[1]]"}} : plans.first();
    if (!plans.isEmpty()) plans.removeFirst();
    statements.append(statement);
    FakePage page;
    page.state = "QUEUED";
    return answerOf(page, textOf(page, idOf(index), origin, uriOf(index, "queued/1")));
  }
  const QList<QByteArray> words = request.target.split('/');
  int index = 0;
  while (index < statements.size() && idOf(index) != words.value(4)) ++index;
  if (index == statements.size()) return Reaction::answer(404, "Query not found");
  RunningStatement& statement = statements[index];
  if (request.method == "DELETE") {
    statement.cancelled = statement.cancelled || !statement.ended;
    statement.ended = true;
    return Reaction::answer(204);
  }
  if (statement.cancelled) return Reaction::answer(404, "Query not found");
  statement.started = true;
  if (words.value(3) == "executing") return give(index, words.value(6).toInt());
  FakePage page;
  page.state = "QUEUED";
  return answerOf(page, textOf(page, idOf(index), origin, uriOf(index, "executing/0")));
}

Reaction FakeCoordinator::State::give(int index, int number) {
  RunningStatement& statement = statements[index];
  if (number < statement.page) return Reaction::answer(410, "Result is gone");
  if (number > statement.page + 1 || number >= statement.pages.size()) return Reaction::answer(404, "Not found");
  statement.page = number;
  FakePage page = statement.pages.at(number);
  const bool isLast = number + 1 == statement.pages.size();
  statement.ended = statement.ended || isLast;
  if (isLast) page.state = page.error.isEmpty() ? "FINISHED" : "FAILED";
  const QByteArray right = isLast ? QByteArray() : uriOf(index, "executing/" + QByteArray::number(number + 1));
  return answerOf(page, textOf(page, idOf(index), origin, page.nextUri.value_or(right)));
}

FakeCoordinator::FakeCoordinator(std::optional<QSslConfiguration> tls) : m(std::make_unique<State>()), m_server(tls) {
  m->origin = (tls ? "https://localhost:" : "http://127.0.0.1:") + QByteArray::number(m_server.port());
  m_server.setScript([this](const SeenRequest& head) { return m->react(head); });
}

FakeCoordinator::~FakeCoordinator() = default;

QByteArray FakeCoordinator::origin() const {
  return m->origin;
}

void FakeCoordinator::plan(const Statement& statement) {
  const std::lock_guard lock(m->mutex);
  m->plans.append(statement);
}

void FakeCoordinator::insteadOf(const QByteArray& kind, const Reaction& reaction, int times, bool alsoWork) {
  const std::lock_guard lock(m->mutex);
  m->faults.append({kind, reaction, times, alsoWork});
}

QVector<SeenRequest> FakeCoordinator::requests(const QByteArray& method) const {
  QVector<SeenRequest> found;
  for (const SeenRequest& request : m_server.requests()) {
    if (request.method == method) found.append(request);
  }
  return found;
}

int FakeCoordinator::startedCount() const {
  const std::lock_guard lock(m->mutex);
  return static_cast<int>(std::count_if(m->statements.begin(), m->statements.end(),
                                        [](const RunningStatement& statement) { return statement.started; }));
}

int FakeCoordinator::cancelledCount() const {
  const std::lock_guard lock(m->mutex);
  return static_cast<int>(std::count_if(m->statements.begin(), m->statements.end(),
                                        [](const RunningStatement& statement) { return statement.cancelled; }));
}

}  // namespace courier::testing
