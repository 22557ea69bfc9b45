#pragma once

#include <QString>

namespace courier {

/// A text as the pseudo-locale shows it: in brackets, with accents on its letters and about 35 % longer, so that on the
/// screen a text that escaped translation has no brackets, and one that does not fit loses its closing bracket. What
/// has a meaning stays as it is: %1 %L1 %n, ${variables}, <tags>, &entities;, the letter after an &, line ends.
[[nodiscard]] QString pseudoText(const QString& source);

}  // namespace courier
