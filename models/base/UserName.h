#pragma once

#include <QString>

namespace courier {

/// The login name of the user whose process this is, as the system has it and not as a variable says; a number where
/// the system knows no name. Platform code in UserName_*.cpp.
[[nodiscard]] QString userName();

}  // namespace courier
