#include "models/secrets/ChosenSecretStore.h"

#include <tuple>
#include <utility>

namespace courier {

ChosenSecretStore::ChosenSecretStore(QString service, int timeLimitMs, QObject* parent)
    : SecretStore(parent), m_keychain(std::move(service), timeLimitMs) {}

SecretStore::Place ChosenSecretStore::place() const {
  return m_keychainMissing ? Place::Session : Place::Keychain;
}

void ChosenSecretStore::noteAnswer(const Error* error) {
  // A locked or silent keychain is a keychain; a cancelled call says nothing.
  if (error && error->kind == ErrorKind::SecretUnavailable) m_keychainMissing = true;
  if (!error || error->kind == ErrorKind::SecretMissing) m_keychainMissing = false;
}

QFuture<Expected<Secret>> ChosenSecretStore::read(const QString& key) {
  const auto kept = m_session.read(key);
  if (kept.result().ok()) return kept;
  return m_keychain.read(key).then([this](Expected<Secret> answer) {
    noteAnswer(answer ? nullptr : &answer.error());
    return answer;
  });
}

QFuture<Expected<SecretStore::Place>> ChosenSecretStore::write(const QString& key, const Secret& secret,
                                                               Fallback fallback) {
  return m_keychain.write(key, secret, Fallback::None).then([this, key, secret, fallback](Expected<Place> answer) {
    noteAnswer(answer ? nullptr : &answer.error());
    if (answer) {
      // What was typed while there was no keychain is out of date now.
      std::ignore = m_session.remove(key);
      return answer;
    }
    if (answer.error().kind != ErrorKind::SecretUnavailable || fallback == Fallback::None) return answer;
    return m_session.write(key, secret, fallback).takeResult();
  });
}

QFuture<Expected<void>> ChosenSecretStore::remove(const QString& key) {
  const bool wasKept = m_session.read(key).result().ok();
  std::ignore = m_session.remove(key);
  return m_keychain.remove(key).then([this, wasKept](Expected<void> answer) {
    noteAnswer(answer ? nullptr : &answer.error());
    if (!answer && answer.error().kind == ErrorKind::SecretUnavailable && wasKept) return Expected<void>();
    return answer;
  });
}

}  // namespace courier
