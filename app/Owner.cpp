#include "app/Owner.h"

#include <QDir>
#include <QLoggingCategory>
#include <utility>

#include "app/OwnerSocket.h"

namespace courier {

struct Owner::State {
  State(QString folder, Role ownRole)
      : dataFolder(std::move(folder)), role(ownRole), lock(QDir(dataFolder).filePath(QStringLiteral("owner.lock"))) {}

  QString dataFolder;
  Role role;
  FileLock lock;
  OwnerServer* server = nullptr;  ///< a child, while owning; null too where nothing can listen
};

Owner::Owner(QString dataFolder, Role role, QObject* parent)
    : QObject(parent), m(std::make_unique<State>(std::move(dataFolder), role)) {}

Owner::~Owner() {
  release();
}

Expected<bool> Owner::tryAcquire() {
  if (isOwner()) return true;
  auto locked = m->lock.tryLock();
  if (!locked || !*locked) return locked;
  auto server = std::make_unique<OwnerServer>(m->role, this);
  if (const auto listening = server->listen(ownerSocketName(m->dataFolder)); !listening) {
    // The lock alone makes an owner. Unheard, it still finds what others queue, only later.
    qWarning("%ls (%ls)", qUtf16Printable(listening.error().message), qUtf16Printable(listening.error().detail));
    return true;
  }
  connect(server.get(), &OwnerServer::rung, this, &Owner::rung);
  connect(server.get(), &OwnerServer::handOverAsked, this, &Owner::handOverAsked);
  connect(server.get(), &OwnerServer::raiseAsked, this, &Owner::raiseAsked);
  connect(server.get(), &OwnerServer::openAsked, this, &Owner::openAsked);
  m->server = server.release();
  return true;
}

bool Owner::isOwner() const {
  return m->lock.isLocked();
}

void Owner::release() {
  if (m->server) {
    // Closed before the lock is free, lest it remove the next owner's socket; deleted later, since it may be the one
    // that is calling.
    m->server->close();
    std::exchange(m->server, nullptr)->deleteLater();
  }
  m->lock.unlock();
}

QFuture<bool> Owner::ring() {
  return askForWord("ring", "ok");
}

QFuture<bool> Owner::askToHandOver() {
  return askForWord("hand-over", "yes");
}

QFuture<bool> Owner::askToRaise() {
  return askForWord("raise", "ok");
}

QFuture<bool> Owner::askToOpen(const QString& path) {
  // Any name of a file may hold a line break.
  return askForWord("open " + path.toUtf8().toPercentEncoding("/"), "ok");
}

QFuture<bool> Owner::askForWord(const QByteArray& question, const QByteArray& word) {
  const auto* call = new OwnerCall(ownerSocketName(m->dataFolder), question, this);
  return call->answer().then([word](const QByteArray& answer) { return answer == word; });
}

QFuture<std::optional<Owner::Identity>> Owner::identifyOwner() {
  const auto* call = new OwnerCall(ownerSocketName(m->dataFolder), "who", this);
  return call->answer().then([](const QByteArray& answer) -> std::optional<Identity> {
    const qsizetype space = answer.indexOf(' ');
    bool isNumber = false;
    const qint64 process = answer.mid(space + 1).toLongLong(&isNumber);
    if (space < 0 || !isNumber) return std::nullopt;
    const QByteArray role = answer.left(space);
    if (role == "window") return Identity{Role::Window, process};
    if (role == "agent") return Identity{Role::Agent, process};
    if (role == "command") return Identity{Role::Command, process};
    return std::nullopt;
  });
}

QString Owner::describe(const Identity& owner) {
  switch (owner.role) {
    case Role::Window:
      return tr("the window (process %1)").arg(owner.process);
    case Role::Agent:
      return tr("the agent (process %1)").arg(owner.process);
    case Role::Command:
      return tr("a command (process %1)").arg(owner.process);
  }
  return {};
}

}  // namespace courier
