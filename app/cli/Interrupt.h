#pragma once

#include "models/base/CancelToken.h"

namespace courier {

/// Lets the person's wish to end a command (Ctrl+C, SIGTERM, a closed console) cancel `token`; a second wish ends the
/// program at once. Once in a process. Platform code in Interrupt_*.cpp.
void cancelOnInterrupt(const CancelToken& token);

}  // namespace courier
