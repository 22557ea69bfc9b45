#include "models/query/Connection.h"

#include "models/base/KeyTable.h"

namespace courier {
namespace {

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

bool isServer(Engine engine) {
  return engine == Engine::PostgreSql || engine == Engine::MariaDb || engine == Engine::Trino ||
         engine == Engine::TreasureData;
}

}  // namespace courier
