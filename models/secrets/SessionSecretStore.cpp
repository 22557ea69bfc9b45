#include "models/secrets/SessionSecretStore.h"

#include <QCoreApplication>

namespace courier {

SessionSecretStore::SessionSecretStore(Place place, QObject* parent) : SecretStore(parent), m_place(place) {}

QFuture<Result<Secret>> SessionSecretStore::read(const QString& key) {
  const std::lock_guard lock(m_mutex);
  const auto found = m_secrets.constFind(key);
  if (found != m_secrets.constEnd()) return QtFuture::makeReadyFuture(Result<Secret>(*found));
  return QtFuture::makeReadyFuture(Result<Secret>(
      Error{ErrorKind::SecretMissing,
            QCoreApplication::translate("SecretStore", "The password is not known on this computer: enter it again."),
            {},
            {}}));
}

QFuture<Result<SecretStore::Place>> SessionSecretStore::write(const QString& key, const Secret& secret,
                                                              Fallback fallback) {
  if (m_place == Place::Session && fallback == Fallback::None)
    return QtFuture::makeReadyFuture(Result<Place>(
        Error{ErrorKind::SecretUnavailable,
              QCoreApplication::translate("SecretStore", "This computer offers no keychain to keep the password in."),
              {},
              {}}));
  if (const auto encoded = encodedSecret(secret); !encoded)
    return QtFuture::makeReadyFuture(Result<Place>(encoded.error()));
  const std::lock_guard lock(m_mutex);
  m_secrets.insert(key, secret);
  return QtFuture::makeReadyFuture(Result<Place>(m_place));
}

QFuture<Result<void>> SessionSecretStore::remove(const QString& key) {
  const std::lock_guard lock(m_mutex);
  m_secrets.remove(key);
  return QtFuture::makeReadyFuture(Result<void>());
}

}  // namespace courier
