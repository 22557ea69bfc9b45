#pragma once

#include <QStringView>

#include "models/query/SqlDialect.h"

namespace courier {

/// Whether the statement begins as those do that only read: SELECT, WITH without a change inside, VALUES, TABLE, SHOW,
/// DESCRIBE, EXPLAIN without ANALYZE, USE. Of a database that does not refuse changes by itself nothing else is run on
/// a read-only connection. It guards against accidents: a function that a SELECT calls may change what it likes. Pure.
[[nodiscard]] bool beginsAsReading(QStringView statement, const SqlDialect& dialect);

}  // namespace courier
