#include "app/Limits.h"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>
#include <system_error>

#include "app/OpenFiles.h"

namespace courier {
namespace {

// No translation: there is nothing to read it with yet, or any more.
constexpr const char* kNoRoom =
    "Query Courier ends: this computer has not enough memory or threads left for it. Close other programs, or raise "
    "the "
    "limits (ulimit -v, ulimit -u).\n";

[[noreturn]] void end(const char* sentence) {
  std::fputs(sentence, stderr);
  std::_Exit(1);
}

/// What nothing caught. Out of memory or threads is no fault of the program's, and no reason for a core file.
[[noreturn]] void onTerminate() {
  if (const auto thrown = std::current_exception()) {
    try {
      std::rethrow_exception(thrown);
    } catch (const std::bad_alloc&) {
      end(kNoRoom);
    } catch (const std::system_error& error) {
      if (error.code() == std::errc::resource_unavailable_try_again || error.code() == std::errc::not_enough_memory)
        end(kNoRoom);
    } catch (...) {
    }
  }
  std::abort();
}

}  // namespace

void endInWordsAtLimits() {
  std::set_terminate(onTerminate);
  // The window has its display, its fonts and its bus besides; a delivery has a socket and its spool.
  constexpr long kNeeded = 64;
  const long allowed = allowMostOpenFiles();
  if (allowed >= kNeeded) return;
  std::fprintf(stderr,
               "Query Courier cannot start: it may open only %ld files at once here, and needs %ld. Raise the limit "
               "(ulimit -n 256) and start it again.\n",
               allowed, kNeeded);
  std::_Exit(1);
}

}  // namespace courier
