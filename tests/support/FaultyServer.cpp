#include "tests/support/FaultyServer.h"

#include <QCryptographicHash>
#include <QHostAddress>
#include <QSslServer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>
#include <mutex>

#include "models/base/WorkerThread.h"
#include "tests/support/SocketReset.h"

namespace courier::testing {

namespace {

constexpr int splitMs = 5;

/// One connection of a FaultyServer: reads requests, does to each what it is told.
class FaultyConnection final : public QObject {
 public:
  /// Keeps what the connections get, and says what is done to it.
  class Keeper {
   public:
    virtual ~Keeper() = default;
    /// The connection is not silent.
    virtual void hear() = 0;
    /// A request begins; its number is given back.
    virtual int begin(SeenRequest head) = 0;
    virtual Reaction reactionTo(int number) = 0;
    /// More of the request's body; `hash` is of all that came.
    virtual void update(int number, const QByteArray& bytes, const QCryptographicHash& hash, bool complete) = 0;
  };

  FaultyConnection(QTcpSocket* socket, Keeper& keeper);

 private:
  void read();
  void parseHead();
  /// Reacts once it is time to.
  void check();
  void trickle();
  void pad();
  void finish();

  QTcpSocket* m_socket;
  Keeper& m_keeper;
  QByteArray m_head;
  int m_number = 0;
  qint64 m_length = 0;
  qint64 m_missing = 0;
  qint64 m_paddingLeft = 0;
  bool m_heard = false;
  bool m_deaf = false;
  bool m_reacting = false;
  bool m_splitting = false;
  Reaction m_reaction;
  QCryptographicHash m_hash{QCryptographicHash::Sha256};
};

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
  if (!m_reaction.interim.isEmpty()) {
    m_socket->write(m_reaction.interim);
    m_socket->flush();
  }
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
    // Before the first part is on its way: pad() hears of that.
    m_splitting = true;
    m_socket->write(m_reaction.bytes.left(m_reaction.splitAt));
    m_socket->flush();
    m_reaction.bytes.remove(0, m_reaction.splitAt);
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
  if (m_paddingLeft > 0) return;
  m_socket->write(m_reaction.ending);
  finish();
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

}  // namespace

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
