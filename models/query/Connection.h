#pragma once

#include <QString>
#include <optional>

#include "models/base/Ids.h"
#include "models/query/FileSources.h"
#include "models/query/ServerOptions.h"

namespace courier {

enum class Engine { Sqlite, PostgreSql, MariaDb, Odbc, Files, Trino, TreasureData };

/// How it is stored, and given on the command line: "sqlite", "postgresql", "mariadb", "odbc", "files",
/// "trino" (Presto too), "treasuredata".
[[nodiscard]] QString engineKey(Engine engine);
[[nodiscard]] std::optional<Engine> engineFromKey(const QString& key);
/// Whether it is reached by a host's name; else Connection::file says where it is.
[[nodiscard]] bool isServer(Engine engine);

/// Whether a connection may have a user and a password.
[[nodiscard]] bool signsIn(Engine engine);
/// Whether a user's name is asked for: not where a key alone says who it is (Treasure Data).
[[nodiscard]] bool hasUser(Engine engine);

/// Where SQL runs. A value; its secrets, where there are any, are in the SecretStore under `secretKey`: the password
/// (Trino: or the token; Treasure Data: the key), the passphrase of a client key, the proxy's password.
struct Connection {
  ConnectionId id;
  QString name;  ///< unique among the connections that are not deleted
  Engine engine = Engine::Sqlite;
  QString file;      ///< SQLite: absolute path; ODBC: the data source's name; files: the first one's path
  QString host;      ///< servers only; of Treasure Data a region's word, or the host of an endpoint of one's own
  int port = 0;      ///< 0: the engine's default
  QString database;  ///< of Trino the catalog
  QString schema;    ///< Trino only
  QString user;
  QString secretKey;  ///< "" where there is no secret
  bool readOnly = true;
  ServerOptions server;
  FileSources files;  ///< of Engine::Files: each a table
};

/// How the way to a server is kept from others; Treasure Data's is verified, whatever its options say.
[[nodiscard]] TlsMode tlsOf(const Connection& connection);
/// The port of a server where the connection names none; 0: it has none.
[[nodiscard]] int usualPort(const Connection& connection);
enum class PasswordKind { Password, Token, ApiKey };
/// What the first of its secrets is.
[[nodiscard]] PasswordKind passwordKind(const Connection& connection);
/// What can be wrong with a connection's parts, its name and secrets apart. InvalidInput names the part and the mend.
[[nodiscard]] Expected<void> checkConnection(const Connection& connection);

}  // namespace courier
