#pragma once

#include <QString>
#include <optional>

#include "models/query/Connection.h"

namespace courier {

/// A database's address that a person pasted or typed, split into the fields of a form. `address` never contains a
/// password or key, whether the rest can be understood or not. JDBC's "jdbc:postgresql://…?user=…&password=…" is
/// understood as well, and the web address of a Trino cluster. A value; pure.
struct PastedConnection {
  QString address;                       ///< what belongs into the address field
  std::optional<QString> password;       ///< percent-decoded; nothing where there was none, or only its mask
  std::optional<QString> proxyPassword;  ///< of the proxy that the address names; likewise
  std::optional<Connection> parts;       ///< what the address says; nothing where it cannot be understood
  QString error;                         ///< what is wrong with it, "" where nothing is

  [[nodiscard]] static PastedConnection split(const QString& text, const QString& workingFolder);
};

}  // namespace courier
