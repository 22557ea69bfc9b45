#pragma once

#include <QFuture>
#include <QVector>

#include "models/base/Clock.h"
#include "models/base/Expected.h"
#include "models/query/Connection.h"
#include "models/query/ConnectionUse.h"
#include "models/storage/Store.h"

namespace courier {

/// InvalidInput for a name that is empty, holds control characters or begins or ends with a space. Pure.
[[nodiscard]] Expected<void> checkConnectionName(const QString& name);

/// The connection table of courier.db. Thread-safe; work happens on the store thread.
class ConnectionStore final : public Store {
  Q_OBJECT
 public:
  ConnectionStore(Database& database, const Clock& clock, QObject* parent = nullptr);
  /// AlreadyExists when the name is taken; InvalidInput for a name that is empty, holds control characters or begins
  /// or ends with a space, and for an SQLite connection without a file.
  [[nodiscard]] QFuture<Expected<ConnectionId>> create(const Connection& connection);
  /// Overwrites all but the id; NotFound, and as create().
  [[nodiscard]] QFuture<Expected<void>> update(const Connection& connection);
  /// Hides it; history keeps its name.
  [[nodiscard]] QFuture<Expected<void>> remove(ConnectionId id);
  [[nodiscard]] QFuture<Expected<Connection>> find(ConnectionId id);
  /// NotFound: "There is no connection named 'x'. Connections: a, b." (at most five names).
  [[nodiscard]] QFuture<Expected<Connection>> findByName(const QString& name);
  /// By name.
  [[nodiscard]] QFuture<Expected<QVector<Connection>>> all();
  [[nodiscard]] QFuture<Expected<ConnectionUse>> use(ConnectionId id);
};

}  // namespace courier
