#include <sys/socket.h>

#include "tests/support/SocketReset.h"

namespace courier::testing {

void resetOnClose(qintptr socket) {
  const linger atOnce{1, 0};
  setsockopt(static_cast<int>(socket), SOL_SOCKET, SO_LINGER, &atOnce, sizeof(atOnce));
}

}  // namespace courier::testing
