#pragma once

#include <QString>

namespace courier {

/// How long something took, for people: "12 ms", "1.2 s", "2 min 5 s".
[[nodiscard]] QString elapsedText(qint64 ms);

}  // namespace courier
