#pragma once

#include <QString>

#include "models/query/Catalog.h"

namespace courier {

/// What the tree says of what stands in a database.

/// "view"; "" for a plain table.
[[nodiscard]] QString tableKindText(TableKind kind);
/// "primary key (a, b)", "a → other (b)".
[[nodiscard]] QString tableKeyText(const TableKey& key);
/// The database's type, the default and the comment, a line each.
[[nodiscard]] QString columnAboutText(const TableColumn& column);

}  // namespace courier
