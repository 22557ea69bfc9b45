#include "app/gui/DesktopNotifier.h"

#include <QGuiApplication>

namespace courier {

TrayNotifier::TrayNotifier() {
  m_icon.setIcon(QGuiApplication::windowIcon());
  m_icon.setToolTip(QGuiApplication::applicationDisplayName());
  connect(&m_icon, &QSystemTrayIcon::messageClicked, this, [this] {
    if (!m_newest.isEmpty()) Q_EMIT clicked(m_newest);
  });
}

void TrayNotifier::tell(const QString& key, const QString& title, const QString& text) {
  // Only an icon that is there can speak.
  m_icon.show();
  m_newest = key;
  m_icon.showMessage(title, text, QSystemTrayIcon::Information);
}

void TrayNotifier::withdraw(const QString& key) {
  if (key != m_newest) return;
  m_newest.clear();
  m_icon.hide();
}

}  // namespace courier
