#include "models/delivery/Flight.h"

#include <QDir>
#include <QFileInfo>
#include <QRandomGenerator>

#include "models/base/WhenDone.h"
#include "models/base/WorkerThread.h"
#include "models/http/Transport.h"
#include "models/outbox/FailureText.h"

namespace courier {
namespace {

constexpr qint64 secretRetryMs = 30'000;
constexpr int recordRetryMs = 5'000;
constexpr qint64 progressIntervalMs = 100;

/// The input with what lies in files: certificates and key, and the body's signature. InvalidInput for the former.
Expected<PutInput> withFiles(PutInput input, qint64 nowMs) {
  const TargetOptions& options = input.delivery.to.options;
  const Secret secret = input.secret.value_or(Secret{});
  const auto ssl =
      sslConfigurationFor(options.tls, secret, input.ssl.value_or(QSslConfiguration::defaultConfiguration()));
  if (!ssl) return ssl.error();
  input.ssl = *ssl;
  if (options.isSigned) {
    const auto signature = webhookHeaders(input.bodyPath, secret.fields.value(secretfields::signingSecret),
                                          input.delivery.idempotencyKey.toLatin1(), nowMs / 1000);
    if (!signature) return signature.error();
    input.signature = *signature;
  }
  return input;
}

}  // namespace

Flight::Flight(Outbox& outbox, SecretStore& secrets, const Clock& clock, const DeliveryLoopOptions& options,
               Delivery delivery, Way way, QObject* parent)
    : QObject(parent),
      m_outbox(outbox),
      m_secrets(secrets),
      m_clock(clock),
      m_options(options),
      m_delivery(std::move(delivery)),
      m_early(m_delivery.nextTryMs > clock.nowMs()),
      m_way(way) {
  m_recordAgain.setSingleShot(true);
  m_recordAgain.setInterval(recordRetryMs);
  connect(&m_recordAgain, &QTimer::timeout, this, &Flight::record);
}

Flight::~Flight() {
  // The request goes before its manager.
  delete m_request;
}

void Flight::start() {
  if (m_options.policy != nullptr) {
    if (auto allowed = m_options.policy->check(m_delivery.to.url, m_delivery.to.options.proxy); !allowed)
      return postpone(DeliveryState::Held, ReasonKind::Policy, policyHeldText(allowed.error().message));
  }
  const QFileInfo body(QDir(m_options.spoolFolder).filePath(m_delivery.spoolName));
  if (m_delivery.spoolName.isEmpty() || !body.isFile() || body.size() != m_delivery.bodyBytes)
    return postpone(DeliveryState::Held, ReasonKind::BodyMissing, bodyMissingText());
  if (m_delivery.to.secretKey.isEmpty()) {
    const bool isOpen = m_delivery.to.neededSecrets().isEmpty();
    return isOpen ? prepare(std::nullopt) : postponeMissing();
  }
  whenDone(m_secrets.read(m_delivery.to.secretKey), this, [this](const Expected<Secret>& secret) { onSecret(secret); });
}

void Flight::onSecret(const Expected<Secret>& secret) {
  if (m_done) return;
  const QString& target = m_delivery.targetText;
  if (secret) {
    for (const QString& field : m_delivery.to.neededSecrets()) {
      if (!secret->fields.contains(field)) return postponeMissing();
    }
    return prepare(*secret);
  }
  switch (secret.error().kind) {
    case ErrorKind::SecretMissing:
      return postponeMissing();
    case ErrorKind::SecretUnavailable:
      return postpone(DeliveryState::Held, ReasonKind::SecretMissing, passwordNeededText(target));
    default:
      return postpone(DeliveryState::Waiting, ReasonKind::SecretLocked, secretText(ReasonKind::SecretLocked, target));
  }
}

void Flight::postponeMissing() {
  // A target that was changed just now has handed on another item: then this one's is looked for no longer.
  whenDone(m_outbox.find(m_delivery.id), this, [this](const Expected<Delivery>& now) {
    if (m_done) return;
    if (now && now->to.secretKey != m_delivery.to.secretKey) return end(End::NotTried);
    postpone(DeliveryState::Held, ReasonKind::SecretMissing,
             secretText(ReasonKind::SecretMissing, m_delivery.targetText));
  });
}

void Flight::postpone(DeliveryState state, ReasonKind kind, const QString& reason) {
  const qint64 againMs = m_clock.nowMs() + secretRetryMs;
  whenDone(m_outbox.postpone(m_delivery.id, state, kind, reason, againMs), this,
           [this](const Expected<void>& postponed) {
             if (postponed) return tellPostponed();
             if (postponed.error().kind == ErrorKind::Busy) return end(End::NotTried);
             Q_EMIT failed(postponed.error());
             end(End::Storage);
           });
}

void Flight::tellPostponed() {
  whenDone(m_outbox.find(m_delivery.id), this, [this](const Expected<Delivery>& delivery) {
    if (delivery) Q_EMIT settled(*delivery);
    end(End::NotTried);
  });
}

void Flight::prepare(const std::optional<Secret>& secret) {
  PutInput input;
  input.delivery = m_delivery;
  input.bodyPath = QDir(m_options.spoolFolder).filePath(m_delivery.spoolName);
  input.secret = secret;
  input.limits = limitsFor(m_delivery.to.options.times, m_options.limits);
  input.ssl = m_options.ssl;
  const QString proxyPassword = secret ? secret->fields.value(secretfields::proxyPassword) : QString();
  const auto way = proxyWay(m_delivery.to.options.proxy, proxyPassword, m_delivery.to.url);
  if (!way) return postpone(DeliveryState::Held, ReasonKind::Setup, way.error().message);
  input.way = *way;
  const bool readsFiles = m_delivery.to.options.isSigned || m_delivery.to.options.tls != TlsOptions();
  if (!readsFiles) return begin(input);
  whenDone(runInBackground([input, nowMs = m_clock.nowMs()] { return withFiles(input, nowMs); }), this,
           [this](const Expected<PutInput>& ready) {
             if (m_done) return;
             if (ready) return begin(*ready);
             if (ready.error().kind == ErrorKind::InvalidInput)
               return postpone(DeliveryState::Held, ReasonKind::Setup, ready.error().message);
             postpone(DeliveryState::Held, ReasonKind::BodyMissing, bodyMissingText());
           });
}

void Flight::begin(const PutInput& input) {
  if (m_stopping) return end(End::NotTried);
  m_recording = true;
  whenDone(m_outbox.beginAttempt(m_delivery.id, m_early), this, [this, input](const Expected<Attempt>& attempt) {
    m_recording = false;
    if (attempt) return put(*attempt, input);
    if (attempt.error().kind == ErrorKind::Busy) return end(End::NotTried);
    Q_EMIT failed(attempt.error());
    end(End::Storage);
  });
}

void Flight::put(const Attempt& attempt, PutInput input) {
  m_attempt = attempt;
  if (m_stopping) {
    AttemptReport report;
    report.message = tr("stopped");
    return onAnswer(report);
  }
  input.attemptNumber = attempt.number;
  makeNetwork(input.way);
  m_request = new PutRequest(*m_network, std::move(input));
  connect(m_request, &PutRequest::progressed, this, &Flight::onProgress);
  connect(m_request, &PutRequest::finished, this, &Flight::onAnswer);
  m_request->start();
}

void Flight::makeNetwork(const ProxyWay& way) {
  m_network = std::make_unique<QNetworkAccessManager>();
  const TargetUrl& url = m_delivery.to.url;
  const auto onward = m_way == Way::Relayed ? relayOnward(way, url.httpUrl()) : std::nullopt;
  if (onward) {
    const auto kind = url.isEncrypted() ? AnswerRelay::Kind::Encrypted : AnswerRelay::Kind::Plain;
    m_relay = std::make_unique<AnswerRelay>(url.host(), static_cast<quint16>(url.port()), kind, *onward,
                                            m_delivery.bodyBytes);
    if (m_relay->listen()) return m_network->setProxy(m_relay->proxy());
    m_relay.reset();
  }
  m_network->setProxyFactory(new DeliveryProxies(way));
}

void Flight::onProgress(qint64 sent, qint64 total) {
  const qint64 nowMs = m_clock.monotonicMs();
  if (sent < total && nowMs - m_progressAtMs < progressIntervalMs) return;
  m_progressAtMs = nowMs;
  Q_EMIT progressed(m_delivery.id, sent, total);
}

void Flight::onAnswer(AttemptReport report) {
  const qint64 nowMs = m_clock.nowMs();
  // QtNetwork wrote all of it, but to the relay.
  const bool isLost = report.outcome == AttemptOutcome::Unknown && report.failure == ReasonKind::Unreachable;
  m_lostItsAnswer = isLost && report.status == 0;
  if (m_lostItsAnswer && m_relay && m_relay->hasDropped()) report.failure = ReasonKind::ClosedEarly;
  m_attempt.report = report;
  if (m_stopping && report.outcome != AttemptOutcome::Answered) {
    m_decision = retrypolicy::afterInterruption(m_delivery, m_early, nowMs);
  } else {
    const double jitter = m_options.jitter ? m_options.jitter() : QRandomGenerator::global()->generateDouble();
    m_decision = retrypolicy::decide(report, m_delivery, m_early, nowMs, jitter);
    m_reason = failureText(report, m_delivery, m_decision, nowMs);
  }
  record();
}

void Flight::record() {
  m_recording = true;
  whenDone(m_outbox.finishAttempt(m_attempt, m_decision, m_reason, m_options.scope), this,
           [this](const Expected<Delivery>& delivery) {
             m_recording = false;
             if (delivery) {
               Q_EMIT settled(*delivery);
               const bool failing =
                   m_decision.reason == ReasonKind::Unreachable || m_decision.reason == ReasonKind::ClosedEarly ||
                   m_decision.reason == ReasonKind::ServerBusy || m_decision.reason == ReasonKind::GaveUp;
               return end(failing ? End::Failed : End::Answered);
             }
             if (delivery.error().kind == ErrorKind::Busy) return end(End::NotTried);
             // What came of the attempt is kept here until it can be written; its lane waits meanwhile.
             Q_EMIT failed(delivery.error());
             if (m_stopping) return end(End::Storage);
             m_recordAgain.start();
           });
}

void Flight::stop() {
  if (m_stopping) return;
  m_stopping = true;
  if (m_recordAgain.isActive()) {
    m_recordAgain.stop();
    return record();
  }
  if (m_recording) return;
  if (m_request != nullptr) return m_request->abort();
  end(End::NotTried);
}

void Flight::end(End end) {
  if (m_done) return;
  m_done = true;
  Q_EMIT ended(end);
}

}  // namespace courier
