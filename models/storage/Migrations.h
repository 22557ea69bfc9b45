#pragma once

#include <QStringList>

#include "models/storage/Session.h"

namespace courier {

/// The numbered steps from an empty file to today's tables: resources/schema/NNN.sql, run in order, each in one
/// transaction that also sets PRAGMA user_version; a new file's in one for all.
namespace migrations {

/// SQL scripts; the one at index n brings version n to n + 1. In a script a line that ends with ';' ends a statement,
/// except inside CREATE TRIGGER, which ends with a line "END;".
using Steps = QStringList;

/// The program's own steps, read from its resources.
[[nodiscard]] Steps builtIn();
[[nodiscard]] int newestVersion();
[[nodiscard]] Expected<int> currentVersion(Session& session);
/// Runs what is missing. On an Error the file is at the last whole step. Processes that do this at the same time wait
/// for each other and all succeed.
[[nodiscard]] Expected<void> run(Session& session, const Steps& steps = builtIn());
/// A script's statements, without comments and semicolons. Pure.
[[nodiscard]] QStringList statements(const QString& script);

}  // namespace migrations
}  // namespace courier
