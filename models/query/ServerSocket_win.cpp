#include <winsock2.h>

#include "models/query/ServerSocket.h"

namespace courier::serversocket {

int wait(qintptr socket, int wanted, int limitMs) {
  WSAPOLLFD one{};
  one.fd = static_cast<SOCKET>(socket);
  one.events = static_cast<SHORT>(((wanted & ToRead) != 0 ? POLLIN : 0) | ((wanted & ToWrite) != 0 ? POLLOUT : 0));
  if (::WSAPoll(&one, 1, limitMs) <= 0) return Nothing;
  if ((one.revents & (POLLERR | POLLHUP | POLLNVAL)) != 0) return ToRead | ToWrite;
  return ((one.revents & POLLIN) != 0 ? ToRead : 0) | ((one.revents & POLLOUT) != 0 ? ToWrite : 0);
}

void cut(qintptr socket) {
  ::shutdown(static_cast<SOCKET>(socket), SD_BOTH);
}

void keepAlive(qintptr socket) {
  const BOOL yes = TRUE;
  ::setsockopt(static_cast<SOCKET>(socket), SOL_SOCKET, SO_KEEPALIVE, reinterpret_cast<const char*>(&yes), sizeof yes);
}

}  // namespace courier::serversocket
