#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include "models/query/ServerSocket.h"

namespace courier::serversocket {

int wait(qintptr socket, int wanted, int limitMs) {
  pollfd one{};
  one.fd = static_cast<int>(socket);
  one.events = static_cast<short>(((wanted & ToRead) != 0 ? POLLIN : 0) | ((wanted & ToWrite) != 0 ? POLLOUT : 0));
  if (::poll(&one, 1, limitMs) <= 0) return Nothing;
  if ((one.revents & (POLLERR | POLLHUP | POLLNVAL)) != 0) return ToRead | ToWrite;
  return ((one.revents & POLLIN) != 0 ? ToRead : 0) | ((one.revents & POLLOUT) != 0 ? ToWrite : 0);
}

void cut(qintptr socket) {
  ::shutdown(static_cast<int>(socket), SHUT_RDWR);
}

void keepAlive(qintptr socket) {
  const auto set = [socket](int level, int option, int value) {
    ::setsockopt(static_cast<int>(socket), level, option, &value, sizeof value);
  };
  set(SOL_SOCKET, SO_KEEPALIVE, 1);
  set(IPPROTO_TCP, TCP_KEEPINTVL, 10);
  set(IPPROTO_TCP, TCP_KEEPCNT, 3);
#ifdef TCP_KEEPIDLE
  set(IPPROTO_TCP, TCP_KEEPIDLE, 30);
#else
  set(IPPROTO_TCP, TCP_KEEPALIVE, 30);
#endif
}

}  // namespace courier::serversocket
