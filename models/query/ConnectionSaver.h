#pragma once

#include <QObject>
#include <optional>

#include "models/query/ConnectionStore.h"
#include "models/query/QueryEngine.h"
#include "models/secrets/SecretStore.h"

namespace courier {

/// The connection's secrets; empty where it has none. Errors as SecretStore::read().
[[nodiscard]] QFuture<Expected<Secret>> connectionSecret(const Connection& connection, SecretStore& secrets);
/// What an engine is asked with.
[[nodiscard]] DatabaseAccess accessTo(const Connection& connection, const Secret& secret);

/// Writes connections together with their passwords: the password first, under a key of its own, so that at no moment a
/// connection names one that is not there; one that is replaced goes last. Lives on the main thread; a future ends
/// without a value when the saver goes first.
class ConnectionSaver final : public QObject {
  Q_OBJECT
 public:
  ConnectionSaver(ConnectionStore& connections, SecretStore& secrets, QObject* parent = nullptr);

  /// Its secretKey is not looked at. `password`: "" for none. Errors as ConnectionStore::create() and
  /// SecretStore::write(), where `fallback` says whether memory alone will do.
  [[nodiscard]] QFuture<Expected<ConnectionId>> create(const Connection& connection, const QString& password,
                                                       SecretStore::Fallback fallback);
  /// Overwrites all of the connection but its id. `password`: nothing leaves the one there is, "" takes it away. Errors
  /// as ConnectionStore::update() and as create(); then the connection and its password are as before.
  [[nodiscard]] QFuture<Expected<void>> update(const Connection& connection, const std::optional<QString>& password,
                                               SecretStore::Fallback fallback);
  /// The same under another name, its password with it, kept where the first one's is. Errors as create(), and those of
  /// SecretStore::read().
  [[nodiscard]] QFuture<Expected<ConnectionId>> duplicate(const Connection& connection, const QString& name);
  /// The password goes after the connection.
  [[nodiscard]] QFuture<Expected<void>> remove(const Connection& connection);

 private:
  /// Updates the row, then takes the password away that nothing names now.
  [[nodiscard]] QFuture<Expected<void>> replace(const Connection& connection, const QString& oldKey);
  ConnectionStore& m_connections;
  SecretStore& m_secrets;
};

}  // namespace courier
