#pragma once

#include <QMenu>
#include <QSystemTrayIcon>

namespace courier {

/// The program's icon in the desktop's tray while its window is hidden: Open and Quit. Main thread.
class Tray final : public QObject {
  Q_OBJECT
 public:
  explicit Tray(QObject* parent = nullptr);
  void show(const QString& toolTip);
  void hide();
  [[nodiscard]] const QMenu& menu() const { return m_menu; }

 Q_SIGNALS:
  void openWanted();
  void quitWanted();

 private:
  QMenu m_menu;
  QSystemTrayIcon m_icon;
};

}  // namespace courier
