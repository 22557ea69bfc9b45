#pragma once

#include <QMenu>
#include <QObject>
#include <QSystemTrayIcon>
#include <functional>

#include "app/Autostart.h"
#include "app/gui/PendingWork.h"
#include "models/storage/Settings.h"
#include "widgets/window/QuitQuestion.h"

namespace courier {

class MainWindow;

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

/// What closing the window means while work is pending and the desktop has no tray, as the person has decided; stored
/// in the settings under "window/onClose".
enum class OnClose { Ask, Keep, Quit };
[[nodiscard]] OnClose onClose(const Settings& settings);
void setOnClose(Settings& settings, OnClose choice);

/// Decides what becomes of the program when its window is closed: with nothing pending it ends; else it goes on in the
/// tray where there is one, or, asked once, without a window, or ends after having said what is left undone. Main
/// thread.
class Closing final : public QObject {
  Q_OBJECT
 public:
  /// Whether there is a tray; the desktop's where it is left out.
  using HasTray = std::function<bool()>;
  Closing(MainWindow& window, PendingWork& pending, Settings& settings, Autostart autostart, QString dataFolder,
          QObject* parent = nullptr);

  void setHasTray(HasTray hasTray) { m_hasTray = std::move(hasTray); }
  [[nodiscard]] const Tray& tray() const { return m_tray; }
  /// Quits, having said what is left undone.
  void quit();
  /// The window is shown again.
  void windowShown();

 Q_SIGNALS:
  /// The hidden window is wanted.
  void openWanted();

 private:
  [[nodiscard]] bool mayClose();
  void ask(QuitQuestion::Offer offer);
  /// For quitting, whatever closing means.
  [[nodiscard]] QuitQuestion::Offer quitOffer() const;
  void openQuestion(QuitQuestion::Offer offer, PendingWork::After after);
  void keepRunning();

  MainWindow& m_window;
  PendingWork& m_pending;
  Settings& m_settings;
  Autostart m_autostart;
  QString m_dataFolder;
  HasTray m_hasTray;
  Tray m_tray;
  bool m_isAsking = false;
};

}  // namespace courier
