#include "models/http/RawSocket.h"

#include <algorithm>
#include <array>

namespace courier {

std::unique_ptr<RawSocket> RawSocket::takeOver(QTcpSocket& socket, QByteArray& seen) {
  // Behind a proxy's socket is the one that leads to the proxy.
  const auto* towardsProxy = socket.findChild<QTcpSocket*>();
  const qintptr descriptor = duplicate((towardsProxy ? *towardsProxy : socket).socketDescriptor());
  seen = socket.readAll();
  socket.abort();
  if (descriptor == -1) return nullptr;
  return std::unique_ptr<RawSocket>(new RawSocket(descriptor));
}

RawSocket::RawSocket(qintptr descriptor)
    : m_descriptor(descriptor),
      m_incoming(descriptor, QSocketNotifier::Read),
      m_outgoing(descriptor, QSocketNotifier::Write) {
  m_outgoing.setEnabled(false);
  connect(&m_incoming, &QSocketNotifier::activated, this, &RawSocket::readable);
  connect(&m_outgoing, &QSocketNotifier::activated, this, [this] {
    m_outgoing.setEnabled(false);
    Q_EMIT writable();
  });
}

RawSocket::~RawSocket() {
  m_incoming.setEnabled(false);
  m_outgoing.setEnabled(false);
  close();
}

void RawSocket::readTo(QByteArray& to, qsizetype atMost) {
  std::array<char, 16 * 1024> bytes;
  while (!m_hasEnded && to.size() < atMost) {
    const qint64 got = receive(bytes.data(), std::min<qint64>(bytes.size(), atMost - to.size()));
    if (got == wouldBlock) return;
    if (got > 0) {
      to.append(bytes.data(), static_cast<qsizetype>(got));
      continue;
    }
    m_hasEnded = true;
    m_wasReset = m_wasReset || got == reset;
    m_incoming.setEnabled(false);
  }
}

qint64 RawSocket::write(const QByteArray& bytes) {
  const qint64 taken = send(bytes.constData(), bytes.size());
  m_wasReset = m_wasReset || taken == reset;
  if (taken == reset || taken == gone) return -1;
  m_outgoing.setEnabled(taken < bytes.size());
  return std::max<qint64>(taken, 0);
}

}  // namespace courier
