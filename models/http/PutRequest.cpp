#include "models/http/PutRequest.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QPointer>
#include <QTimer>
#include <algorithm>

#include "models/base/CertificateName.h"
#include "models/base/Wording.h"
#include "models/http/NetworkErrorText.h"
#include "models/http/PutBody.h"
#include "models/http/PutReport.h"
#include "models/http/RequestSecrets.h"
#include "models/outbox/FailureText.h"
#include "models/write/BodyWriter.h"

namespace courier {
namespace {

/// Every attribute by which QtNetwork would do more than this one request.
QNetworkRequest requestFor(const PutInput& input) {
  QNetworkRequest request(input.delivery.to.url.httpUrl());
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
  if (input.ssl) request.setSslConfiguration(*input.ssl);
  for (const auto& [name, value] : putHeaders(input.delivery, input.attemptNumber, input.secret, false))
    request.setRawHeader(name, value);
  for (const auto& [name, value] : input.signature) request.setRawHeader(name, value);
  const TargetUrl& url = input.delivery.to.url;
  if (needsProxyAuthorization(input.way, url.host(), url.isEncrypted())) {
    request.setRawHeader("Proxy-Authorization",
                         "Basic " + basicCredentials(input.way.options.user, input.way.password));
  }
  request.setHeader(QNetworkRequest::ContentLengthHeader, input.delivery.bodyBytes);
  return request;
}

/// What QtNetwork writes between the method and "HTTP/1.1".
QByteArray spelledByQt(const QUrl& url, bool isWhole) {
  QUrl::FormattingOptions format = QUrl::RemoveFragment | QUrl::RemoveUserInfo | QUrl::FullyEncoded;
  if (!isWhole) format |= QUrl::RemoveScheme | QUrl::RemoveAuthority;
  if (!url.path().isEmpty()) format |= QUrl::NormalizePathSegments;
  return url.toEncoded(format);
}

/// QtNetwork spells some paths otherwise than they were typed: "//a", "/a/../b", "%7e". It writes a verb of one's own
/// as it is, though: this one goes on to the end of the request line, and what QtNetwork puts behind it becomes a
/// header's value, "/ HTTP/1.1". Nothing where QtNetwork's own spelling is the right one.
std::optional<QByteArray> verbWithTarget(const PutInput& input) {
  const TargetUrl& url = input.delivery.to.url;
  const QUrl httpUrl = url.httpUrl();
  const bool isWhole = !url.isEncrypted() && proxyFor(input.way, httpUrl).type() == QNetworkProxy::HttpProxy;
  const QByteArray target = isWhole ? url.httpAddress().toLatin1() : url.requestTarget();
  if (spelledByQt(httpUrl, isWhole) == target) return std::nullopt;
  return httpMethodName(input.delivery.to.method).toLatin1() + ' ' + target + " HTTP/1.1\r\nQuery-Courier-Line:";
}

/// All that has to be secret about this request is at hand.
bool hasItsSecrets(const PutInput& input) {
  const QStringList needed = input.delivery.to.neededSecrets();
  return std::all_of(needed.begin(), needed.end(),
                     [&](const QString& field) { return input.secret && input.secret->fields.contains(field); });
}

/// The header that says who is sending, or nothing.
HeaderList signIn(const Delivery& delivery, const std::optional<Secret>& secret, bool masked) {
  const auto value = [&](const QString& field) { return secret ? secret->fields.value(field).toUtf8() : QByteArray(); };
  if (!masked && !secret) return {};
  switch (delivery.to.options.auth) {
    case AuthKind::None:
      break;
    case AuthKind::Basic:
      if (!delivery.to.signsIn()) break;
      return {{"Authorization",
               "Basic " + (masked ? maskedSecret : basicCredentials(delivery.to.user, secret->password()))}};
    case AuthKind::Bearer:
      return {{"Authorization", "Bearer " + (masked ? maskedSecret : value(secretfields::token))}};
    case AuthKind::Header:
      return {{delivery.to.options.authHeader.toLatin1(), masked ? maskedSecret : value(secretfields::headerValue)}};
  }
  return {};
}

SecretMask secretsOf(const PutInput& input) {
  SecretMask mask = secretsOf(input.delivery, input.secret);
  if (!input.way.password.isEmpty()) mask.addCredentials(input.way.options.user, input.way.password);
  return mask;
}

}  // namespace

struct PutRequest::State {
  State(QNetworkAccessManager& manager, PutInput theInput)
      : network(manager), input(std::move(theInput)), answer(input.limits, secretsOf(input)) {}

  QNetworkAccessManager& network;
  const PutInput input;
  AnswerReader answer;
  QPointer<QNetworkReply> reply;
  PutBody* body = nullptr;  ///< the reply's child
  Phase phase = Phase::Connecting;
  QTimer silence;   ///< nothing went on for too long
  QTimer deadline;  ///< the whole attempt
  QElapsedTimer watch;
  SeenAttempt seen;
  bool done = false;
};

PutRequest::PutRequest(QNetworkAccessManager& network, PutInput input, QObject* parent)
    : QObject(parent), m(std::make_unique<State>(network, std::move(input))) {
  m->silence.setSingleShot(true);
  m->deadline.setSingleShot(true);
  connect(&m->silence, &QTimer::timeout, this, [this] {
    switch (m->phase) {
      case Phase::Connecting:
        return cutOff(tr("no connection within %1").arg(durationText(m->input.limits.connectMs)));
      case Phase::Sending:
        return cutOff(tr("the server accepted no more data for %1").arg(durationText(m->silence.interval())));
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
  if (!hasItsSecrets(m->input) || (m->input.delivery.to.options.isSigned && m->input.signature.isEmpty()))
    return failEarly(ReasonKind::SecretMissing, tr("the password is not known"));
  const Delivery& delivery = m->input.delivery;
  auto body = std::make_unique<PutBody>(m->input.bodyPath, delivery.bodyBytes, delivery.bodySha256);
  if (!body->openFile()) return failEarly(ReasonKind::BodyMissing, tr("the kept body is missing or damaged"));

  m->watch.start();
  m->body = body.get();
  QNetworkRequest request = requestFor(m->input);
  if (const auto verb = verbWithTarget(m->input)) {
    request.setUrl(request.url().resolved(QUrl(QStringLiteral("/"))));
    m->reply = m->network.sendCustomRequest(request, *verb, m->body);
  } else if (delivery.to.method == HttpMethod::Post) {
    m->reply = m->network.post(request, m->body);
  } else {
    m->reply = m->network.put(request, m->body);
  }
  body.release()->setParent(m->reply);
  boundAnswer();
  listen();
  const PutLimits& limits = m->input.limits;
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
        m->seen.bodyDamaged = true;
        cutOff(tr("the kept body is missing or damaged"));
      },
      Qt::QueuedConnection);
  // Before anything of HTTP is sent.
  connect(m->reply, &QNetworkReply::encrypted, this, [this] {
    const QSslCertificate certificate = m->reply->sslConfiguration().peerCertificate();
    if (!certificateIsFor(certificate, m->input.delivery.to.url.host())) {
      noteSslErrors({QSslError(QSslError::HostNameMismatch, certificate)});
      return m->reply->abort();
    }
    if (m->phase == Phase::Connecting) enter(Phase::Sending);
  });
  connect(m->reply, &QNetworkReply::sslErrors, this, &PutRequest::noteSslErrors);
  connect(m->reply, &QNetworkReply::uploadProgress, this, [this](qint64 sent, qint64 total) {
    // It ends with 0/0.
    if (total <= 0 || m->done) return;
    if (m->phase == Phase::Sending || m->phase == Phase::Waiting) m->silence.start();
    Q_EMIT progressed(sent, m->input.delivery.bodyBytes);
  });
  connect(m->reply, &QNetworkReply::metaDataChanged, this, &PutRequest::onHead);
  connect(m->reply, &QNetworkReply::readyRead, this, &PutRequest::readAnswer);
  connect(m->reply, &QNetworkReply::finished, this, &PutRequest::onFinished);
}

void PutRequest::noteSslErrors(const QList<QSslError>& errors) {
  m->seen.sslErrors = errors;
  m->seen.certificateIssuer = certificateIssuerText(m->reply->sslConfiguration().peerCertificate());
  for (const QSslError& error : errors) {
    if (m->seen.certificateIssuer.isEmpty()) m->seen.certificateIssuer = certificateIssuerText(error.certificate());
  }
  if (m->seen.certificateIssuer.isEmpty()) m->seen.certificateIssuer = tr("unknown");
}

void PutRequest::enter(Phase phase) {
  m->phase = phase;
  const PutLimits& limits = m->input.limits;
  const qint64 limit = phase == Phase::Connecting ? limits.connectMs
                       : phase == Phase::Sending  ? limits.silenceWhileSendingMs
                                                  : limits.silenceAfterBodyMs;
  m->silence.start(timerMs(limit));
}

void PutRequest::onBodyAdvanced(qint64 served) {
  if (m->seen.connectedAtMs < 0) {
    m->seen.connectedAtMs = m->watch.elapsed();
    boundAnswer();
  }
  if (served == m->input.delivery.bodyBytes) {
    m->seen.sentAtMs = m->watch.elapsed();
    enter(Phase::Waiting);
  } else {
    enter(Phase::Sending);
  }
}

// QtNetwork's thread hears of the limit only once it has the request in hand: said at the start alone, it would collect
// an endless answer in chunks without any limit.
void PutRequest::boundAnswer() {
  m->reply->setReadBufferSize(m->input.limits.keptAnswerBytes);
}

void PutRequest::onHead() {
  boundAnswer();
  if (m->seen.headAtMs < 0) m->seen.headAtMs = m->watch.elapsed();
  if (m->phase == Phase::Waiting) enter(Phase::Answering);
}

void PutRequest::readAnswer() {
  if (m->done) return;
  m->silence.start();
  if (!m->answer.take(*m->reply)) cutOff(tr("the answer is too long"));
}

void PutRequest::cutOff(const QString& why) {
  if (m->done || !m->reply) return;
  if (m->seen.cutOffWhy.isEmpty()) m->seen.cutOffWhy = why;
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
  m->seen.bodyBytes = m->input.delivery.bodyBytes;
  m->seen.servedBytes = m->body->served();
  const AttemptReport report = attemptReport(*m->reply, m->answer, m->seen);
  m->reply->disconnect(this);
  m->body->disconnect(this);
  m->reply->deleteLater();
  Q_EMIT finished(report);
}

HeaderList putHeaders(const Delivery& delivery, int attemptNumber, const std::optional<Secret>& secret, bool masked) {
  HeaderList headers = {
      {"Content-Type", delivery.contentType.toLatin1()},
      {"Content-Length", QByteArray::number(delivery.bodyBytes)},
      {"User-Agent", QByteArrayLiteral("QueryCourier/" COURIER_VERSION)},
      // Without it QtNetwork asks for compressed answers and unpacks them, however large they grow.
      {"Accept-Encoding", "identity"},
      {"Idempotency-Key", delivery.idempotencyKey.toLatin1()},
      {"Query-Courier-Job", QByteArray::number(delivery.jobId.value)},
      {"Query-Courier-Attempt", QByteArray::number(attemptNumber)},
  };
  const QString encoding = bodyContentEncoding(delivery.to.options.body);
  if (!encoding.isEmpty()) headers.insert(1, {"Content-Encoding", encoding.toLatin1()});
  if (delivery.truncated) headers.emplace_back("Query-Courier-Truncated", "true");
  headers.emplace_back("Content-Digest", "sha-256=:" + delivery.bodySha256.toBase64() + ':');
  for (const HttpHeader& header : delivery.to.options.headers) {
    headers.emplace_back(header.name.toLatin1(), header.value.toLatin1());
  }
  if (masked && delivery.to.options.isSigned) headers += maskedWebhookHeaders(delivery.idempotencyKey.toLatin1());
  headers += signIn(delivery, secret, masked);
  return headers;
}

}  // namespace courier
