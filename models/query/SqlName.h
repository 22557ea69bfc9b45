#pragma once

#include <QString>

#include "models/query/Catalog.h"
#include "models/query/SqlDialect.h"

namespace courier {

/// `name` as a statement can have it: bare where every database reads it as it is, else quoted, with the quote doubled
/// inside it.
[[nodiscard]] QString quotedName(const QString& name, const SqlDialect& dialect);
/// "catalog.schema.table", without those that are "".
[[nodiscard]] QString quotedName(const TableName& table, const SqlDialect& dialect);
/// The statement that shows the table's first rows; all, where the database has no word of its own for a limit that is
/// known here. `condition`: what only those rows are that it is true of; "": any.
[[nodiscard]] QString firstRowsText(const TableName& table, const SqlDialect& dialect, int rows,
                                    const QString& condition = {});

}  // namespace courier
