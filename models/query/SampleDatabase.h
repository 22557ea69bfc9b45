#pragma once

#include <QString>

#include "models/base/Expected.h"

namespace courier {

/// The first query: the one whose counts are known (200: 4,981, 404: 17, 500: 2).
inline constexpr char16_t kSampleQuery[] = u"SELECT code, COUNT(1) AS cnt\nFROM www_access\nGROUP BY code";

/// Makes the sample database `file`: 5,000 rows of a web server's log in the table www_access, the same on every
/// computer. It is built under another name beside it, so that `file` is there whole or not at all. A file that is
/// there already is left as it is. Blocks for some 50 ms. Errors have kind Storage.
[[nodiscard]] Expected<void> makeSampleDatabase(const QString& file);

}  // namespace courier
