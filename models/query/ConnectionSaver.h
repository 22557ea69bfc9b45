#pragma once

#include <QHash>
#include <QObject>
#include <QStringList>
#include <optional>

#include "models/query/ConnectionStore.h"
#include "models/query/QueryEngine.h"
#include "models/secrets/SecretStore.h"

namespace courier {

/// The connection's secrets; empty where it has none. Errors as SecretStore::read().
[[nodiscard]] QFuture<Expected<Secret>> connectionSecret(const Connection& connection, SecretStore& secrets);
/// What an engine is asked with; nothing of it has to be looked up any more.
[[nodiscard]] DatabaseAccess accessTo(const Connection& connection, const Secret& secret);
/// Whether there are stored secrets, and not all that may be among them are given.
[[nodiscard]] bool lacksSecrets(const DatabaseAccess& access);
/// The same with the stored secrets in the place of those that are not given.
[[nodiscard]] DatabaseAccess withSecrets(const DatabaseAccess& access, const Secret& secret);

/// Secrets that a person gave, by secretfields' names; "" for none.
using GivenSecrets = QHash<QString, QString>;

/// The secrets that a connection may have: the password (or token, or key), the passphrase of its client key, the
/// password of its proxy.
[[nodiscard]] QStringList connectionSecretFields(const Connection& connection);

/// Writes connections together with their secrets: those first, in one item under a key of its own, so that at no
/// moment a connection names one that is not there; an item that is replaced goes last. Lives on the main thread; a
/// future ends without a value when the saver goes first.
class ConnectionSaver final : public QObject {
  Q_OBJECT
 public:
  ConnectionSaver(ConnectionStore& connections, SecretStore& secrets, QObject* parent = nullptr);

  /// Its secretKey is not looked at. Errors as ConnectionStore::create() and SecretStore::write(), where `fallback`
  /// says whether memory alone will do; SecretMissing with the field's name as `detail` where there is none that the
  /// connection needs; InvalidInput where a secret would go over a way that others can read.
  [[nodiscard]] QFuture<Expected<ConnectionId>> create(const Connection& connection, const GivenSecrets& secrets,
                                                       SecretStore::Fallback fallback);
  /// Overwrites all of the connection but its id. What is not among `secrets` stays as it is stored, where the
  /// connection may still have it. Errors as ConnectionStore::update() and as create(), and those of
  /// SecretStore::read(); then the connection and its secrets are as before.
  [[nodiscard]] QFuture<Expected<void>> update(const Connection& connection, const GivenSecrets& secrets,
                                               SecretStore::Fallback fallback);
  /// The same under another name, its secrets with it, kept where the first one's are. Errors as create(), and those of
  /// SecretStore::read().
  [[nodiscard]] QFuture<Expected<ConnectionId>> duplicate(const Connection& connection, const QString& name);
  /// The secrets go after the connection.
  [[nodiscard]] QFuture<Expected<void>> remove(const Connection& connection);

 private:
  /// One connection on its way.
  struct Work {
    Connection connection;
    GivenSecrets given;
    SecretStore::Fallback fallback = SecretStore::Fallback::None;
    std::optional<Connection> before;
  };
  using Saving = QFuture<Expected<ConnectionId>>;
  [[nodiscard]] Saving compose(const Work& work);
  [[nodiscard]] Saving writeItem(const Work& work, const Secret& stored);
  /// Writes the row, then takes the item away that nothing names now.
  [[nodiscard]] Saving writeRow(const Work& work, const QString& key);
  ConnectionStore& m_connections;
  SecretStore& m_secrets;
};

}  // namespace courier
