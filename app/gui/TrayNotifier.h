#pragma once

#include <QSystemTrayIcon>

#include "app/gui/DesktopNotifier.h"

namespace courier {

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

}  // namespace courier
