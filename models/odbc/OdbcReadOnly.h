#pragma once

#include <QStringView>

#include "models/query/SqlDialect.h"

namespace courier {

/// The statement, by its words, is not one of those that only read. No driver refuses changes by itself, so a read-only
/// connection runs SELECT, WITH without changes, VALUES, TABLE, SHOW, DESCRIBE, EXPLAIN without ANALYZE and USE, and
/// nothing else. It guards against accidents; a user that may only SELECT guards against intent. Pure.
[[nodiscard]] bool leavesOdbcReadOnly(QStringView statement, const SqlDialect& dialect);

/// What a statement does to the transaction that the text itself began.
enum class OdbcTransaction { Same, Begins, Ends };
[[nodiscard]] OdbcTransaction odbcTransaction(QStringView statement, const SqlDialect& dialect);

}  // namespace courier
