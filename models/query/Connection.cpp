#include "models/query/Connection.h"

#include <QCoreApplication>

#include "models/base/KeyTable.h"
#include "models/query/TreasureDataRegion.h"

namespace courier {
namespace {

struct ConnectionCheckTr {
  Q_DECLARE_TR_FUNCTIONS(Connection)
};

constexpr KeyTable<Engine, 7> kEngineKeys = {{{Engine::Sqlite, QLatin1String("sqlite")},
                                              {Engine::PostgreSql, QLatin1String("postgresql")},
                                              {Engine::MariaDb, QLatin1String("mariadb")},
                                              {Engine::Odbc, QLatin1String("odbc")},
                                              {Engine::Files, QLatin1String("files")},
                                              {Engine::Trino, QLatin1String("trino")},
                                              {Engine::TreasureData, QLatin1String("treasuredata")}}};

}  // namespace

QString engineKey(Engine engine) {
  return keyOf(kEngineKeys, engine);
}

std::optional<Engine> engineFromKey(const QString& key) {
  return valueOf(kEngineKeys, key);
}

bool signsIn(Engine engine) {
  return isServer(engine) || engine == Engine::Odbc;
}

bool hasUser(Engine engine) {
  return signsIn(engine) && engine != Engine::TreasureData;
}

bool isServer(Engine engine) {
  return engine == Engine::PostgreSql || engine == Engine::MariaDb || engine == Engine::Trino ||
         engine == Engine::TreasureData;
}

TlsMode tlsOf(const Connection& connection) {
  return connection.engine == Engine::TreasureData ? TlsMode::Verify : connection.server.tlsFor(connection.host);
}

PasswordKind passwordKind(const Connection& connection) {
  if (connection.engine == Engine::TreasureData) return PasswordKind::ApiKey;
  const bool isToken = connection.engine == Engine::Trino && connection.server.signIn == TrinoSignIn::Token;
  return isToken ? PasswordKind::Token : PasswordKind::Password;
}

int usualPort(const Connection& connection) {
  constexpr int https = 443;
  switch (connection.engine) {
    case Engine::PostgreSql:
      return 5432;
    case Engine::MariaDb:
      return 3306;
    case Engine::Trino:
      return tlsOf(connection) == TlsMode::Off ? 8080 : https;
    case Engine::TreasureData:
      return https;
    case Engine::Sqlite:
    case Engine::Odbc:
    case Engine::Files:
      break;
  }
  return 0;
}

Expected<void> checkConnection(const Connection& connection) {
  const auto invalid = [](const QString& message) { return Error::invalidInput(message); };
  if (connection.engine == Engine::Sqlite && connection.file.isEmpty())
    return invalid(ConnectionCheckTr::tr("The connection names no database file. Name one."));
  if (connection.engine == Engine::Files && connection.files.isEmpty())
    return invalid(ConnectionCheckTr::tr("The connection names no file. Name one."));
  if (connection.engine == Engine::Files && !connection.readOnly)
    return invalid(ConnectionCheckTr::tr("Files are only read: a connection to files cannot be writable."));
  if (connection.port < 0 || connection.port > 65535)
    return invalid(
        ConnectionCheckTr::tr("The connection's port %1 is out of range (1 to 65535).").arg(connection.port));
  if (connection.engine == Engine::TreasureData) return checkTreasureData(connection);
  if (isServer(connection.engine) && connection.host.isEmpty())
    return invalid(ConnectionCheckTr::tr("The connection names no host. Name one."));
  if (connection.engine != Engine::Trino) return checkServerOptions(connection.server);
  if (treasureDataRegionOf(connection.host))
    return invalid(ConnectionCheckTr::tr(
        "This is Treasure Data's own host, where the API key stands in the user's place. Make a connection to Treasure "
        "Data instead (td://tokyo/database): it keeps the key in the keychain."));
  if (connection.database.isEmpty() && !connection.schema.isEmpty())
    return invalid(ConnectionCheckTr::tr("The connection names a schema and no catalog. Name the catalog as well."));
  return checkServerOptions(connection.server);
}

}  // namespace courier
