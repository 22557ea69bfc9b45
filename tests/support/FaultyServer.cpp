#include "tests/support/FaultyServer.h"

#include <QHostAddress>
#include <QSslServer>
#include <QTcpServer>
#include <QTcpSocket>
#include <mutex>

#include "models/base/WorkerThread.h"
#include "tests/support/FaultyConnection.h"
#include "tests/support/SocketReset.h"

namespace courier::testing {

QByteArray SeenRequest::header(const QByteArray& name) const {
  for (const auto& [key, value] : headers) {
    if (key.compare(name, Qt::CaseInsensitive) == 0) return value;
  }
  return {};
}

Reaction Reaction::answer(int status, const QByteArray& body, const QVector<QPair<QByteArray, QByteArray>>& headers) {
  Reaction reaction;
  reaction.bytes = "HTTP/1.1 " + QByteArray::number(status) + " Status\r\n";
  for (const auto& [name, value] : headers) reaction.bytes += name + ": " + value + "\r\n";
  if (status >= 200 && status != 204) reaction.bytes += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
  reaction.bytes += "\r\n" + body;
  return reaction;
}

Reaction Reaction::raw(const QByteArray& bytes, Then then) {
  Reaction reaction;
  reaction.bytes = bytes;
  reaction.then = then;
  return reaction;
}

Reaction Reaction::drop() {
  return raw({}, Then::Close);
}

Reaction Reaction::silence() {
  return raw({});
}

Reaction Reaction::reset(qint64 atBodyByte) {
  Reaction reaction = raw({}, Then::Reset);
  reaction.when = When::AfterHead;
  reaction.atBodyByte = atBodyByte;
  return reaction;
}

/// What the connections share with the test's thread, behind one mutex.
struct FaultyServer::State final : FaultyConnection::Keeper {
  mutable std::mutex mutex;
  QVector<SeenRequest> requests;
  QVector<Reaction> queue;
  Script script;
  int connections = 0;
  int spokenConnections = 0;
  bool resetAll = false;
  bool forgets = false;

  QTcpServer* server = nullptr;  ///< lives on the thread
  quint16 port = 0;
  bool tls = false;
  std::unique_ptr<WorkerThread> thread;

  void hear() override {
    const std::lock_guard lock(mutex);
    ++spokenConnections;
  }
  int begin(SeenRequest head) override {
    const std::lock_guard lock(mutex);
    head.number = static_cast<int>(requests.size()) + 1;
    requests.append(head);
    return head.number;
  }
  Reaction reactionTo(int number) override {
    std::unique_lock lock(mutex);
    const SeenRequest head = requests.at(number - 1);
    if (!queue.isEmpty()) return queue.takeFirst();
    const Script current = script;
    lock.unlock();
    return current ? current(head) : Reaction::answer(201);
  }
  void update(int number, const QByteArray& bytes, const QCryptographicHash& hash, bool complete) override {
    const std::lock_guard lock(mutex);
    SeenRequest& request = requests[number - 1];
    request.body += bytes.left(static_cast<qsizetype>(keptBodyBytes) - request.body.size());
    request.bodyBytes += bytes.size();
    request.complete = complete;
    if (complete) request.sha256 = hash.result();
    if (!complete || !forgets) return;
    const int kept = request.number;
    request = SeenRequest();
    request.number = kept;
    request.complete = true;
  }
};

FaultyServer::FaultyServer(std::optional<QSslConfiguration> tls) : m(std::make_unique<State>()) {
  m->tls = tls.has_value();
  m->thread = std::make_unique<WorkerThread>(QStringLiteral("faulty server"));
  auto ready = m->thread->run([this, tls] {
    if (tls) {
      auto* server = new QSslServer;
      server->setSslConfiguration(*tls);
      m->server = server;
    } else {
      m->server = new QTcpServer;
    }
    QObject::connect(m->server, &QTcpServer::pendingConnectionAvailable, m->server, [this] {
      while (QTcpSocket* socket = m->server->nextPendingConnection()) {
        bool resets = false;
        {
          const std::lock_guard lock(m->mutex);
          m->connections += 1;
          resets = m->resetAll;
        }
        if (resets) {
          resetOnClose(socket->socketDescriptor());
          socket->abort();
          socket->deleteLater();
        } else {
          new FaultyConnection(socket, *m);
        }
      }
    });
    if (!m->server->listen(QHostAddress(QHostAddress::LocalHost))) qFatal("no free port");
    m->port = m->server->serverPort();
  });
  ready.waitForFinished();
}

FaultyServer::~FaultyServer() {
  (void)m->thread->run([this] { delete m->server; });
  m->thread.reset();
}

quint16 FaultyServer::port() const {
  return m->port;
}

QString FaultyServer::address(const QString& path) const {
  const QString start = m->tls ? QStringLiteral("webs://localhost:") : QStringLiteral("web://127.0.0.1:");
  return start + QString::number(m->port) + path;
}

void FaultyServer::next(const Reaction& reaction) {
  const std::lock_guard lock(m->mutex);
  m->queue.append(reaction);
}

void FaultyServer::setScript(Script script) {
  const std::lock_guard lock(m->mutex);
  m->script = std::move(script);
}

void FaultyServer::forgetComplete() {
  const std::lock_guard lock(m->mutex);
  m->forgets = true;
}

void FaultyServer::resetConnections() {
  const std::lock_guard lock(m->mutex);
  m->resetAll = true;
}

void FaultyServer::close() {
  m->thread->run([this] { m->server->close(); }).waitForFinished();
}

QVector<SeenRequest> FaultyServer::requests() const {
  const std::lock_guard lock(m->mutex);
  return m->requests;
}

int FaultyServer::requestCount() const {
  return static_cast<int>(requests().size());
}

int FaultyServer::completeCount() const {
  const QVector<SeenRequest> all = requests();
  return static_cast<int>(std::count_if(all.begin(), all.end(), [](const SeenRequest& r) { return r.complete; }));
}

int FaultyServer::connectionCount() const {
  const std::lock_guard lock(m->mutex);
  return m->connections;
}

int FaultyServer::spokenConnectionCount() const {
  const std::lock_guard lock(m->mutex);
  return m->spokenConnections;
}

}  // namespace courier::testing
