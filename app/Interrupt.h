#pragma once

#include <functional>

namespace courier {

/// Calls `wanted`, on the main thread's event loop, when somebody wishes the program to end (Ctrl+C, SIGTERM at the
/// session's end, a closed console); a second wish ends it at once. Once in a process. Platform code in
/// Interrupt_*.cpp.
void callOnInterrupt(std::function<void()> wanted);

}  // namespace courier
