#pragma once

namespace courier {

/// Raises the number of files that this process may have open to what the system allows without asking anybody; the
/// number. Platform code in OpenFiles_*.cpp.
[[nodiscard]] long allowMostOpenFiles();

}  // namespace courier
