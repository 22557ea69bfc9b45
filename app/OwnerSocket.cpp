#include "app/OwnerSocket.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QTimer>
#include <utility>

namespace courier {
namespace {

struct OwnerSocketTr {
  Q_DECLARE_TR_FUNCTIONS(Owner)
};

/// Room for the longest path, each byte as %XX.
constexpr qint64 kMaxLineBytes = 16'384;
/// For a connection, whichever end of it.
constexpr int kLimitMs = 2'000;

QByteArray wordFor(Owner::Role role) {
  switch (role) {
    case Owner::Role::Window:
      return "window";
    case Owner::Role::Agent:
      return "agent";
    case Owner::Role::Command:
      break;
  }
  return "command";
}

}  // namespace

QString folderDigest(const QString& folder) {
  const QString canonical = QDir(folder).canonicalPath();
  const QString spelling = canonical.isEmpty() ? QDir(folder).absolutePath() : canonical;
  const QByteArray digest = QCryptographicHash::hash(spelling.toUtf8(), QCryptographicHash::Sha256);
  return QString::fromLatin1(digest.toHex().left(16));
}

OwnerServer::OwnerServer(Owner::Role role, QObject* parent) : QObject(parent), m_role(role) {
  m_server.setSocketOptions(QLocalServer::UserAccessOption);
  connect(&m_server, &QLocalServer::newConnection, this, &OwnerServer::accept);
}

Expected<void> OwnerServer::listen(const QString& socketName) {
  QLocalServer::removeServer(socketName);
  if (m_server.listen(socketName)) return {};
  return Error::of(ErrorKind::Storage,
                   OwnerSocketTr::tr("Other programs cannot reach this one at '%1': check who may write in its folder.")
                       .arg(QDir::toNativeSeparators(socketName)),
                   m_server.errorString());
}

void OwnerServer::accept() {
  while (QLocalSocket* connection = m_server.nextPendingConnection()) {
    // Qt keeps reading what arrives: without a bound an endless line would fill the memory.
    connection->setReadBufferSize(kMaxLineBytes + 1);
    connect(connection, &QLocalSocket::disconnected, connection, &QObject::deleteLater);
    connect(connection, &QLocalSocket::readyRead, this, [this, connection] { read(connection); });
    QTimer::singleShot(kLimitMs, connection, [connection] { connection->abort(); });
    read(connection);
  }
}

void OwnerServer::read(QLocalSocket* connection) {
  if (!connection->canReadLine()) {
    if (connection->bytesAvailable() > kMaxLineBytes) connection->abort();
    return;
  }
  const QByteArray question = connection->readLine(kMaxLineBytes + 1).trimmed();
  // One question each: what follows it is not read.
  disconnect(connection, &QLocalSocket::readyRead, this, nullptr);
  connection->write(answerTo(question) + '\n');
  connection->flush();
  connection->disconnectFromServer();
}

QByteArray OwnerServer::answerTo(const QByteArray& question) {
  // Who is told may take this server down: not while it is answering.
  const auto tell = [this](void (OwnerServer::*signal)()) {
    QMetaObject::invokeMethod(this, signal, Qt::QueuedConnection);
  };
  if (question == "ring") {
    tell(&OwnerServer::rung);
    return "ok";
  }
  if (question == "hand-over") {
    if (m_role == Owner::Role::Window) return "no";
    tell(&OwnerServer::handOverAsked);
    return "yes";
  }
  if (question == "raise") {
    if (m_role != Owner::Role::Window) return "no";
    tell(&OwnerServer::raiseAsked);
    return "ok";
  }
  if (question.startsWith("open ")) {
    if (m_role != Owner::Role::Window) return "no";
    const QString path = QString::fromUtf8(QByteArray::fromPercentEncoding(question.mid(5)));
    QMetaObject::invokeMethod(
        this, [this, path] { Q_EMIT openAsked(path); }, Qt::QueuedConnection);
    return "ok";
  }
  if (question == "who") return wordFor(m_role) + ' ' + QByteArray::number(QCoreApplication::applicationPid());
  return "what?";
}

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
