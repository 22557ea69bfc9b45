#pragma once

#include "models/storage/Database.h"

namespace courier {

/// The numbered steps from an empty file to today's tables: resources/schema/NNN.sql, run in order, each in one
/// transaction that also sets PRAGMA user_version.
namespace migrations {

[[nodiscard]] int newestVersion();
[[nodiscard]] Result<int> currentVersion(Session& session);
/// Runs what is missing. On an Error the file is at the last whole step.
[[nodiscard]] Result<void> run(Session& session);

}  // namespace migrations
}  // namespace courier
