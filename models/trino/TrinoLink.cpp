#include "models/trino/TrinoLink.h"

#include <QCoreApplication>
#include <QDateTime>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "models/http/PutReport.h"
#include "models/trino/TrinoRetry.h"

namespace courier {
namespace {

struct TrinoLinkTr {
  Q_DECLARE_TR_FUNCTIONS(TrinoLink)
};

constexpr int sentOffMs = 2'000;
constexpr auto lastWord = std::chrono::milliseconds(1'500);
constexpr qsizetype mostWords = 200;
constexpr qsizetype mostLookedAt = 64 * 1024;

ServerFailure serverFailure(WebFailure failure) {
  switch (failure) {
    case WebFailure::NoServer:
      return ServerFailure::NoServer;
    case WebFailure::Refused:
      return ServerFailure::Refused;
    case WebFailure::Silent:
      return ServerFailure::Silent;
    case WebFailure::Certificate:
      return ServerFailure::Certificate;
    default:
      return ServerFailure::Other;
  }
}

/// What goes on, however often one asks.
bool isLasting(WebFailure failure) {
  return failure == WebFailure::NoServer || failure == WebFailure::Certificate || failure == WebFailure::Tls ||
         failure == WebFailure::ProxySignIn || failure == WebFailure::TooLarge;
}

/// The beginning of an answer that is text for people; "" of a page of HTML or JSON. Masked before it is cut: the first
/// half of a secret would not be known for one.
QString wordsOf(const QByteArray& body, const TrinoEndpoint& endpoint) {
  const QString text = endpoint.masked(QString::fromUtf8(body.left(mostLookedAt))).simplified().left(mostWords);
  return text.startsWith(u'<') || text.startsWith(u'{') || text.startsWith(u'[') ? QString() : text;
}

/// After a new start of the cluster, or when nobody asked for a page for minutes.
Error forgottenQuery(int status) {
  return Error::of(ErrorKind::Sql,
                   TrinoLinkTr::tr("The cluster no longer knows this query: it was started anew meanwhile, or was not "
                                   "asked for the rows in time. Run the query again."),
                   TrinoLinkTr::tr("HTTP status %1").arg(status));
}

}  // namespace

TrinoLink::TrinoLink(std::shared_ptr<WebThread> thread, Connection connection, TrinoEndpoint endpoint,
                     const CancelToken& cancel)
    : m_connection(std::move(connection)),
      m_endpoint(std::move(endpoint)),
      m_cancel(cancel),
      m_client(std::make_unique<WebClient>(std::move(thread), m_endpoint.way)) {}

Expected<std::unique_ptr<TrinoLink>> TrinoLink::open(std::shared_ptr<WebThread> thread, const Connection& connection,
                                                     Expected<TrinoEndpoint> endpoint, const CancelToken& cancel) {
  if (!endpoint) return endpoint.error();
  return std::unique_ptr<TrinoLink>(new TrinoLink(std::move(thread), connection, std::move(*endpoint), cancel));
}

WebRequest TrinoLink::request(const QByteArray& method, const QUrl& url) const {
  WebRequest request;
  request.method = method;
  request.url = url;
  request.headers = m_endpoint.signIn;
  return request;
}

std::unique_ptr<WebCall> TrinoLink::begin(const WebRequest& request, bool streams) const {
  return m_client->begin(request, streams);
}

void TrinoLink::sendOff(const WebRequest& request) const {
  m_client->sendOff(request, sentOffMs);
}

void TrinoLink::startLimit() {
  const int seconds = m_connection.server.timeLimitS;
  m_until = seconds == 0 ? WebCall::Until::max() : std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
}

bool TrinoLink::waitMs(qint64 ms) const {
  std::mutex mutex;
  std::condition_variable stopped;
  const auto watch = m_cancel.onCancel([&] {
    const std::lock_guard lock(mutex);
    stopped.notify_all();
  });
  const auto until = std::min(m_until, std::chrono::steady_clock::now() + std::chrono::milliseconds(ms));
  std::unique_lock lock(mutex);
  stopped.wait_until(lock, until, [this] { return m_cancel.isCancelled(); });
  return !m_cancel.isCancelled() && !isOverLimit();
}

Error TrinoLink::stopped() const {
  return m_cancel.isCancelled() ? cancelledQuery() : overTimeLimit(m_connection, {});
}

Expected<WebAnswer> TrinoLink::answer(const WebRequest& request, Repeat repeat, std::unique_ptr<WebCall> call,
                                      ServerFailure* failure) const {
  const auto begun = std::chrono::steady_clock::now();
  TrinoAttempt attempt;
  attempt.longestMs = m_patienceMs;
  attempt.kind = repeat == Repeat::Reading
                     ? (m_endpoint.isJobs ? TrinoAttempt::Kind::ReadJob : TrinoAttempt::Kind::Read)
                 : m_endpoint.isTreasureData ? TrinoAttempt::Kind::SubmitToProxy
                                             : TrinoAttempt::Kind::Submit;
  for (;; ++attempt.number) {
    if (!call && m_cancel.isCancelled()) return stopped();
    if (!call) call = begin(request);
    WebAnswer answer = call->wait(m_cancel, m_until);
    // A job may have begun there, which only its number can stop.
    const bool wantsNumber = m_endpoint.isJobs && repeat == Repeat::Submitting;
    if (wantsNumber && answer.failure == WebFailure::Stopped)
      answer = call->wait({}, std::chrono::steady_clock::now() + lastWord);
    call.reset();
    const bool isWhole = answer.failure == WebFailure::None;
    attempt.isEmpty = isWhole && answer.status == 200 && answer.body.isEmpty() && request.method == "GET";
    const bool isGood = isWhole && answer.status / 100 == 2 && !attempt.isEmpty;
    const bool isStopped = m_cancel.isCancelled() || answer.failure == WebFailure::Stopped;
    if (isStopped && !(isGood && wantsNumber)) return stopped();
    if (isGood) {
      m_hadContact = true;
      m_tls = answer.tls;
      return answer;
    }
    attempt.status = isWhole ? answer.status : 0;
    attempt.wasRefused = answer.failure == WebFailure::Refused;
    m_hadContact = m_hadContact || answer.status != 0;
    // A name that was known is not found while this computer is between two networks.
    attempt.mayHelp = !isLasting(answer.failure) || (answer.failure == WebFailure::NoServer && m_hadContact);
    // Somebody is there who took the request and lost the answer.
    attempt.hadContact = m_hadContact || answer.failure == WebFailure::Lost;
    attempt.retryAfterMs =
        retryAfterMs(answer.header("Retry-After"), answer.header("Date"), QDateTime::currentMSecsSinceEpoch());
    attempt.elapsedMs =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun).count();
    const auto wait = repeat == Repeat::Never ? std::nullopt : trinoRetryMs(attempt);
    if (!wait) {
      const bool isForgotten = isWhole && (answer.status == 404 || answer.status == 410);
      return isForgotten && repeat == Repeat::Reading ? forgottenQuery(answer.status) : refusal(answer, failure);
    }
    if (!waitMs(*wait)) return stopped();
  }
}

Error TrinoLink::refusal(const WebAnswer& answer, ServerFailure* failure) const {
  ServerFailure ignored = ServerFailure::Other;
  ServerFailure& why = failure != nullptr ? *failure : ignored;
  const QString words = wordsOf(answer.body, m_endpoint);
  const auto said = [&](const QString& what) { return serverError(m_connection, why, what); };
  if (answer.failure != WebFailure::None) {
    why = serverFailure(answer.failure);
    if (answer.failure == WebFailure::Proxy || answer.failure == WebFailure::ProxySignIn)
      return Error::of(ErrorKind::Sql,
                       TrinoLinkTr::tr("The connection's proxy did not let the request through: %1. Check the proxy "
                                       "in the connection.")
                           .arg(answer.said));
    if (answer.failure == WebFailure::TooLarge)
      return Error::of(ErrorKind::Sql,
                       TrinoLinkTr::tr("The cluster answered with more than %1 MB at once, which is refused. A value "
                                       "of a row is very large: ask for a part of it.")
                           .arg(m_endpoint.way.mostBytes >> 20));
    if (answer.failure == WebFailure::Lost) return lostServer(m_connection, answer.said);
    return said(answer.said);
  }
  const QString status = words.isEmpty() ? TrinoLinkTr::tr("HTTP status %1").arg(answer.status)
                                         : TrinoLinkTr::tr("HTTP status %1, “%2”").arg(answer.status).arg(words);
  if (answer.status == 401 || answer.status == 403) {
    why = ServerFailure::SignIn;
    if (m_endpoint.isTreasureData)
      return Error::of(ErrorKind::Sql,
                       TrinoLinkTr::tr("Treasure Data refused the API key. Enter the right one in the connection, and "
                                       "check its region."),
                       status);
    if (m_connection.server.signIn == TrinoSignIn::Token)
      return Error::of(ErrorKind::Sql,
                       TrinoLinkTr::tr("The server %1 refused the token: it is wrong or has expired. Enter a new one "
                                       "in the connection.")
                           .arg(m_connection.host),
                       status);
    return said(status);
  }
  if (answer.status / 100 == 3)
    return Error::of(ErrorKind::Sql,
                     TrinoLinkTr::tr("The server %1 sends its visitors on to another address (status %2), which is not "
                                     "followed: the credentials would go there. Give the connection the address of "
                                     "the cluster itself.")
                         .arg(m_connection.host)
                         .arg(answer.status));
  if (answer.status == 429 || answer.status == 503) {
    why = ServerFailure::Full;
    return said(status);
  }
  if (answer.status == 200)
    return Error::of(ErrorKind::Sql, TrinoLinkTr::tr("The server %1 answers with nothing. Check that it is a cluster "
                                                     "of Trino, and try again.")
                                         .arg(m_connection.host));
  return said(status);
}

}  // namespace courier
