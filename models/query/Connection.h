#pragma once

#include <QString>

#include "models/base/Expected.h"
#include "models/base/Ids.h"

namespace courier {

enum class Engine { Sqlite, PostgreSql, MariaDb, Odbc };

/// Where SQL runs. A value; the password, where there is one, is in the SecretStore under `secretKey`.
struct Connection {
  ConnectionId id;
  QString name;  ///< unique among the connections that are not deleted
  Engine engine = Engine::Sqlite;
  QString file;  ///< SQLite: absolute path; ODBC: the data source's name
  QString host;  ///< servers only
  int port = 0;  ///< 0: the engine's default
  QString database;
  QString user;
  QString secretKey;  ///< "" where there is no password
  bool readOnly = true;
};

/// A connection from a `db:create` URL: sqlite:/path/file.db (relative paths are taken from `workingFolder`; the path
/// stands as it is, without percent-encoding), postgresql://…, mysql://…, odbc:DSN. The name is left empty. The
/// password, where the URL holds one, comes apart. InvalidInput names the part; Unsupported for an engine that this
/// version cannot run. Pure.
struct ParsedConnection {
  Connection connection;
  QString password;
};
[[nodiscard]] Expected<ParsedConnection> connectionFromUrl(const QString& url, const QString& workingFolder);
/// The same URL back, without the password.
[[nodiscard]] QString connectionUrl(const Connection& connection);

}  // namespace courier
