#pragma once

#include <QObject>

#include "models/query/ConnectionStore.h"
#include "models/secrets/SecretStore.h"

namespace courier {

/// The connection's password; "" where it has none. Errors as SecretStore::read().
[[nodiscard]] QFuture<Expected<QString>> connectionPassword(const Connection& connection, SecretStore& secrets);

/// Writes connections together with their passwords: the password first, under a key of its own, so that at no moment a
/// connection names one that is not there. Lives on the main thread; a future ends without a value when the saver goes
/// first.
class ConnectionSaver final : public QObject {
  Q_OBJECT
 public:
  ConnectionSaver(ConnectionStore& connections, SecretStore& secrets, QObject* parent = nullptr);

  /// Its secretKey is not looked at. `password`: "" for none. Errors as ConnectionStore::create() and
  /// SecretStore::write(), where `fallback` says whether memory alone will do.
  [[nodiscard]] QFuture<Expected<ConnectionId>> create(const Connection& connection, const QString& password,
                                                       SecretStore::Fallback fallback);
  /// The password goes after the connection.
  [[nodiscard]] QFuture<Expected<void>> remove(const Connection& connection);

 private:
  ConnectionStore& m_connections;
  SecretStore& m_secrets;
};

}  // namespace courier
