#include "app/OwnerCall.h"

#include <QTimer>
#include <utility>

namespace courier {
namespace {

constexpr int kLimitMs = 2'000;
constexpr qint64 kMaxLineBytes = 64;

}  // namespace

OwnerCall::OwnerCall(const QString& socketName, const QByteArray& question, QObject* parent) : QObject(parent) {
  m_promise.start();
  m_socket.setReadBufferSize(kMaxLineBytes + 1);
  connect(&m_socket, &QLocalSocket::connected, this, [this, question] { m_socket.write(question + '\n'); });
  connect(&m_socket, &QLocalSocket::readyRead, this, &OwnerCall::read);
  // The answer may have come together with the end of the connection.
  connect(&m_socket, &QLocalSocket::disconnected, this, [this] {
    read();
    finish({});
  });
  connect(&m_socket, &QLocalSocket::errorOccurred, this, [this] {
    read();
    finish({});
  });
  QTimer::singleShot(kLimitMs, this, [this] { finish({}); });
  m_socket.connectToServer(socketName);
}

OwnerCall::~OwnerCall() {
  m_socket.disconnect(this);
  finish({});
}

void OwnerCall::read() {
  if (m_socket.canReadLine()) {
    finish(m_socket.readLine(kMaxLineBytes + 1).trimmed());
  } else if (m_socket.bytesAvailable() > kMaxLineBytes) {
    finish({});
  }
}

void OwnerCall::finish(const QByteArray& answer) {
  if (std::exchange(m_isFinished, true)) return;
  m_promise.addResult(answer);
  m_promise.finish();
  deleteLater();
}

}  // namespace courier
