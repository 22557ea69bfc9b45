#pragma once

#include <QString>

#include "models/query/Connection.h"

namespace courier {

/// "SQLite · read-only": the dim text beside a connection's name.
[[nodiscard]] QString connectionKindText(const Connection& connection);
/// The engine's own name.
[[nodiscard]] QString engineName(Engine engine);
/// "ann@db.example.org:5432/shop", the file, or the data source: where it leads to.
[[nodiscard]] QString connectionPlaceText(const Connection& connection);
/// A name for a new connection to `file`: the file's, without its extension and with nothing a name may not hold,
/// numbered where `taken` has it already.
[[nodiscard]] QString connectionNameFor(const QString& file, const QStringList& taken);

}  // namespace courier
