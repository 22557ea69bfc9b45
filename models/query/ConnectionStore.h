#pragma once

#include <QFuture>
#include <QObject>
#include <QVector>

#include "models/base/Clock.h"
#include "models/base/Result.h"
#include "models/query/Connection.h"
#include "models/storage/Database.h"

namespace courier {

/// The connection table of courier.db. Thread-safe; work happens on the store thread.
class ConnectionStore final : public QObject {
  Q_OBJECT
 public:
  ConnectionStore(Database& database, const Clock& clock, QObject* parent = nullptr);
  /// AlreadyExists when the name is taken; InvalidInput for an empty name or one with control characters.
  [[nodiscard]] QFuture<Result<ConnectionId>> create(const Connection& connection);
  [[nodiscard]] QFuture<Result<void>> update(const Connection& connection);
  /// Hides it; history keeps its name.
  [[nodiscard]] QFuture<Result<void>> remove(ConnectionId id);
  [[nodiscard]] QFuture<Result<Connection>> find(ConnectionId id);
  /// NotFound: "There is no connection named 'x'. Connections: a, b." (at most five names).
  [[nodiscard]] QFuture<Result<Connection>> findByName(const QString& name);
  [[nodiscard]] QFuture<Result<QVector<Connection>>> all();

 Q_SIGNALS:
  void changed();

 private:
  Database& m_database;
  const Clock& m_clock;
};

/// A connection from a `db:create` URL: sqlite:/path/file.db (relative paths are taken from `workingFolder`),
/// postgresql://…, mysql://…, odbc:DSN. The password, where the URL holds one, comes apart. InvalidInput names the
/// part; Unsupported for an engine that this version cannot run.
struct ParsedConnection {
  Connection connection;
  QString password;
};
[[nodiscard]] Result<ParsedConnection> connectionFromUrl(const QString& url, const QString& workingFolder);
/// The same URL back, without the password.
[[nodiscard]] QString connectionUrl(const Connection& connection);

}  // namespace courier
