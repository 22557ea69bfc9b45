#pragma once

#include <QString>

#include "models/query/Connection.h"

namespace courier {

/// "production · SQLite · read-only": the dim text beside a connection's name.
[[nodiscard]] QString connectionKindText(const Connection& connection);
/// A name for a new connection to `file`: the file's, without its extension and with nothing a name may not hold,
/// numbered where `taken` has it already.
[[nodiscard]] QString connectionNameFor(const QString& file, const QStringList& taken);

/// The same for a connection that is to be called `base`; "" becomes "database".
[[nodiscard]] QString freeConnectionName(const QString& base, const QStringList& taken);

/// "shop – production": the name and the label, where it has one.
[[nodiscard]] QString labelledName(const Connection& connection);
/// "PostgreSQL, read-only, labelled production": what a person should know before running something there.
[[nodiscard]] QString connectionSummary(const Connection& connection);
/// What the read-only switch does for this engine, and what it does not stop: one line.
[[nodiscard]] QString readOnlyText(Engine engine);
/// What is wrong with how the way to the server is kept; "" where nothing is.
[[nodiscard]] QString tlsWarningText(const Connection& connection);

}  // namespace courier
