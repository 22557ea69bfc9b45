#include "models/trino/TrinoStatement.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <algorithm>
#include <utility>

namespace courier {
namespace {

struct TrinoStatementTr {
  Q_DECLARE_TR_FUNCTIONS(TrinoStatement)
};

constexpr qint64 quickMs = 50;
constexpr qint64 longestPauseMs = 500;

QString origin(const QUrl& url) {
  return url.toDisplayString(QUrl::RemoveUserInfo | QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment);
}

RunStage::Kind stageKind(const TrinoProgress& progress) {
  if (progress.isQueued || progress.state == "QUEUED" || progress.state == "WAITING_FOR_RESOURCES")
    return RunStage::Kind::Queued;
  if (progress.state == "FINISHED" || progress.state == "FINISHING") return RunStage::Kind::Finishing;
  return RunStage::Kind::Running;
}

}  // namespace

Expected<void> TrinoStatement::submit(const QString& sql, ServerFailure* failure) {
  WebRequest request = m_link.request("POST", m_link.endpoint().at(QStringLiteral("/v1/statement")));
  auto headers = m_session.headers();
  if (!headers) return headers.error();
  request.headers += *headers;
  request.headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
  request.body = sql.toUtf8();
  m_link.startLimit();
  if (m_progress != nullptr) m_progress->set({});
  auto answer = m_link.answer(request, TrinoLink::Repeat::Submitting, nullptr, failure);
  if (!answer) return answer.error();
  auto page = take(std::move(*answer));
  if (!page) return page.error();
  m_first = std::move(*page);
  return {};
}

Expected<std::optional<TrinoPage>> TrinoStatement::next() {
  if (m_first) return std::exchange(m_first, std::nullopt);
  if (m_next.isEmpty()) return std::optional<TrinoPage>();
  QElapsedTimer waited;
  waited.start();
  auto answer = m_link.answer(nextRequest(), TrinoLink::Repeat::Reading, std::move(m_ahead));
  if (!answer) return answer.error();
  auto page = take(std::move(*answer));
  if (!page) return page.error();
  // The cluster holds an answer back while there is no news; something before it may not.
  const bool isIdle = !page->hasData && !m_next.isEmpty() && waited.elapsed() < quickMs;
  m_idlePages = isIdle ? m_idlePages + 1 : 0;
  if (isIdle && !m_link.waitMs(std::min(quickMs * m_idlePages, longestPauseMs))) return m_link.stopped();
  if (page->hasData && !m_next.isEmpty()) m_ahead = m_link.begin(nextRequest());
  return std::optional(std::move(*page));
}

void TrinoStatement::drop() {
  m_ahead.reset();
  if (m_next.isEmpty()) return;
  WebRequest request = nextRequest();
  request.method = "DELETE";
  m_link.sendOff(request);
  m_next.clear();
}

WebRequest TrinoStatement::nextRequest() const {
  return m_link.request("GET", m_next);
}

Expected<TrinoPage> TrinoStatement::take(WebAnswer answer) {
  m_session.apply(answer.headers);
  auto page = m_pages.open(std::move(answer.body));
  if (!page) return page;
  for (QString& warning : page->warnings) warning = m_link.endpoint().masked(warning);
  tell(page->progress);
  if (auto kept = keepNext(*page); !kept) return kept.error();
  if (!page->failure) return page;
  m_next.clear();
  m_hasFailedThere = true;
  const TrinoFailure& failure = *page->failure;
  if (failure.errorName == u"EXCEEDED_TIME_LIMIT" && m_link.connection().server.timeLimitS > 0)
    return overTimeLimit(m_link.connection(), m_link.endpoint().masked(failure.message));
  Error error = Error::of(ErrorKind::Sql, m_link.endpoint().masked(failure.message), failure.errorName);
  if (failure.location) {
    error.position = TextPosition();
    error.position->line = failure.location->line;
    error.position->column = failure.location->column;
  }
  return error;
}

Expected<void> TrinoStatement::keepNext(const TrinoPage& page) {
  m_next = page.nextUri.isEmpty() ? QUrl() : QUrl::fromEncoded(page.nextUri, QUrl::StrictMode);
  if (page.nextUri.isEmpty() || m_link.endpoint().isOwn(m_next)) return {};
  const QString theirs = origin(m_next);
  m_next.clear();
  return Error::of(ErrorKind::Sql,
                   TrinoStatementTr::tr("The cluster hands the query on to %1, but the connection is to %2, and the "
                                        "credentials go nowhere else. Where a proxy ends TLS before the cluster, its "
                                        "setting http-server.process-forwarded=true mends this.")
                       .arg(theirs, origin(m_link.endpoint().base)));
}

void TrinoStatement::tell(const TrinoProgress& progress) const {
  if (m_progress == nullptr) return;
  RunStage stage;
  stage.kind = stageKind(progress);
  stage.completedSplits = progress.completedSplits;
  stage.totalSplits = progress.totalSplits;
  stage.rows = progress.processedRows;
  stage.bytes = progress.processedBytes;
  stage.nodes = progress.nodes;
  stage.percent = progress.percent;
  m_progress->set(stage);
}

}  // namespace courier
