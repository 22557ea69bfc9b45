#pragma once

#include <QString>
#include <QStringView>
#include <optional>

#include "models/query/SqlDialect.h"

namespace courier {

/// A line that is no SQL: only psql, mysql, sqlite3 or another client at a command line knows it, and a server does
/// not.
struct ClientCommand {
  int statement = 0;     ///< in which it stands, from 1
  qsizetype offset = 0;  ///< where it begins
  QString sentence;      ///< which client's it is and what to do here
};

/// The first one in the text: \d, \copy, \G, .tables, source, DELIMITER (where the dialect does not take it), GO on a
/// line of its own, COPY … FROM STDIN. Pure.
[[nodiscard]] std::optional<ClientCommand> clientCommandIn(QStringView text, const SqlDialect& dialect);

}  // namespace courier
