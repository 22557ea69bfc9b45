#pragma once

#include <QStringView>

#include "models/query/SqlDialect.h"

namespace courier {

/// The statement, by its first words, would step out of a read-only session or do what that mode lets through. It
/// guards against accidents; a user that may only SELECT guards against intent. Pure.
[[nodiscard]] bool leavesMariaDbReadOnly(QStringView statement, const SqlDialect& dialect);

}  // namespace courier
