#pragma once

#include "models/mariadb/MariaDbEngine.h"
#include "tests/engines/EngineFixture.h"
#include "tests/engines/MariaDbServer.h"

namespace courier::testing {

inline const auto* const theMariaDbEnvironment =
    ::testing::AddGlobalTestEnvironment(new ServerEnvironment<MariaDbServer>);

class MariaDbFixture : public EngineFixture<MariaDbEngine> {
 protected:
  MariaDbFixture() : EngineFixture(server().connection(), MariaDbServer::password()) {}
  [[nodiscard]] static MariaDbServer& server() { return *ServerEnvironment<MariaDbServer>::the; }
};

}  // namespace courier::testing
