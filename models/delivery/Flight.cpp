#include "models/delivery/Flight.h"

#include <QDir>
#include <QFileInfo>
#include <QRandomGenerator>

#include "models/base/Background.h"
#include "models/base/WhenDone.h"
#include "models/delivery/DeliveryProxies.h"
#include "models/delivery/FailureText.h"
#include "models/delivery/Transport.h"

namespace courier {
namespace {

constexpr qint64 secretRetryMs = 30'000;
constexpr int recordRetryMs = 5'000;
constexpr qint64 progressIntervalMs = 100;

/// The plan with what lies in files: certificates and key, and the body's signature. InvalidInput for the former.
Result<PutPlan> withFiles(PutPlan plan, qint64 nowMs) {
  const TargetOptions& options = plan.delivery.options;
  const Secret secret = plan.secret.value_or(Secret{});
  const auto ssl =
      sslConfigurationFor(options.tls, secret, plan.ssl.value_or(QSslConfiguration::defaultConfiguration()));
  if (!ssl) return ssl.error();
  plan.ssl = *ssl;
  if (options.isSigned) {
    const auto signature = webhookHeaders(plan.bodyPath, secret.fields.value(secretfields::signingSecret),
                                          plan.delivery.idempotencyKey.toLatin1(), nowMs / 1000);
    if (!signature) return signature.error();
    plan.signature = *signature;
  }
  return plan;
}

}  // namespace

Flight::Flight(Outbox& outbox, SecretStore& secrets, const Clock& clock, const DeliveryLoopOptions& options,
               Delivery delivery, QObject* parent)
    : QObject(parent),
      m_outbox(outbox),
      m_secrets(secrets),
      m_clock(clock),
      m_options(options),
      m_delivery(std::move(delivery)),
      m_early(m_delivery.nextTryMs > clock.nowMs()) {
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
    if (auto allowed = m_options.policy->check(m_delivery.url, m_delivery.options.proxy); !allowed)
      return postpone(DeliveryState::Held, ReasonKind::Policy, policyHeldText(allowed.error().message));
  }
  const QFileInfo body(QDir(m_options.spoolFolder).filePath(m_delivery.spoolName));
  if (m_delivery.spoolName.isEmpty() || !body.isFile() || body.size() != m_delivery.bodyBytes)
    return postpone(DeliveryState::Held, ReasonKind::BodyMissing, bodyMissingText());
  if (m_delivery.secretKey.isEmpty()) {
    const bool isOpen = neededSecrets(m_delivery.user, m_delivery.options).isEmpty();
    return isOpen ? prepare(std::nullopt) : postponeMissing();
  }
  whenDone(m_secrets.read(m_delivery.secretKey), this, [this](const Result<Secret>& secret) { onSecret(secret); });
}

void Flight::onSecret(const Result<Secret>& secret) {
  if (m_done) return;
  const QString& target = m_delivery.targetText;
  if (secret) {
    for (const QString& field : neededSecrets(m_delivery.user, m_delivery.options)) {
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
  whenDone(m_outbox.find(m_delivery.id), this, [this](const Result<Delivery>& now) {
    if (m_done) return;
    if (now && now->secretKey != m_delivery.secretKey) return end(End::NotTried);
    postpone(DeliveryState::Held, ReasonKind::SecretMissing,
             secretText(ReasonKind::SecretMissing, m_delivery.targetText));
  });
}

void Flight::postpone(DeliveryState state, ReasonKind kind, const QString& reason) {
  const qint64 againMs = m_clock.nowMs() + secretRetryMs;
  whenDone(m_outbox.postpone(m_delivery.id, state, kind, reason, againMs), this, [this](const Result<void>& postponed) {
    if (postponed) return tellPostponed();
    if (postponed.error().kind == ErrorKind::Busy) return end(End::NotTried);
    Q_EMIT failed(postponed.error());
    end(End::Storage);
  });
}

void Flight::tellPostponed() {
  whenDone(m_outbox.find(m_delivery.id), this, [this](const Result<Delivery>& delivery) {
    if (delivery) Q_EMIT settled(*delivery);
    end(End::NotTried);
  });
}

void Flight::prepare(const std::optional<Secret>& secret) {
  PutPlan plan;
  plan.delivery = m_delivery;
  plan.bodyPath = QDir(m_options.spoolFolder).filePath(m_delivery.spoolName);
  plan.secret = secret;
  plan.limits = limitsFor(m_delivery.options.times, m_options.limits);
  plan.ssl = m_options.ssl;
  const bool readsFiles = m_delivery.options.isSigned || m_delivery.options.tls != TlsOptions();
  if (!readsFiles) return begin(plan);
  whenDone(runInBackground([plan, nowMs = m_clock.nowMs()] { return withFiles(plan, nowMs); }), this,
           [this](const Result<PutPlan>& ready) {
             if (m_done) return;
             if (ready) return begin(*ready);
             if (ready.error().kind == ErrorKind::InvalidInput)
               return postpone(DeliveryState::Held, ReasonKind::Setup, ready.error().message);
             postpone(DeliveryState::Held, ReasonKind::BodyMissing, bodyMissingText());
           });
}

void Flight::begin(const PutPlan& plan) {
  if (m_stopping) return end(End::NotTried);
  m_recording = true;
  whenDone(m_outbox.beginAttempt(m_delivery.id, m_early), this, [this, plan](const Result<Attempt>& attempt) {
    m_recording = false;
    if (attempt) return put(*attempt, plan);
    if (attempt.error().kind == ErrorKind::Busy) return end(End::NotTried);
    Q_EMIT failed(attempt.error());
    end(End::Storage);
  });
}

void Flight::put(const Attempt& attempt, PutPlan plan) {
  m_attempt = attempt;
  Q_EMIT attemptBegun(m_delivery.id, attempt.number);
  if (m_stopping) {
    AttemptReport report;
    report.message = tr("stopped");
    return onAnswer(report);
  }
  plan.attemptNumber = attempt.number;
  m_network = std::make_unique<QNetworkAccessManager>();
  const QString proxyPassword = plan.secret ? plan.secret->fields.value(secretfields::proxyPassword) : QString();
  m_network->setProxyFactory(new DeliveryProxies(m_delivery.options.proxy, proxyPassword));
  m_request = new PutRequest(*m_network, std::move(plan));
  connect(m_request, &PutRequest::progressed, this, &Flight::onProgress);
  connect(m_request, &PutRequest::finished, this, &Flight::onAnswer);
  m_request->start();
}

void Flight::onProgress(qint64 sent, qint64 total) {
  const qint64 nowMs = m_clock.monotonicMs();
  if (sent < total && nowMs - m_progressAtMs < progressIntervalMs) return;
  m_progressAtMs = nowMs;
  Q_EMIT progressed(m_delivery.id, sent, total);
}

void Flight::onAnswer(const AttemptReport& report) {
  const qint64 nowMs = m_clock.nowMs();
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
           [this](const Result<Delivery>& delivery) {
             m_recording = false;
             if (delivery) {
               Q_EMIT settled(*delivery);
               const bool failing = m_decision.reason == ReasonKind::Unreachable ||
                                    m_decision.reason == ReasonKind::ServerBusy ||
                                    m_decision.reason == ReasonKind::GaveUp;
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
