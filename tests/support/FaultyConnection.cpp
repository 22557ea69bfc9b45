#include "tests/support/FaultyConnection.h"

#include <QTcpSocket>
#include <QTimer>

#include "tests/support/SocketReset.h"

namespace courier::testing {
namespace {

constexpr int splitMs = 5;

}  // namespace

FaultyConnection::FaultyConnection(QTcpSocket* socket, Keeper& keeper)
    : QObject(socket), m_socket(socket), m_keeper(keeper) {
  // Otherwise the socket itself would take everything, whatever is read from it.
  socket->setReadBufferSize(1 << 20);
  connect(socket, &QTcpSocket::readyRead, this, [this] { read(); });
  connect(socket, &QTcpSocket::bytesWritten, this, [this] { pad(); });
  connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
  read();
}

void FaultyConnection::read() {
  if (!m_heard && m_socket->bytesAvailable() > 0) {
    m_heard = true;
    m_keeper.hear();
  }
  while (!m_deaf && m_socket->bytesAvailable() > 0) {
    if (m_number == 0) {
      m_head += m_socket->read(1);
      if (m_head.endsWith("\r\n\r\n")) parseHead();
    } else {
      const QByteArray bytes = m_socket->read(std::min<qint64>(m_missing, 1 << 20));
      m_missing -= bytes.size();
      m_hash.addData(bytes);
      m_keeper.update(m_number, bytes, m_hash, m_missing == 0);
      check();
    }
  }
}

void FaultyConnection::parseHead() {
  SeenRequest request;
  const QList<QByteArray> lines = m_head.split('\n');
  const QList<QByteArray> words = lines.first().trimmed().split(' ');
  request.method = words.value(0);
  request.target = words.value(1);
  for (const QByteArray& line : lines.mid(1)) {
    const qsizetype colon = line.indexOf(':');
    if (colon > 0) request.headers.append({line.left(colon), line.mid(colon + 1).trimmed()});
  }
  m_head.clear();
  m_missing = request.header("Content-Length").toLongLong();
  m_length = m_missing;
  m_hash.reset();
  m_number = m_keeper.begin(request);
  m_reaction = m_keeper.reactionTo(m_number);
  if (m_missing == 0) m_keeper.update(m_number, {}, m_hash, true);
  check();
}

void FaultyConnection::check() {
  const bool due =
      m_reaction.when == Reaction::When::AfterHead ? m_length - m_missing >= m_reaction.atBodyByte : m_missing == 0;
  if (!due || m_reacting) return;
  m_reacting = true;
  m_deaf = m_reaction.when == Reaction::When::AfterHead;
  m_paddingLeft = m_reaction.paddingBytes;
  if (m_reaction.msPerByte > 0) {
    trickle();
    return;
  }
  if (m_reaction.splitAt > 0) {
    m_socket->write(m_reaction.bytes.left(m_reaction.splitAt));
    m_socket->flush();
    m_reaction.bytes.remove(0, m_reaction.splitAt);
    m_splitting = true;
    QTimer::singleShot(splitMs, this, [this] {
      m_splitting = false;
      m_socket->write(m_reaction.bytes);
      pad();
    });
    return;
  }
  m_socket->write(m_reaction.bytes);
  pad();
}

void FaultyConnection::trickle() {
  if (m_reaction.bytes.isEmpty()) {
    pad();
    return;
  }
  m_socket->write(m_reaction.bytes.left(1));
  m_reaction.bytes.remove(0, 1);
  QTimer::singleShot(m_reaction.msPerByte, this, [this] { trickle(); });
}

void FaultyConnection::pad() {
  if (!m_reacting || m_splitting || (m_reaction.msPerByte > 0 && !m_reaction.bytes.isEmpty())) return;
  while (m_paddingLeft > 0 && m_socket->bytesToWrite() < (256 << 10)) {
    m_socket->write(m_reaction.padding);
    m_paddingLeft -= m_reaction.padding.size();
  }
  if (m_paddingLeft <= 0) finish();
}

void FaultyConnection::finish() {
  const Reaction::Then then = m_reaction.then;
  m_reacting = false;
  m_number = 0;
  if (then == Reaction::Then::KeepOpen) {
    if (m_deaf) m_number = -1;
    return;
  }
  m_deaf = true;
  if (then == Reaction::Then::Close) {
    m_socket->disconnectFromHost();
    return;
  }
  m_socket->flush();
  resetOnClose(m_socket->socketDescriptor());
  m_socket->abort();
}

}  // namespace courier::testing
