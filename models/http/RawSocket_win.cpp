#include <winsock2.h>

#include <algorithm>
#include <limits>

#include "models/http/RawSocket.h"

namespace courier {

namespace {

int windowsSize(qint64 bytes) {
  return static_cast<int>(std::min<qint64>(bytes, std::numeric_limits<int>::max()));
}

bool isReset(int code) {
  return code == WSAECONNRESET || code == WSAECONNABORTED;
}

}  // namespace

/// Qt's sockets do not block, and the copy is the same socket.
qintptr RawSocket::duplicate(qintptr descriptor) {
  WSAPROTOCOL_INFOW info;
  if (::WSADuplicateSocketW(static_cast<SOCKET>(descriptor), ::GetCurrentProcessId(), &info) != 0) return -1;
  const SOCKET copy = ::WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, &info, 0,
                                   WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);
  return copy == INVALID_SOCKET ? -1 : static_cast<qintptr>(copy);
}

void RawSocket::acknowledge(const QTcpSocket& socket) {
  // SIO_TCP_SET_ACK_FREQUENCY, which not every SDK's headers have: each segment is acknowledged.
  constexpr DWORD setFrequency = IOC_IN | IOC_VENDOR | 23;
  int each = 1;
  DWORD unused = 0;
  (void)::WSAIoctl(static_cast<SOCKET>(socket.socketDescriptor()), setFrequency, &each, sizeof(each), nullptr, 0,
                   &unused, nullptr, nullptr);
}

qint64 RawSocket::receive(char* to, qint64 atMost) const {
  const int got = ::recv(static_cast<SOCKET>(m_descriptor), to, windowsSize(atMost), 0);
  if (got >= 0) return got;
  const int code = ::WSAGetLastError();
  return code == WSAEWOULDBLOCK ? wouldBlock : isReset(code) ? reset : gone;
}

qint64 RawSocket::send(const char* from, qint64 size) const {
  const int taken = ::send(static_cast<SOCKET>(m_descriptor), from, windowsSize(size), 0);
  if (taken >= 0) return taken;
  const int code = ::WSAGetLastError();
  return code == WSAEWOULDBLOCK ? wouldBlock : isReset(code) ? reset : gone;
}

void RawSocket::close() const {
  ::closesocket(static_cast<SOCKET>(m_descriptor));
}

}  // namespace courier
