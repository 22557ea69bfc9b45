#include "tests/support/TestProxy.h"

#include <QHostAddress>
#include <QTcpServer>
#include <QTcpSocket>
#include <functional>
#include <mutex>

#include "models/base/WorkerThread.h"

namespace courier::testing {

struct TestProxy::State {
  ProxyKind kind = ProxyKind::Http;
  quint16 upstreamPort = 0;
  quint16 port = 0;
  QTcpServer* server = nullptr;  ///< lives on the thread
  mutable std::mutex mutex;
  QVector<QByteArray> asked;
  std::unique_ptr<WorkerThread> thread;

  void note(const QByteArray& what) {
    const std::lock_guard lock(mutex);
    asked.append(what);
  }
};

namespace {

/// One client: signs it in, then hands its bytes on and back.
class ProxyConnection final : public QObject {
 public:
  template <class State>
  ProxyConnection(QTcpSocket* client, State* state)
      : QObject(client),
        m_client(client),
        m_isHttp(state->kind == ProxyKind::Http),
        m_upstreamPort(state->upstreamPort),
        m_note([state](const QByteArray& what) { state->note(what); }) {
    connect(client, &QTcpSocket::readyRead, this, [this] { read(); });
    connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
    read();
  }

 private:
  enum class Step { Greeting, SignIn, Request, Tunnel };

  void read() {
    if (m_step == Step::Tunnel) {
      m_upstream->write(m_client->readAll());
      return;
    }
    m_bytes += m_client->readAll();
    m_isHttp ? readHttp() : readSocks();
  }

  void readHttp() {
    const qsizetype end = m_bytes.indexOf("\r\n\r\n");
    if (end < 0) return;
    const QByteArray head = m_bytes.left(end + 4);
    m_note(head);
    const QByteArray wanted = QByteArray(TestProxy::user) + ':' + TestProxy::password;
    if (!head.contains("Proxy-Authorization: Basic " + wanted.toBase64() + "\r\n")) {
      m_bytes.clear();
      m_client->write(
          "HTTP/1.1 407 Sign In\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n"
          "Connection: close\r\n\r\n");
      m_client->disconnectFromHost();
      return;
    }
    if (head.startsWith("CONNECT ")) {
      m_bytes.remove(0, head.size());
      tunnel("HTTP/1.1 200 Connection established\r\n\r\n");
    } else {
      tunnel({});
    }
  }

  /// RFC 1928 and 1929.
  void readSocks() {
    if (m_step == Step::Greeting && m_bytes.size() >= 2 && m_bytes.size() >= 2 + m_bytes.at(1)) {
      m_bytes.remove(0, 2 + m_bytes.at(1));
      m_step = Step::SignIn;
      m_client->write(QByteArray("\x05\x02", 2));
    }
    if (m_step == Step::SignIn && m_bytes.size() >= 2) {
      const int userSize = m_bytes.at(1);
      if (m_bytes.size() < 3 + userSize || m_bytes.size() < 3 + userSize + m_bytes.at(2 + userSize)) return;
      const int passwordSize = m_bytes.at(2 + userSize);
      const bool isRight =
          m_bytes.mid(2, userSize) == TestProxy::user && m_bytes.mid(3 + userSize, passwordSize) == TestProxy::password;
      m_bytes.remove(0, 3 + userSize + passwordSize);
      m_client->write(isRight ? QByteArray("\x01\x00", 2) : QByteArray("\x01\x01", 2));
      if (!isRight) {
        m_note("DENIED");
        m_client->disconnectFromHost();
        return;
      }
      m_step = Step::Request;
    }
    // By name only: the proxy is what looks it up.
    if (m_step == Step::Request && m_bytes.size() >= 5 && m_bytes.at(3) == 3 && m_bytes.size() >= 7 + m_bytes.at(4)) {
      const int size = m_bytes.at(4);
      const int port = (static_cast<uchar>(m_bytes.at(5 + size)) << 8) + static_cast<uchar>(m_bytes.at(6 + size));
      m_note("CONNECT " + m_bytes.mid(5, size) + ':' + QByteArray::number(port));
      m_bytes.remove(0, 7 + size);
      tunnel(QByteArray("\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00", 10));
    }
  }

  void tunnel(const QByteArray& welcome) {
    m_step = Step::Tunnel;
    m_upstream = new QTcpSocket(this);
    connect(m_upstream, &QTcpSocket::readyRead, this, [this] { m_client->write(m_upstream->readAll()); });
    connect(m_upstream, &QTcpSocket::disconnected, m_client, &QTcpSocket::disconnectFromHost);
    m_upstream->connectToHost(QHostAddress(QHostAddress::LocalHost), m_upstreamPort);
    m_upstream->write(m_bytes);
    m_client->write(welcome);
  }

  QTcpSocket* m_client;
  QTcpSocket* m_upstream = nullptr;
  const bool m_isHttp;
  const quint16 m_upstreamPort;
  std::function<void(const QByteArray&)> m_note;
  Step m_step = Step::Greeting;
  QByteArray m_bytes;
};

}  // namespace

TestProxy::TestProxy(ProxyKind kind, quint16 upstreamPort) : m(std::make_unique<State>()) {
  m->kind = kind;
  m->upstreamPort = upstreamPort;
  m->thread = std::make_unique<WorkerThread>(QStringLiteral("proxy"));
  m->thread
      ->run([this] {
        m->server = new QTcpServer;
        QObject::connect(m->server, &QTcpServer::newConnection, m->server, [this] {
          while (QTcpSocket* client = m->server->nextPendingConnection()) new ProxyConnection(client, m.get());
        });
        if (!m->server->listen(QHostAddress(QHostAddress::LocalHost))) qFatal("no free port");
        m->port = m->server->serverPort();
      })
      .waitForFinished();
}

TestProxy::~TestProxy() {
  (void)m->thread->run([this] { delete m->server; });
  m->thread.reset();
}

ProxyOptions TestProxy::options() const {
  ProxyOptions options;
  options.kind = m->kind;
  options.host = QStringLiteral("127.0.0.1");
  options.port = m->port;
  options.user = QString::fromLatin1(user);
  return options;
}

quint16 TestProxy::port() const {
  return m->port;
}

QVector<QByteArray> TestProxy::asked() const {
  const std::lock_guard lock(m->mutex);
  return m->asked;
}

}  // namespace courier::testing
