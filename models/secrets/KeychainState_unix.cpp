#include <QDBusConnection>
#include <QDBusError>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QPromise>
#include <memory>

#include "models/secrets/KeychainState.h"

namespace courier {
namespace {

KeychainState stateOf(const QDBusPendingReply<QDBusVariant>& reply) {
  if (!reply.isError()) return reply.value().variant().toBool() ? KeychainState::Locked : KeychainState::Unlocked;
  switch (reply.error().type()) {
    case QDBusError::UnknownObject:
    case QDBusError::UnknownInterface:
    case QDBusError::UnknownMethod:
    case QDBusError::UnknownProperty:
      return KeychainState::Unlocked;  // the service is there, the default collection is not
    case QDBusError::ServiceUnknown:
    case QDBusError::NoServer:
    case QDBusError::Disconnected:
      return KeychainState::Absent;
    default:
      break;
  }
  const QString name = reply.error().name();
  // The bus tried to start the service and could not.
  if (name.startsWith(u"org.freedesktop.DBus.Error.Spawn.")) return KeychainState::Absent;
  return name == u"org.freedesktop.Secret.Error.NoSuchObject" ? KeychainState::Unlocked : KeychainState::Unknown;
}

}  // namespace

QFuture<KeychainState> keychainState(int timeLimitMs) {
  const QDBusConnection bus = QDBusConnection::sessionBus();
  if (!bus.isConnected()) return QtFuture::makeReadyFuture(KeychainState::Absent);
  QDBusMessage call = QDBusMessage::createMethodCall(
      QStringLiteral("org.freedesktop.secrets"), QStringLiteral("/org/freedesktop/secrets/aliases/default"),
      QStringLiteral("org.freedesktop.DBus.Properties"), QStringLiteral("Get"));
  call.setArguments({QStringLiteral("org.freedesktop.Secret.Collection"), QStringLiteral("Locked")});

  const auto promise = std::make_shared<QPromise<KeychainState>>();
  QFuture<KeychainState> future = promise->future();
  promise->start();
  auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(call, timeLimitMs));
  QObject::connect(watcher, &QDBusPendingCallWatcher::finished, watcher, [promise, watcher] {
    promise->addResult(stateOf(*watcher));
    promise->finish();
    watcher->deleteLater();
  });
  return future;
}

}  // namespace courier
