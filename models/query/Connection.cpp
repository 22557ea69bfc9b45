#include "models/query/Connection.h"

#include "models/base/KeyTable.h"

namespace courier {
namespace {

constexpr KeyTable<Engine, 4> kEngineKeys = {{{Engine::Sqlite, QLatin1String("sqlite")},
                                              {Engine::PostgreSql, QLatin1String("postgresql")},
                                              {Engine::MariaDb, QLatin1String("mariadb")},
                                              {Engine::Odbc, QLatin1String("odbc")}}};

}  // namespace

QString engineKey(Engine engine) {
  return keyOf(kEngineKeys, engine);
}

std::optional<Engine> engineFromKey(const QString& key) {
  return valueOf(kEngineKeys, key);
}

bool isServer(Engine engine) {
  return engine == Engine::PostgreSql || engine == Engine::MariaDb;
}

}  // namespace courier
