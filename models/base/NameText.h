#pragma once

#include <QString>
#include <QStringList>
#include <QStringView>

namespace courier {

/// Names that people give, as checks and messages need them. Pure.

/// Line breaks, tabs, NUL and other control characters, which no name may hold.
[[nodiscard]] bool hasControlCharacters(QStringView text);
/// "a, b, c", in the order given; at most `limit` of them, then "…". "" for none.
[[nodiscard]] QString listedNames(const QStringList& names, int limit = 5);

}  // namespace courier
