#pragma once

#include <gtest/gtest.h>

#include <QTcpSocket>

#include "models/receiver/Receiver.h"
#include "tests/support/Await.h"

namespace courier::testing {

/// A running receiver and what it told.
struct RunningReceiver {
  explicit RunningReceiver(ReceiverOptions options = {}) : receiver(std::move(options)) {
    QObject::connect(&receiver, &Receiver::received, &receiver,
                     [this](const ReceivedRequest& request) { told.append(request); });
    EXPECT_TRUE(receiver.start().ok());
  }
  [[nodiscard]] QString url(const QString& path) const {
    return QStringLiteral("http://127.0.0.1:%1%2").arg(receiver.port()).arg(path);
  }

  QVector<ReceivedRequest> told;
  Receiver receiver;
};

/// A bare connection: what is sent and what comes back, byte for byte.
class Peer {
 public:
  explicit Peer(const Receiver& receiver) : Peer(receiver.port()) {}
  explicit Peer(quint16 port) {
    m_socket.connectToHost(QStringLiteral("127.0.0.1"), port);
    EXPECT_TRUE(waitUntil([this] { return m_socket.state() == QAbstractSocket::ConnectedState; }));
  }
  void send(const QByteArray& bytes) {
    m_socket.write(bytes);
    m_socket.flush();
  }
  [[nodiscard]] bool gets(const QByteArray& text) {
    return waitUntil([&] {
      m_answer += m_socket.readAll();
      return m_answer.contains(text);
    });
  }
  [[nodiscard]] bool isEnded(int limitMs = 20'000) {
    return waitUntil([this] { return m_socket.state() == QAbstractSocket::UnconnectedState; }, limitMs);
  }
  [[nodiscard]] QByteArray answer() {
    m_answer += m_socket.readAll();
    return m_answer;
  }
  [[nodiscard]] qsizetype countOf(const QByteArray& text) { return answer().count(text); }
  void drop() { m_socket.abort(); }

 private:
  QTcpSocket m_socket;
  QByteArray m_answer;
};

/// Waits until the receiver of this thread has read what its peers sent before: then it has answered a newer peer,
/// whose nonsense waits for no delay and is not told.
[[nodiscard]] inline bool hasReadAll(quint16 port) {
  Peer newer(port);
  newer.send("nonsense\r\n\r\n");
  return newer.gets(" 400 ");
}

[[nodiscard]] inline QByteArray headerOf(const ReceivedRequest& request, const QByteArray& name) {
  for (const auto& [key, value] : request.headers) {
    if (key.compare(name, Qt::CaseInsensitive) == 0) return value;
  }
  return {};
}

inline const QByteArray smallPut = "PUT /p HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi";

}  // namespace courier::testing
