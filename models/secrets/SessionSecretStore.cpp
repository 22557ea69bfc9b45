#include "models/secrets/SessionSecretStore.h"

#include <QCoreApplication>

namespace courier {

namespace {

struct SessionSecretStoreTr {
  Q_DECLARE_TR_FUNCTIONS(SecretStore)
};

}  // namespace

SessionSecretStore::SessionSecretStore(Place place, QObject* parent) : SecretStore(parent), m_place(place) {}

QFuture<Expected<Secret>> SessionSecretStore::read(const QString& key) {
  const std::lock_guard lock(m_mutex);
  const auto found = m_secrets.constFind(key);
  if (found != m_secrets.constEnd()) return QtFuture::makeReadyFuture(Expected<Secret>(*found));
  return QtFuture::makeReadyFuture(Expected<Secret>(
      Error::of(ErrorKind::SecretMissing,
                SessionSecretStoreTr::tr("The password is not known on this computer: enter it again."))));
}

QFuture<Expected<SecretStore::Place>> SessionSecretStore::write(const QString& key, const Secret& secret,
                                                                Fallback fallback) {
  if (m_place == Place::Session && fallback == Fallback::None)
    return QtFuture::makeReadyFuture(Expected<Place>(
        Error::of(ErrorKind::SecretUnavailable,
                  SessionSecretStoreTr::tr("This computer offers no keychain to keep the password in."))));
  if (const auto encoded = encodedSecret(secret); !encoded)
    return QtFuture::makeReadyFuture(Expected<Place>(encoded.error()));
  const std::lock_guard lock(m_mutex);
  m_secrets.insert(key, secret);
  return QtFuture::makeReadyFuture(Expected<Place>(m_place));
}

QFuture<Expected<void>> SessionSecretStore::remove(const QString& key) {
  const std::lock_guard lock(m_mutex);
  m_secrets.remove(key);
  return QtFuture::makeReadyFuture(Expected<void>());
}

}  // namespace courier
