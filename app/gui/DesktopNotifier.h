#pragma once

#include <QObject>
#include <QString>
#include <QSystemTrayIcon>
#include <memory>

namespace courier {

/// Tells a person something outside the window, by the desktop's own means. Of one key there is one message: a later
/// one takes its place. Main thread; never waits. Where the desktop has no such means nothing is shown: the window
/// says the same. Platform code in DesktopNotifier_*.cpp.
class DesktopNotifier : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;
  /// Plain text, both.
  virtual void tell(const QString& key, const QString& title, const QString& text) = 0;
  /// Takes the message back: somebody looked at what it is about.
  virtual void withdraw(const QString& key) = 0;

 Q_SIGNALS:
  /// The person clicked the message of this key.
  void clicked(const QString& key);
};

/// Messages beside the icon in the tray: for Windows and macOS, whose notification centres show them. There is one at a
/// time; a click means the newest.
class TrayNotifier final : public DesktopNotifier {
  Q_OBJECT
 public:
  TrayNotifier();
  void tell(const QString& key, const QString& title, const QString& text) override;
  void withdraw(const QString& key) override;

 private:
  QSystemTrayIcon m_icon;
  QString m_newest;
};

/// This desktop's.
[[nodiscard]] std::unique_ptr<DesktopNotifier> makeDesktopNotifier();

}  // namespace courier
