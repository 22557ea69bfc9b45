#include "models/base/FreedMemory.h"

namespace courier {

// Windows' heap gives back large freed areas by itself.
void returnFreedMemory() {}

}  // namespace courier
