#pragma once

#include <signal.h>

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusVariant>
#include <QList>

namespace courier::testing {

/// A secret as the Secret Service's calls carry it: session, parameters, value, content type.
struct TransferredSecret {
  QDBusObjectPath session;
  QByteArray parameters;
  QByteArray value;
  QString contentType;
};

inline QDBusArgument& operator<<(QDBusArgument& out, const TransferredSecret& secret) {
  out.beginStructure();
  out << secret.session << secret.parameters << secret.value << secret.contentType;
  out.endStructure();
  return out;
}

inline const QDBusArgument& operator>>(const QDBusArgument& in, TransferredSecret& secret) {
  in.beginStructure();
  in >> secret.session >> secret.parameters >> secret.value >> secret.contentType;
  in.endStructure();
  return in;
}

/// The real Secret Service that tests/support/with-keyring.sh has started, seen from the other side: locks it, opens
/// it again, makes it fall silent. Undone when it goes.
class KeychainPeer {
 public:
  ~KeychainPeer() {
    resume();
    if (m_wasLocked) unlock();
  }

  [[nodiscard]] static bool isThere() { return QDBusConnection::sessionBus().isConnected() && servicePid() > 0; }

  /// Locks the collection new items go to; false when the service did not.
  [[nodiscard]] bool lock() {
    m_wasLocked = true;
    QDBusMessage call = message(QStringLiteral("Lock"));
    call.setArguments({QVariant::fromValue(QList<QDBusObjectPath>{collection()})});
    return QDBusConnection::sessionBus().call(call).type() == QDBusMessage::ReplyMessage;
  }

  void unlock() {
    m_wasLocked = false;
    QDBusMessage open = message(QStringLiteral("OpenSession"));
    open.setArguments({QStringLiteral("plain"), QVariant::fromValue(QDBusVariant(QString()))});
    const QDBusMessage session = QDBusConnection::sessionBus().call(open);
    const TransferredSecret master{
        session.arguments().value(1).value<QDBusObjectPath>(), {}, "pw\n", QStringLiteral("text/plain")};
    // "--unlock" does not reach a running daemon's collection; this interface, its own for the login, does.
    qDBusRegisterMetaType<TransferredSecret>();
    QDBusMessage call = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.secrets"), QStringLiteral("/org/freedesktop/secrets"),
        QStringLiteral("org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface"),
        QStringLiteral("UnlockWithMasterPassword"));
    call.setArguments({QVariant::fromValue(collection()), QVariant::fromValue(master)});
    const QDBusMessage reply = QDBusConnection::sessionBus().call(call);
    if (reply.type() != QDBusMessage::ReplyMessage)
      qWarning("not unlocked: %ls", qUtf16Printable(reply.errorMessage()));
  }

  /// The service takes calls and answers none.
  [[nodiscard]] bool stop() {
    m_stopped = servicePid();
    return m_stopped > 0 && ::kill(m_stopped, SIGSTOP) == 0;
  }

  void resume() {
    if (m_stopped > 0) ::kill(m_stopped, SIGCONT);
    m_stopped = 0;
  }

 private:
  static pid_t servicePid() {
    const QDBusReply<uint> pid =
        QDBusConnection::sessionBus().interface()->servicePid(QStringLiteral("org.freedesktop.secrets"));
    return pid.isValid() ? static_cast<pid_t>(pid.value()) : 0;
  }

  static QDBusMessage message(const QString& method) {
    return QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.secrets"),
                                          QStringLiteral("/org/freedesktop/secrets"),
                                          QStringLiteral("org.freedesktop.Secret.Service"), method);
  }

  static QDBusObjectPath collection() {
    QDBusMessage call = message(QStringLiteral("ReadAlias"));
    call.setArguments({QStringLiteral("default")});
    const QDBusMessage reply = QDBusConnection::sessionBus().call(call);
    return reply.arguments().value(0).value<QDBusObjectPath>();
  }

  bool m_wasLocked = false;
  pid_t m_stopped = 0;
};

}  // namespace courier::testing
