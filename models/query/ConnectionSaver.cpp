#include "models/query/ConnectionSaver.h"

#include "models/base/WhenDone.h"

namespace courier {

QFuture<Expected<Secret>> connectionSecret(const Connection& connection, SecretStore& secrets) {
  if (connection.secretKey.isEmpty()) return doneWith<Secret>(Secret());
  return secrets.read(connection.secretKey);
}

DatabaseAccess accessTo(const Connection& connection, const Secret& secret) {
  return {connection, secret.password(), secret.fields.value(QStringLiteral("key_passphrase")),
          secret.fields.value(QStringLiteral("proxy_password"))};
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

QFuture<Expected<void>> ConnectionSaver::update(const Connection& connection, const std::optional<QString>& password,
                                                SecretStore::Fallback fallback) {
  return andThen(
      m_connections.find(connection.id), this, [this, connection, password, fallback](const Connection& before) {
        Connection saved = connection;
        saved.secretKey = before.secretKey;
        if (!password) return m_connections.update(saved);
        saved.secretKey.clear();
        if (password->isEmpty()) return replace(saved, before.secretKey);
        saved.secretKey = newSecretKey();
        return andThen(m_secrets.write(saved.secretKey, Secret::ofPassword(*password), fallback), this,
                       [this, saved, old = before.secretKey](SecretStore::Place) { return replace(saved, old); });
      });
}

QFuture<Expected<void>> ConnectionSaver::replace(const Connection& connection, const QString& oldKey) {
  return inEitherCase(m_connections.update(connection), this,
                      [this, newKey = connection.secretKey, oldKey](const Expected<void>& updated) {
                        const QString& unused = updated ? oldKey : newKey;
                        if (!unused.isEmpty()) (void)m_secrets.remove(unused);
                        return updated;
                      });
}

QFuture<Expected<ConnectionId>> ConnectionSaver::duplicate(const Connection& connection, const QString& name) {
  Connection copy = connection;
  copy.id = {};
  copy.name = name;
  return andThen(connectionSecret(connection, m_secrets), this, [this, copy](const Secret& secret) {
    const auto fallback =
        m_secrets.place() == SecretStore::Place::Session ? SecretStore::Fallback::Session : SecretStore::Fallback::None;
    return create(copy, secret.password(), fallback);
  });
}

QFuture<Expected<void>> ConnectionSaver::remove(const Connection& connection) {
  return andThen(m_connections.remove(connection.id), this, [this, key = connection.secretKey]() {
    return key.isEmpty() ? doneWith<void>(Expected<void>()) : m_secrets.remove(key);
  });
}

}  // namespace courier
