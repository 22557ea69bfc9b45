// The desktop's notification server is played by the test, on a session bus of its own.
#include "app/gui/DesktopNotifier.h"

#include <gtest/gtest.h>

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QSignalSpy>
#include <QVariantMap>

#include "tests/support/Await.h"

namespace courier {
namespace {

using testing::waitUntil;

/// Speaks org.freedesktop.Notifications and keeps what it was asked.
class NotificationServer : public QObject {
  Q_OBJECT
  Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
 public:
  struct Shown {
    uint replaces;
    QString title;
    QString text;
  };
  NotificationServer() {
    auto bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, QStringLiteral("server"));
    m_registered = bus.registerObject(QStringLiteral("/org/freedesktop/Notifications"), this,
                                      QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals) &&
                   bus.registerService(QStringLiteral("org.freedesktop.Notifications"));
  }
  ~NotificationServer() override { QDBusConnection::disconnectFromBus(QStringLiteral("server")); }
  [[nodiscard]] bool isRegistered() const { return m_registered; }

  QVector<Shown> shown;
  QVector<uint> closed;

 public Q_SLOTS:
  uint Notify(const QString&, uint replaces, const QString&, const QString& title, const QString& text,
              const QStringList&, const QVariantMap&, int) {
    shown.append({replaces, title, text});
    return replaces != 0 ? replaces : ++m_next;
  }
  void CloseNotification(uint id) {
    closed.append(id);
    Q_EMIT NotificationClosed(id, 3);
  }

 Q_SIGNALS:
  void ActionInvoked(uint id, const QString& action);
  void NotificationClosed(uint id, uint reason);

 private:
  uint m_next = 40;
  bool m_registered = false;
};

TEST(DesktopNotifierTest, AMessageIsShownReplacedClickedAndTakenBack) {
  NotificationServer server;
  ASSERT_TRUE(server.isRegistered());
  const auto notifier = makeDesktopNotifier();
  QSignalSpy clicked(notifier.get(), &DesktopNotifier::clicked);
  notifier->tell(QStringLiteral("a"), QStringLiteral("Target paused"), QStringLiteral("401: <b>no</b> & nothing"));
  ASSERT_TRUE(waitUntil([&] { return server.shown.size() == 1; }));
  EXPECT_EQ(server.shown[0].replaces, 0U);
  EXPECT_EQ(server.shown[0].title, QStringLiteral("Target paused"));
  EXPECT_EQ(server.shown[0].text, QStringLiteral("401: &lt;b&gt;no&lt;/b&gt; &amp; nothing"));
  // A later one takes its place, even where two come before the server has answered.
  notifier->tell(QStringLiteral("a"), QStringLiteral("Result refused"), QStringLiteral("405"));
  notifier->tell(QStringLiteral("a"), QStringLiteral("Target accepts results again"), QStringLiteral("it arrived"));
  ASSERT_TRUE(waitUntil([&] { return server.shown.last().text == QStringLiteral("it arrived"); }));
  EXPECT_EQ(server.shown.last().replaces, 41U);
  notifier->tell(QStringLiteral("b"), QStringLiteral("Result refused"), QStringLiteral("another"));
  ASSERT_TRUE(waitUntil([&] { return server.shown.last().text == QStringLiteral("another"); }));
  EXPECT_EQ(server.shown.last().replaces, 0U);

  Q_EMIT server.ActionInvoked(41, QStringLiteral("default"));
  ASSERT_TRUE(waitUntil([&] { return clicked.count() == 1; }));
  EXPECT_EQ(clicked.first().first().toString(), QStringLiteral("a"));

  notifier->withdraw(QStringLiteral("a"));
  ASSERT_TRUE(waitUntil([&] { return server.closed == QVector<uint>{41}; }));
  notifier->withdraw(QStringLiteral("nobody's"));
  // What is closed is no longer there to be replaced.
  notifier->tell(QStringLiteral("a"), QStringLiteral("Target paused"), QStringLiteral("again"));
  ASSERT_TRUE(waitUntil([&] { return server.shown.last().text == QStringLiteral("again"); }));
  EXPECT_EQ(server.shown.last().replaces, 0U);
}

TEST(DesktopNotifierAbsent, NobodyThereIsNoError) {
  const auto notifier = makeDesktopNotifier();
  QSignalSpy clicked(notifier.get(), &DesktopNotifier::clicked);
  notifier->tell(QStringLiteral("a"), QStringLiteral("Target paused"), QStringLiteral("401"));
  EXPECT_FALSE(waitUntil([&] { return clicked.count() > 0; }, 200));
  notifier->withdraw(QStringLiteral("a"));
}

}  // namespace
}  // namespace courier

#include "DesktopNotifierTest_unix.moc"
