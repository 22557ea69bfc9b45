#include <limits>

#include "app/OpenFiles.h"

namespace courier {

long allowMostOpenFiles() {
  // Handles have no limit of their own there.
  return std::numeric_limits<long>::max();
}

}  // namespace courier
