#include "models/secrets/KeychainSecretStore.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "models/secrets/KeychainOperation.h"

namespace courier {
namespace {

using Kind = KeychainRequest::Kind;

Expected<void> withoutBytes(const Expected<QByteArray>& answer) {
  return answer ? Expected<void>() : Expected<void>(answer.error());
}

}  // namespace

KeychainSecretStore::KeychainSecretStore(QString service, int timeLimitMs, QObject* parent)
    : SecretStore(parent), m_service(std::move(service)), m_timeLimitMs(timeLimitMs) {}

QFuture<Expected<QByteArray>> KeychainSecretStore::ask(KeychainRequest request) {
  request.service = m_service;
  request.timeLimitMs = m_timeLimitMs;
  auto operation = std::make_unique<KeychainOperation>(std::move(request));
  auto answer = operation->answer();
  operation->moveToThread(thread());
  // Owned by the functor, so that a call which is never taken up is answered with Cancelled as the functor goes.
  auto owned = std::make_shared<std::unique_ptr<KeychainOperation>>(std::move(operation));
  QMetaObject::invokeMethod(
      this, [this, owned] { enqueue(owned->release()); }, Qt::QueuedConnection);
  return answer;
}

void KeychainSecretStore::enqueue(KeychainOperation* operation) {
  operation->setParent(this);
  operation->startTimeLimit();
  connect(operation, &KeychainOperation::finished, this, [this, operation] {
    operation->deleteLater();
    const auto waiting = std::find(m_waiting.begin(), m_waiting.end(), operation);
    if (waiting != m_waiting.end()) m_waiting.erase(waiting);
    if (m_running != operation) return;
    m_running = nullptr;
    startNext();
  });
  m_waiting.push_back(operation);
  startNext();
}

void KeychainSecretStore::startNext() {
  if (m_running || m_waiting.empty()) return;
  m_running = m_waiting.front();
  m_waiting.pop_front();
  m_running->start();
}

QFuture<Expected<Secret>> KeychainSecretStore::read(const QString& key) {
  return ask({Kind::Read, key, {}}).then([](const Expected<QByteArray>& answer) -> Expected<Secret> {
    if (!answer) return answer.error();
    auto secret = Secret::fromJson(*answer);
    if (secret) return secret;
    // A damaged item is as good as none, and is mended the same way.
    Error error = secret.error();
    error.kind = ErrorKind::SecretMissing;
    return error;
  });
}

QFuture<Expected<SecretStore::Place>> KeychainSecretStore::write(const QString& key, const Secret& secret,
                                                                 Fallback /*fallback*/) {
  const auto encoded = encodedSecret(secret);
  if (!encoded) return QtFuture::makeReadyFuture(Expected<Place>(encoded.error()));
  return ask({Kind::Write, key, *encoded}).then([](const Expected<QByteArray>& answer) -> Expected<Place> {
    if (!answer) return answer.error();
    return Place::Keychain;
  });
}

QFuture<Expected<void>> KeychainSecretStore::remove(const QString& key) {
  return ask({Kind::Remove, key, {}}).then(withoutBytes);
}

}  // namespace courier
