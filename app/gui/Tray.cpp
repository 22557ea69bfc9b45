#include "app/gui/Tray.h"

#include <QGuiApplication>

namespace courier {

Tray::Tray(QObject* parent) : QObject(parent) {
  connect(m_menu.addAction(tr("&Open Query Courier")), &QAction::triggered, this, &Tray::openWanted);
  connect(m_menu.addAction(tr("&Quit")), &QAction::triggered, this, &Tray::quitWanted);
  m_icon.setContextMenu(&m_menu);
  connect(&m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
    if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick) Q_EMIT openWanted();
  });
}

void Tray::show(const QString& toolTip) {
  m_icon.setIcon(QGuiApplication::windowIcon());
  m_icon.setToolTip(toolTip);
  m_icon.show();
}

void Tray::hide() {
  m_icon.hide();
}

}  // namespace courier
