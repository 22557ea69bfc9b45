#pragma once

#include <QStringView>

namespace courier {

/// The statement, by its first words, would step out of a read-only session or do what that mode lets through: SET and
/// RESET of the mode, READ WRITE, DO, CALL, COPY from or to a program, and what writes without being data. It guards
/// against accidents; a role that may only SELECT guards against intent. Pure.
[[nodiscard]] bool leavesReadOnly(QStringView statement);

}  // namespace courier
