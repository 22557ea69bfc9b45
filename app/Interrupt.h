#pragma once

#include <functional>

namespace courier {

enum class Interrupt {
  Person,  ///< Ctrl+C
  System   ///< SIGTERM at the session's end, a closed console
};

/// Calls `wanted`, on the main thread's event loop, when somebody wishes the program to end; a second wish ends it at
/// once. Once in a process. Platform code in Interrupt_*.cpp.
void callOnInterrupt(std::function<void(Interrupt)> wanted);

}  // namespace courier
