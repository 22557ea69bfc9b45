#pragma once

#include <sqlite3.h>

#include <QString>

#include "models/base/Error.h"

namespace courier {

struct SqliteFailure {
  Error error;
  bool isSqlitesOwn = false;  ///< the message is about the text, and gains by naming the place there
};

/// What the last call on `handle` failed with, in words, with the mend where the cause is not the text itself: locks,
/// permissions, the disk, memory, SQLite's own limits. `file`: the database's path.
[[nodiscard]] SqliteFailure sqliteFailure(sqlite3* handle, const QString& file);

}  // namespace courier
