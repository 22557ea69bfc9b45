#include "models/delivery/PutRequest.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QPointer>
#include <QTimer>
#include <algorithm>

#include "models/delivery/AnswerReader.h"
#include "models/delivery/DeliveryProxies.h"
#include "models/delivery/FailureText.h"
#include "models/delivery/NetworkErrorText.h"
#include "models/delivery/PutBody.h"
#include "models/delivery/RetryAfter.h"
#include "models/delivery/Transport.h"

namespace courier {
namespace {

int timerMs(qint64 ms) {
  return static_cast<int>(std::clamp<qint64>(ms, 1, std::numeric_limits<int>::max()));
}

/// Every attribute by which QtNetwork would do more than this one request.
QNetworkRequest requestFor(const PutPlan& plan) {
  QNetworkRequest request(plan.delivery.url.httpUrl());
  request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
  request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
  request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
  request.setAttribute(QNetworkRequest::HttpPipeliningAllowedAttribute, false);
  request.setAttribute(QNetworkRequest::ConnectionCacheExpiryTimeoutSecondsAttribute, 5);
  request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
  request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
  request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
  request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
  request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
  if (plan.ssl) request.setSslConfiguration(*plan.ssl);
  for (const auto& [name, value] : putHeaders(plan.delivery, plan.attemptNumber, plan.secret, false))
    request.setRawHeader(name, value);
  for (const auto& [name, value] : plan.signature) request.setRawHeader(name, value);
  const ProxyOptions& proxy = plan.delivery.options.proxy;
  if (plan.secret && needsProxyAuthorization(proxy, plan.delivery.url.host(), plan.delivery.url.isEncrypted())) {
    const QString password = plan.secret->fields.value(secretfields::proxyPassword);
    request.setRawHeader("Proxy-Authorization", "Basic " + basicCredentials(proxy.user, password));
  }
  request.setHeader(QNetworkRequest::ContentLengthHeader, plan.delivery.bodyBytes);
  return request;
}

QVector<QByteArray> maskedTexts(const PutPlan& plan) {
  if (!plan.secret) return {};
  return secretTexts(*plan.secret, plan.delivery.user, plan.delivery.options.proxy.user);
}

/// All that has to be secret about this request is at hand.
bool hasItsSecrets(const PutPlan& plan) {
  const QStringList needed = neededSecrets(plan.delivery.user, plan.delivery.options);
  return std::all_of(needed.begin(), needed.end(),
                     [&](const QString& field) { return plan.secret && plan.secret->fields.contains(field); });
}

/// The server cannot have got as much as the head of the request.
bool neverConnected(QNetworkReply::NetworkError error) {
  switch (error) {
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::SslHandshakeFailedError:
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyNotFoundError:
      return true;
    default:
      return false;
  }
}

}  // namespace

struct PutRequest::State {
  State(QNetworkAccessManager& manager, PutPlan thePlan)
      : network(manager), plan(std::move(thePlan)), answer(plan.limits, maskedTexts(plan)) {}

  QNetworkAccessManager& network;
  const PutPlan plan;
  AnswerReader answer;
  QPointer<QNetworkReply> reply;
  PutBody* body = nullptr;  ///< the reply's child
  Phase phase = Phase::Connecting;
  QTimer silence;   ///< nothing went on for too long
  QTimer deadline;  ///< the whole attempt
  QElapsedTimer watch;
  qint64 connectedAtMs = -1;
  qint64 sentAtMs = -1;
  qint64 headAtMs = -1;
  QList<QSslError> sslErrors;
  QString certificateIssuer;
  QString cutOffWhy;  ///< set when this program ended the attempt itself
  bool bodyDamaged = false;
  bool done = false;
};

PutRequest::PutRequest(QNetworkAccessManager& network, PutPlan plan, QObject* parent)
    : QObject(parent), m(std::make_unique<State>(network, std::move(plan))) {
  m->silence.setSingleShot(true);
  m->deadline.setSingleShot(true);
  connect(&m->silence, &QTimer::timeout, this, [this] {
    switch (m->phase) {
      case Phase::Connecting:
        return cutOff(tr("no connection within %1").arg(durationText(m->plan.limits.connectMs)));
      case Phase::Sending:
        return cutOff(tr("the server took nothing more for %1").arg(durationText(m->silence.interval())));
      case Phase::Waiting:
      case Phase::Answering:
        return cutOff(tr("no answer within %1").arg(durationText(m->silence.interval())));
    }
  });
  connect(&m->deadline, &QTimer::timeout, this,
          [this] { cutOff(tr("not finished within %1").arg(durationText(m->deadline.interval()))); });
}

PutRequest::~PutRequest() {
  if (!m->reply) return;
  m->reply->disconnect(this);
  m->body->disconnect(this);
  m->reply->abort();
  m->reply->deleteLater();
}

void PutRequest::start() {
  if (!hasItsSecrets(m->plan) || (m->plan.delivery.options.isSigned && m->plan.signature.isEmpty()))
    return failEarly(ReasonKind::SecretMissing, tr("the password is not known"));
  const Delivery& delivery = m->plan.delivery;
  auto body = std::make_unique<PutBody>(m->plan.bodyPath, delivery.bodyBytes, delivery.bodySha256);
  if (!body->openFile()) return failEarly(ReasonKind::BodyMissing, tr("the kept body is missing or damaged"));

  m->watch.start();
  m->body = body.get();
  const QNetworkRequest request = requestFor(m->plan);
  m->reply = delivery.method == HttpMethod::Post ? m->network.post(request, m->body) : m->network.put(request, m->body);
  body.release()->setParent(m->reply);
  boundAnswer();
  listen();
  const PutLimits& limits = m->plan.limits;
  m->deadline.start(timerMs(limits.totalBaseMs + delivery.bodyBytes * 1000 / limits.totalBytesPerSecond));
  // Of an empty body no byte is ever asked for, which is how a connection is noticed: all of its time is the answer's.
  enter(delivery.bodyBytes == 0 ? Phase::Waiting : Phase::Connecting);
}

void PutRequest::listen() {
  connect(m->body, &PutBody::advanced, this, &PutRequest::onBodyAdvanced);
  // Not within the network's own call for more bytes.
  connect(
      m->body, &PutBody::damaged, this,
      [this] {
        m->bodyDamaged = true;
        cutOff(tr("the kept body is missing or damaged"));
      },
      Qt::QueuedConnection);
  connect(m->reply, &QNetworkReply::encrypted, this, [this] {
    if (m->phase == Phase::Connecting) enter(Phase::Sending);
  });
  connect(m->reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError>& errors) {
    m->sslErrors = errors;
    m->certificateIssuer = certificateIssuerText(m->reply->sslConfiguration().peerCertificate());
    for (const QSslError& error : errors) {
      if (m->certificateIssuer.isEmpty()) m->certificateIssuer = certificateIssuerText(error.certificate());
    }
    if (m->certificateIssuer.isEmpty()) m->certificateIssuer = tr("unknown");
  });
  connect(m->reply, &QNetworkReply::uploadProgress, this, [this](qint64 sent, qint64 total) {
    // It ends with 0/0.
    if (total <= 0 || m->done) return;
    if (m->phase == Phase::Sending || m->phase == Phase::Waiting) m->silence.start();
    Q_EMIT progressed(sent, m->plan.delivery.bodyBytes);
  });
  connect(m->reply, &QNetworkReply::metaDataChanged, this, &PutRequest::onHead);
  connect(m->reply, &QNetworkReply::readyRead, this, &PutRequest::readAnswer);
  connect(m->reply, &QNetworkReply::finished, this, &PutRequest::onFinished);
}

void PutRequest::enter(Phase phase) {
  m->phase = phase;
  const PutLimits& limits = m->plan.limits;
  const qint64 limit = phase == Phase::Connecting ? limits.connectMs
                       : phase == Phase::Sending  ? limits.silenceWhileSendingMs
                                                  : limits.silenceAfterBodyMs;
  m->silence.start(timerMs(limit));
}

void PutRequest::onBodyAdvanced(qint64 served) {
  if (m->connectedAtMs < 0) {
    m->connectedAtMs = m->watch.elapsed();
    boundAnswer();
  }
  if (served == m->plan.delivery.bodyBytes) {
    m->sentAtMs = m->watch.elapsed();
    enter(Phase::Waiting);
  } else {
    enter(Phase::Sending);
  }
}

// QtNetwork's thread hears of the limit only once it has the request in hand: said at the start alone, it would collect
// an endless answer in chunks without any limit.
void PutRequest::boundAnswer() {
  m->reply->setReadBufferSize(m->plan.limits.keptAnswerBytes);
}

void PutRequest::onHead() {
  boundAnswer();
  if (m->headAtMs < 0) m->headAtMs = m->watch.elapsed();
  if (m->phase == Phase::Waiting) enter(Phase::Answering);
}

void PutRequest::readAnswer() {
  if (m->done) return;
  m->silence.start();
  if (!m->answer.take(*m->reply)) cutOff(tr("the answer is too long"));
}

void PutRequest::cutOff(const QString& why) {
  if (m->done || !m->reply) return;
  if (m->cutOffWhy.isEmpty()) m->cutOffWhy = why;
  // Emits finished() at once.
  m->reply->abort();
}

void PutRequest::abort() {
  cutOff(tr("stopped"));
}

void PutRequest::failEarly(ReasonKind failure, const QString& message) {
  m->done = true;
  AttemptReport report;
  report.failure = failure;
  report.message = message;
  QMetaObject::invokeMethod(
      this, [this, report] { Q_EMIT finished(report); }, Qt::QueuedConnection);
}

void PutRequest::onFinished() {
  if (m->done) return;
  m->done = true;
  m->silence.stop();
  m->deadline.stop();
  if (m->reply->isOpen()) (void)m->answer.take(*m->reply);
  const AttemptReport report = makeReport();
  m->reply->disconnect(this);
  m->body->disconnect(this);
  m->reply->deleteLater();
  Q_EMIT finished(report);
}

AttemptReport PutRequest::makeReport() const {
  const QNetworkReply& reply = *m->reply;
  AttemptReport report;
  report.status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
  report.bytesSent = m->body->served();
  report.connectMs = m->connectedAtMs;
  if (m->sentAtMs >= 0) report.sendMs = m->sentAtMs - m->connectedAtMs;
  if (m->sentAtMs >= 0 && m->headAtMs >= 0) report.waitMs = std::max<qint64>(m->headAtMs - m->sentAtMs, 0);
  report.answerHeaders = m->answer.headerLines(reply.rawHeaderPairs());
  report.answerBody = m->answer.kept();
  if (reply.error() != QNetworkReply::NoError)
    report.detail = QString::fromUtf8(m->answer.masked(reply.errorString().toUtf8()));

  if (report.status >= 200) {
    report.outcome = AttemptOutcome::Answered;
    const bool redirects = report.status >= 300 && report.status <= 399;
    if (redirects) report.location = QString::fromUtf8(m->answer.masked(reply.rawHeader("Location")));
    report.retryAfterMs =
        retryAfterMs(reply.rawHeader("Retry-After"), reply.rawHeader("Date"), QDateTime::currentMSecsSinceEpoch());
    return report;
  }

  const bool mayHaveEmpty = m->plan.delivery.bodyBytes == 0 && !neverConnected(reply.error());
  report.outcome = report.bytesSent > 0 || mayHaveEmpty ? AttemptOutcome::Unknown : AttemptOutcome::NotSent;
  report.failure = ReasonKind::Unreachable;
  if (m->bodyDamaged) {
    report.failure = ReasonKind::BodyMissing;
    report.message = m->cutOffWhy;
  } else if (report.status > 0) {
    report.outcome = AttemptOutcome::Unknown;
    report.message = tr("it ended with %1, which is no final answer").arg(report.status);
  } else if (!m->cutOffWhy.isEmpty()) {
    report.message = m->cutOffWhy;
  } else if (reply.errorString().contains(QLatin1String("alert certificate required"))) {
    // TLS 1.3 says so after the client's own handshake; the server's was never done, so it read not one byte.
    report.outcome = AttemptOutcome::NotSent;
    report.failure = ReasonKind::Tls;
    report.message = tr("the server wants a client certificate");
  } else {
    report.failure = networkFailureKind(reply.error(), report.bytesSent > 0);
    report.message = networkErrorText(reply.error());
    if (report.failure != ReasonKind::Tls) return report;
    report.certificateIssuer = m->certificateIssuer;
    if (!m->sslErrors.isEmpty()) report.message = certificateErrorText(m->sslErrors);
  }
  return report;
}

}  // namespace courier
