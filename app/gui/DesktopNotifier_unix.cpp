// Through the Desktop Notifications Specification 1.2 (org.freedesktop.Notifications on the session bus).
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QGuiApplication>
#include <QHash>
#include <QStringList>
#include <QVariantMap>

#include "app/gui/DesktopNotifier.h"

namespace courier {
namespace {

const QString service = QStringLiteral("org.freedesktop.Notifications");
const QString path = QStringLiteral("/org/freedesktop/Notifications");

/// Notifications are asked for and never waited for: a desktop without the service just does not answer.
class BusNotifier final : public DesktopNotifier {
  Q_OBJECT
 public:
  BusNotifier() {
    QDBusConnection bus = QDBusConnection::sessionBus();
    bus.connect(service, path, service, QStringLiteral("ActionInvoked"), this, SLOT(onAction(uint, QString)));
    bus.connect(service, path, service, QStringLiteral("NotificationClosed"), this, SLOT(onClosed(uint, uint)));
  }

  void tell(const QString& key, const QString& title, const QString& text) override {
    Message& message = m_messages[key];
    message.title = title;
    message.text = text;
    message.wanted = true;
    bring(key);
  }

  void withdraw(const QString& key) override {
    const auto message = m_messages.find(key);
    if (message == m_messages.end()) return;
    message->wanted = false;
    message->gone = true;
    bring(key);
  }

 private Q_SLOTS:
  // These two by name, as QtDBus connects.
  void onAction(uint id, const QString&) {
    const QString key = keyOf(id);
    if (!key.isEmpty()) Q_EMIT clicked(key);
  }
  void onClosed(uint id, uint) {
    const QString key = keyOf(id);
    if (!key.isEmpty()) m_messages[key].id = 0;
  }

 private:
  struct Message {
    QString title;
    QString text;
    uint id = 0;          ///< the server's number of it, once it is on the screen
    bool wanted = false;  ///< to be shown, anew or in the earlier one's place
    bool gone = false;    ///< to be taken back
    bool asked = false;   ///< a call is under way: its answer is the number that the next one needs
  };

  [[nodiscard]] QString keyOf(uint id) const {
    for (auto message = m_messages.cbegin(); message != m_messages.cend(); ++message) {
      if (id != 0 && message->id == id) return message.key();
    }
    return {};
  }

  /// Does what is wanted of this message, unless an earlier call is still to be answered.
  void bring(const QString& key) {
    Message& message = m_messages[key];
    if (message.asked) return;
    if (message.wanted) return show(key, message);
    if (message.gone && message.id != 0) {
      QDBusMessage call = callOf("CloseNotification");
      call << message.id;
      QDBusConnection::sessionBus().asyncCall(call);
    }
    m_messages.remove(key);
  }

  void show(const QString& key, Message& message) {
    message.wanted = false;
    message.gone = false;
    message.asked = true;
    QDBusMessage call = callOf("Notify");
    const QVariantMap hints = {{QStringLiteral("desktop-entry"), QGuiApplication::desktopFileName()}};
    const QStringList actions = {QStringLiteral("default"), tr("Show")};
    // What servers with "body-markup" read as markup is escaped; the others show such a sign as they get it.
    call << QGuiApplication::applicationDisplayName() << message.id << QGuiApplication::desktopFileName()
         << message.title << message.text.toHtmlEscaped() << actions << hints << -1;
    auto* watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, key, watcher] {
      watcher->deleteLater();
      const QDBusPendingReply<uint> reply = *watcher;
      Message& answered = m_messages[key];
      answered.asked = false;
      answered.id = reply.isValid() ? reply.value() : 0;
      if (answered.wanted || answered.gone) bring(key);
    });
  }

  static QDBusMessage callOf(const char* method) {
    return QDBusMessage::createMethodCall(service, path, service, QString::fromLatin1(method));
  }

  QHash<QString, Message> m_messages;
};

}  // namespace

std::unique_ptr<DesktopNotifier> makeDesktopNotifier() {
  return std::make_unique<BusNotifier>();
}

}  // namespace courier

#include "DesktopNotifier_unix.moc"
