#pragma once

#include "models/postgres/PostgresEngine.h"
#include "tests/engines/EngineFixture.h"
#include "tests/engines/PostgresServer.h"

namespace courier::testing {

inline const auto* const thePostgresEnvironment =
    ::testing::AddGlobalTestEnvironment(new ServerEnvironment<PostgresServer>);

class PostgresFixture : public EngineFixture<PostgresEngine> {
 protected:
  PostgresFixture() : EngineFixture(server().connection(), PostgresServer::password()) {}
  [[nodiscard]] static PostgresServer& server() { return *ServerEnvironment<PostgresServer>::the; }
};

}  // namespace courier::testing
