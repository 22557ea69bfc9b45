#pragma once

#include <QIODevice>

#include "models/base/Expected.h"

namespace courier {

/// Copies a .ts file that lupdate wrote, every message translated by pseudoText() (plurals into English's two forms),
/// under the language "en_XA". InvalidInput: it is no such file. Both devices are open.
[[nodiscard]] Expected<void> writePseudoLocale(QIODevice& templateTs, QIODevice& outputTs);

}  // namespace courier
