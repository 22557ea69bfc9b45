#include "models/check/TargetChecker.h"

#include <QDateTime>
#include <QHostAddress>
#include <algorithm>

#include "models/address/HostName.h"
#include "models/base/WhenDone.h"
#include "models/base/Wording.h"
#include "models/base/WorkerThread.h"
#include "models/http/Transport.h"
#include "models/outbox/FailureText.h"

namespace courier {
namespace {

constexpr int mostAddressesShown = 3;

}  // namespace

TargetChecker::TargetChecker(SecretStore& secrets, CheckInput input, QObject* parent)
    : QObject(parent),
      m_secrets(secrets),
      m_input(std::move(input)),
      m_delivery(testDelivery(m_input)),
      m_limits(limitsFor(m_input.request.to.options.times, m_input.limits)) {
  m_limit.setSingleShot(true);
  m_deadline.setSingleShot(true);
  connect(&m_limit, &QTimer::timeout, this,
          [this] { giveUp(tr("no answer within %1").arg(durationText(m_limit.interval()))); });
  connect(&m_deadline, &QTimer::timeout, this,
          [this] { giveUp(tr("not finished within %1").arg(durationText(m_deadline.interval()))); });
}

TargetChecker::~TargetChecker() {
  m_done = true;
  if (m_lookup >= 0) QHostInfo::abortHostLookup(m_lookup);
  endConnection();
  // The request goes before its manager.
  m_request.reset();
}

void TargetChecker::start() {
  if (m_delivery.to.secretKey.isEmpty()) return onSecret(Error::of(ErrorKind::SecretMissing, {}));
  whenDone(m_secrets.read(m_delivery.to.secretKey), this, [this](const Expected<Secret>& secret) { onSecret(secret); });
}

void TargetChecker::onSecret(const Expected<Secret>& secret) {
  if (secret) {
    m_secret = *secret;
    Q_EMIT secretRead();
  } else {
    m_secretError = secret.error();
  }
  for (auto given = m_input.secrets.cbegin(); given != m_input.secrets.cend(); ++given)
    m_secret.fields.insert(given.key(), given.value());
  if (m_input.password) m_secret.fields.insert(secretfields::password, *m_input.password);
  // Without a user's name it is the item that says that there is a sign-in, and this one is kept nowhere.
  const bool isTyped = m_input.password || m_input.secrets.contains(secretfields::password);
  if (isTyped && m_delivery.to.secretKey.isEmpty()) m_delivery.to.secretKey = QStringLiteral("-");
  prepare();
}

void TargetChecker::prepare() {
  if (!m_body.open()) m_body.remove();
  const bool signs = m_delivery.to.options.isSigned && !lacks(secretfields::signingSecret) && m_body.isOpen();
  auto work = [delivery = m_delivery, secret = m_secret, base = m_input.ssl, body = m_body.fileName(), signs] {
    Ready ready;
    ready.ssl =
        sslConfigurationFor(delivery.to.options.tls, secret, base.value_or(QSslConfiguration::defaultConfiguration()));
    if (signs) {
      ready.signature = webhookHeaders(body, secret.fields.value(secretfields::signingSecret),
                                       delivery.idempotencyKey.toLatin1(), QDateTime::currentSecsSinceEpoch());
    }
    ready.way = proxyWay(delivery.to.options.proxy, secret.fields.value(secretfields::proxyPassword), delivery.to.url);
    if (ready.way) ready.proxy = proxyFor(*ready.way, delivery.to.url.httpUrl());
    return ready;
  };
  whenDone(runInBackground(work), this, [this](const Ready& ready) {
    m_ready = ready;
    m_deadline.start(timerMs(m_limits.totalBaseMs));
    lookUp();
  });
}

void TargetChecker::lookUp() {
  begin(CheckStep::Name);
  if (!m_ready.way) return fail(m_ready.way.error().message);
  const QString& host = m_delivery.to.url.host();
  if (isAddressLiteral(host)) {
    tell(CheckOutcome::Ok, tr("%1 is an address and needs no lookup").arg(m_delivery.to.url.hostForPeople()));
    return connectToServer();
  }
  if (m_ready.proxy.type() != QNetworkProxy::NoProxy) {
    tell(CheckOutcome::NotDone,
         tr("the proxy %1 looks the name up").arg(hostAndPort(m_ready.proxy.hostName(), m_ready.proxy.port())));
    return connectToServer();
  }
  m_lookup = QHostInfo::lookupHost(host, this, [this](const QHostInfo& found) { onLookedUp(found); });
}

void TargetChecker::onLookedUp(const QHostInfo& found) {
  m_lookup = -1;
  if (m_done) return;
  const QString host = m_delivery.to.url.hostForPeople();
  if (found.error() != QHostInfo::NoError || found.addresses().isEmpty()) {
    return fail(found.error() == QHostInfo::HostNotFound
                    ? tr("There is no host named %1. Check its spelling, and your VPN.").arg(host)
                    : tr("The name %1 could not be looked up. Check your network and your VPN.").arg(host));
  }
  QStringList addresses;
  for (const QHostAddress& address : found.addresses().mid(0, mostAddressesShown)) addresses << address.toString();
  if (found.addresses().size() > mostAddressesShown) addresses << QStringLiteral("…");
  tell(CheckOutcome::Ok, tr("%1 is %2").arg(host, addresses.join(QStringLiteral(", "))));
  connectToServer();
}

void TargetChecker::connectToServer() {
  begin(CheckStep::Connection);
  const bool ownProxy = m_ready.proxy.type() != QNetworkProxy::NoProxy && !m_delivery.to.options.proxy.user.isEmpty();
  if (ownProxy && lacks(secretfields::proxyPassword))
    return fail(missingSecretText(m_secretError, m_delivery.targetText));
  m_connection = std::make_unique<CheckConnection>(m_delivery, m_ready.proxy);
  connect(m_connection.get(), &CheckConnection::connected, this, [this](const QString& text) {
    tell(CheckOutcome::Ok, text);
    secure();
  });
  connect(m_connection.get(), &CheckConnection::secured, this, [this](const QString& text, qint64 ms) {
    m_limit.stop();
    Q_EMIT told({CheckStep::Tls, CheckOutcome::Ok, text, ms});
    checkCredentials();
  });
  connect(m_connection.get(), &CheckConnection::failed, this, [this](const QString& text) { fail(text); });
  m_connection->open();
}

void TargetChecker::secure() {
  begin(CheckStep::Tls);
  if (!m_delivery.to.url.isEncrypted()) {
    tell(CheckOutcome::NotDone, m_delivery.to.url.isThisComputer()
                                    ? tr("web:// is not encrypted; it stays on this computer")
                                    : tr("web:// is not encrypted; use webs:// if the server has HTTPS"));
    return checkCredentials();
  }
  if (m_delivery.to.options.tls.keyHasPassphrase && lacks(secretfields::keyPassphrase))
    return fail(missingSecretText(m_secretError, m_delivery.targetText));
  if (!m_ready.ssl) return fail(m_ready.ssl.error().message);
  m_connection->secure(*m_ready.ssl);
}

void TargetChecker::endConnection() {
  m_limit.stop();
  if (!m_connection) return;
  // It may be what called.
  m_connection->disconnect(this);
  m_connection.release()->deleteLater();
}

void TargetChecker::checkCredentials() {
  endConnection();
  begin(CheckStep::Credentials);
  m_limit.stop();
  const QStringList needed = m_delivery.to.neededSecrets();
  if (std::any_of(needed.begin(), needed.end(), [this](const QString& field) { return lacks(field); }))
    return fail(missingSecretText(m_secretError, m_delivery.targetText));
  if (!m_input.sendsTestBody) {
    tell(CheckOutcome::NotDone,
         needed.isEmpty() ? tr("there are none") : tr("they are ready; only a request shows whether they are right"));
    m_step = CheckStep::Put;
    tell(CheckOutcome::NotDone, tr("nothing was sent"));
    return end();
  }
  if (!m_body.isOpen() || !m_ready.signature)
    return fail(tr("The test body could not be written. Check the folder for temporary files."));
  send();
}

void TargetChecker::send() {
  PutInput input;
  input.delivery = m_delivery;
  input.bodyPath = m_body.fileName();
  if (!m_secret.fields.isEmpty()) input.secret = m_secret;
  input.way = *m_ready.way;
  input.signature = *m_ready.signature;
  input.limits = m_limits;
  // Without a byte of a body nothing tells that the connection stands: the answer's limit holds from the start.
  input.limits.connectMs = std::max(m_limits.connectMs, m_limits.silenceAfterBodyMs);
  if (m_delivery.to.url.isEncrypted()) input.ssl = *m_ready.ssl;
  m_network = std::make_unique<QNetworkAccessManager>();
  m_network->setProxyFactory(new DeliveryProxies(*m_ready.way));
  m_request = std::make_unique<PutRequest>(*m_network, std::move(input));
  connect(m_request.get(), &PutRequest::finished, this, &TargetChecker::onAnswer);
  m_request->start();
}

void TargetChecker::onAnswer(const AttemptReport& report) {
  if (m_done) return;
  const qint64 tookMs = m_watch.elapsed();
  for (CheckLine line : judgeAnswer(report, m_delivery)) {
    m_passed = m_passed && line.outcome != CheckOutcome::Failed;
    if (line.step == CheckStep::Put && line.outcome != CheckOutcome::NotDone) line.ms = tookMs;
    Q_EMIT told(line);
  }
  end();
}

bool TargetChecker::lacks(const QString& field) const {
  return !m_secret.fields.contains(field);
}

void TargetChecker::begin(CheckStep step) {
  m_step = step;
  m_watch.start();
  m_limit.start(timerMs(m_limits.connectMs));
}

void TargetChecker::tell(CheckOutcome outcome, const QString& text) {
  m_limit.stop();
  Q_EMIT told({m_step, outcome, text, outcome == CheckOutcome::NotDone ? -1 : m_watch.elapsed()});
}

void TargetChecker::fail(const QString& text) {
  m_passed = false;
  tell(CheckOutcome::Failed, text);
  while (m_step != CheckStep::Put) {
    m_step = static_cast<CheckStep>(static_cast<int>(m_step) + 1);
    tell(CheckOutcome::NotDone, tr("because an earlier step failed"));
  }
  end();
}

void TargetChecker::giveUp(const QString& why) {
  if (m_done) return;
  if (m_step == CheckStep::Credentials && m_request) return m_request->abort();
  AttemptReport report;
  report.failure = ReasonKind::Unreachable;
  report.message = why;
  fail(unreachableText(report, m_delivery, tr("Nothing was sent.")));
}

void TargetChecker::end() {
  m_done = true;
  m_deadline.stop();
  if (m_lookup >= 0) QHostInfo::abortHostLookup(m_lookup);
  m_lookup = -1;
  endConnection();
  Q_EMIT finished(m_passed);
}

}  // namespace courier
