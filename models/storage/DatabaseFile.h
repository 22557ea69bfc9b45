#pragma once

#include <QDate>
#include <QString>
#include <optional>

#include "models/base/Expected.h"
#include "models/storage/Session.h"

namespace courier {

/// courier.db as a file: looked at without writing, made, closed to others, copied, set aside. Every function runs on
/// the store thread.
namespace databasefile {

enum class Condition {
  New,     ///< not there, or without a single table
  Usable,  ///< of a version that is known
  Newer,   ///< of a version beyond
  Damaged  ///< no database, or one that does not hold together
};

enum class Check {
  Header,  ///< what every open reads: header and schema
  Whole    ///< every page too (PRAGMA quick_check)
};

struct Finding {
  Condition condition = Condition::New;
  int version = 0;
  QString detail;  ///< SQLite's words, for Damaged
};

/// What is there. Writes nothing to the database or its -wal; a database from a newer version that was closed in order
/// is not even opened by SQLite. Error: it could not be read at all.
[[nodiscard]] Expected<Finding> examine(const QString& path, int newestVersion, Check check);

/// Makes the file, empty, if it is not there, and closes it and its companions (-wal, -shm, -journal) to everybody but
/// the owner.
[[nodiscard]] Expected<void> makePrivate(const QString& path);

/// Copies the open database to "courier-v<version>-<date>.db" beside it, consistent and synced; gives the copy's path.
[[nodiscard]] Expected<QString> backUp(Session& session, int version, QDate date);

/// Moves the file and its companions to "courier-damaged-<date>.db…"; gives the new path. Nobody may have it open.
[[nodiscard]] Expected<QString> setAside(const QString& path, QDate date);

}  // namespace databasefile
}  // namespace courier
