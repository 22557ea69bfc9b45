#pragma once

#include "app/cli/Arguments.h"
#include "models/query/ConnectionSaver.h"

namespace courier {

/// The flags of db:create and db:update: those of the address, then every option of a connection (ServerOptionTable),
/// then who may change data and the secrets, which are never a value on the command line. Each refuses a wrong value
/// while the words are read.
[[nodiscard]] QVector<OptionSpec> connectionFlags();

/// A connection as the words of a command want it.
struct WantedConnection {
  Connection connection;
  GivenSecrets secrets;  ///< those that the address names, and "" for those that are to go
};

/// Takes the address ("": none is given) and the flags into `before`, which for a new connection is one that nobody has
/// touched. InvalidInput names what is missing, or does not go together, and the mend. Looks whether a CA's file is
/// there. The secrets that the flags ask for are not asked for here.
[[nodiscard]] Expected<WantedConnection> connectionFrom(const Arguments& arguments, const QString& url,
                                                        const Connection& before, const QString& workingFolder);

}  // namespace courier
