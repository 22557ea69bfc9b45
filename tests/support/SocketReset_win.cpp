#include <winsock2.h>

#include "tests/support/SocketReset.h"

namespace courier::testing {

void resetOnClose(qintptr socket) {
  const LINGER atOnce{1, 0};
  setsockopt(static_cast<SOCKET>(socket), SOL_SOCKET, SO_LINGER, reinterpret_cast<const char*>(&atOnce),
             sizeof(atOnce));
}

}  // namespace courier::testing
