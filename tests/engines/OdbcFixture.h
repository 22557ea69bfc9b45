#pragma once

#include "models/odbc/OdbcEngine.h"
#include "tests/engines/EngineFixture.h"
#include "tests/engines/OdbcServers.h"

namespace courier::testing {

/// The servers and drivers of all of this program's tests.
[[nodiscard]] OdbcServers& odbcServers();

/// The engine over one data source after another.
class OdbcFixture : public EngineFixture<OdbcEngine> {
 protected:
  OdbcFixture() : EngineFixture(odbcServers().source("post"), OdbcServers::password()) {}
  void use(const char* source) { use(odbcServers().source(source)); }
  void use(const Connection& connection) { m_request.connection = connection; }
  [[nodiscard]] DatabaseAccess access() const { return {m_request.connection, m_request.password}; }
};

}  // namespace courier::testing
