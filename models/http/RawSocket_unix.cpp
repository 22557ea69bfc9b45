#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "models/http/RawSocket.h"

namespace courier {

namespace {

#ifdef MSG_NOSIGNAL
constexpr int sendFlags = MSG_NOSIGNAL;
#else
constexpr int sendFlags = 0;
#endif

template <typename Call>
ssize_t uninterrupted(const Call& call) {
  ssize_t answer = 0;
  do {
    answer = call();
  } while (answer < 0 && errno == EINTR);
  return answer;
}

bool isForLater(int code) {
  return code == EAGAIN || code == EWOULDBLOCK || code == ENOBUFS;
}

bool isReset(int code) {
  return code == ECONNRESET || code == EPIPE;
}

}  // namespace

qintptr RawSocket::duplicate(qintptr descriptor) {
  const int copy = ::fcntl(static_cast<int>(descriptor), F_DUPFD_CLOEXEC, 0);
  if (copy < 0) return -1;
#ifdef SO_NOSIGPIPE
  const int on = 1;
  (void)::setsockopt(copy, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof(on));
#endif
  return copy;
}

void RawSocket::acknowledge(const QTcpSocket& socket) {
#ifdef TCP_QUICKACK
  const int on = 1;
  (void)::setsockopt(static_cast<int>(socket.socketDescriptor()), IPPROTO_TCP, TCP_QUICKACK, &on, sizeof(on));
#else
  // Elsewhere the system sees to it by itself on the computer's own addresses.
  (void)socket;
#endif
}

qint64 RawSocket::receive(char* to, qint64 atMost) const {
  const ssize_t got = uninterrupted(
      [&] { return ::recv(static_cast<int>(m_descriptor), to, static_cast<size_t>(atMost), MSG_DONTWAIT); });
  if (got >= 0) return got;
  return isForLater(errno) ? wouldBlock : isReset(errno) ? reset : gone;
}

qint64 RawSocket::send(const char* from, qint64 size) const {
  const ssize_t taken = uninterrupted([&] {
    return ::send(static_cast<int>(m_descriptor), from, static_cast<size_t>(size), MSG_DONTWAIT | sendFlags);
  });
  if (taken >= 0) return taken;
  return isForLater(errno) ? wouldBlock : isReset(errno) ? reset : gone;
}

void RawSocket::close() const {
  ::close(static_cast<int>(m_descriptor));
}

}  // namespace courier
