#pragma once

#include <optional>

#include "app/cli/Arguments.h"
#include "models/query/Connection.h"

namespace courier {

/// The flags of db:create and db:update: those of the address, then every option of a connection (ServerOptionTable),
/// then who may change data and the password. Each refuses a wrong value while the words are read.
[[nodiscard]] QVector<OptionSpec> connectionFlags();

/// A connection as the words of a command want it.
struct WantedConnection {
  Connection connection;
  std::optional<QString> password;  ///< the address names one; nothing: it does not
};

/// Takes the address ("": none is given) and the flags into `before`, which for a new connection is one that nobody has
/// touched. InvalidInput names what is missing, or does not go together, and the mend. Looks whether a CA's file is
/// there.
[[nodiscard]] Expected<WantedConnection> connectionFrom(const Arguments& arguments, const QString& url,
                                                        const Connection& before, const QString& workingFolder);

}  // namespace courier
