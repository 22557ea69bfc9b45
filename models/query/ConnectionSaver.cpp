#include "models/query/ConnectionSaver.h"

#include "models/base/WhenDone.h"

namespace courier {

QFuture<Expected<QString>> connectionPassword(const Connection& connection, SecretStore& secrets) {
  if (connection.secretKey.isEmpty()) return doneWith<QString>(QString());
  return andThen(secrets.read(connection.secretKey), &secrets,
                 [](const Secret& secret) -> Expected<QString> { return secret.password(); });
}

ConnectionSaver::ConnectionSaver(ConnectionStore& connections, SecretStore& secrets, QObject* parent)
    : QObject(parent), m_connections(connections), m_secrets(secrets) {}

QFuture<Expected<ConnectionId>> ConnectionSaver::create(const Connection& connection, const QString& password,
                                                        SecretStore::Fallback fallback) {
  Connection saved = connection;
  saved.secretKey.clear();
  if (password.isEmpty()) return m_connections.create(saved);
  saved.secretKey = newSecretKey();
  return andThen(m_secrets.write(saved.secretKey, Secret::ofPassword(password), fallback), this,
                 [this, saved](SecretStore::Place) {
                   return inEitherCase(m_connections.create(saved), this,
                                       [this, key = saved.secretKey](const Expected<ConnectionId>& created) {
                                         if (!created) (void)m_secrets.remove(key);
                                         return created;
                                       });
                 });
}

QFuture<Expected<void>> ConnectionSaver::remove(const Connection& connection) {
  return andThen(m_connections.remove(connection.id), this, [this, key = connection.secretKey]() {
    return key.isEmpty() ? doneWith<void>(Expected<void>()) : m_secrets.remove(key);
  });
}

}  // namespace courier
