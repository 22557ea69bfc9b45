#include "app/OwnerServer.h"

#include <QCoreApplication>
#include <QDir>
#include <QLocalSocket>
#include <QTimer>

namespace courier {
namespace {

struct OwnerServerTr {
  Q_DECLARE_TR_FUNCTIONS(Owner)
};

constexpr qint64 kOwnerServerMaxLineBytes = 64;
constexpr int kConnectionLimitMs = 2'000;

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

OwnerServer::OwnerServer(Owner::Role role, QObject* parent) : QObject(parent), m_role(role) {
  m_server.setSocketOptions(QLocalServer::UserAccessOption);
  connect(&m_server, &QLocalServer::newConnection, this, &OwnerServer::accept);
}

Expected<void> OwnerServer::listen(const QString& socketName) {
  QLocalServer::removeServer(socketName);
  if (m_server.listen(socketName)) return {};
  return Error::of(ErrorKind::Storage,
                   OwnerServerTr::tr("Other programs cannot reach this one at '%1': check who may write in its folder.")
                       .arg(QDir::toNativeSeparators(socketName)),
                   m_server.errorString());
}

void OwnerServer::accept() {
  while (QLocalSocket* connection = m_server.nextPendingConnection()) {
    // Qt keeps reading what arrives: without a bound an endless line would fill the memory.
    connection->setReadBufferSize(kOwnerServerMaxLineBytes + 1);
    connect(connection, &QLocalSocket::disconnected, connection, &QObject::deleteLater);
    connect(connection, &QLocalSocket::readyRead, this, [this, connection] { read(connection); });
    QTimer::singleShot(kConnectionLimitMs, connection, [connection] { connection->abort(); });
    read(connection);
  }
}

void OwnerServer::read(QLocalSocket* connection) {
  if (!connection->canReadLine()) {
    if (connection->bytesAvailable() > kOwnerServerMaxLineBytes) connection->abort();
    return;
  }
  const QByteArray question = connection->readLine(kOwnerServerMaxLineBytes + 1).trimmed();
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
  if (question == "who") return wordFor(m_role) + ' ' + QByteArray::number(QCoreApplication::applicationPid());
  return "what?";
}

}  // namespace courier
