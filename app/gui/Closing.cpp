#include "app/gui/Closing.h"

#include <QGuiApplication>
#include <QShortcut>

#include "models/base/WhenDone.h"
#include "models/base/WorkerThread.h"
#include "widgets/window/MainWindow.h"

namespace courier {
namespace {

const QString kOnCloseKey = QStringLiteral("window/onClose");
const QString kKeep = QStringLiteral("keep");
const QString kQuit = QStringLiteral("quit");

}  // namespace

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

OnClose onClose(const Settings& settings) {
  const QString stored = settings.value(kOnCloseKey).toString();
  if (stored == kKeep) return OnClose::Keep;
  return stored == kQuit ? OnClose::Quit : OnClose::Ask;
}

void setOnClose(Settings& settings, OnClose choice) {
  if (choice == OnClose::Ask) return settings.setValue(kOnCloseKey, {});
  settings.setValue(kOnCloseKey, choice == OnClose::Keep ? kKeep : kQuit);
}

Closing::Closing(MainWindow& window, PendingWork& pending, Settings& settings, Autostart autostart, QString dataFolder,
                 QObject* parent)
    : QObject(parent),
      m_window(window),
      m_pending(pending),
      m_settings(settings),
      m_autostart(std::move(autostart)),
      m_dataFolder(std::move(dataFolder)),
      m_hasTray([] { return QSystemTrayIcon::isSystemTrayAvailable(); }) {
  m_window.setCloseGuard([this] { return mayClose(); });
  auto* quits = new QShortcut(Qt::CTRL | Qt::Key_Q, &m_window);
  connect(quits, &QShortcut::activated, this, &Closing::quit);
  connect(&m_tray, &Tray::openWanted, this, &Closing::openWanted);
  connect(&m_tray, &Tray::quitWanted, this, &Closing::quit);
}

void Closing::quit() {
  if (!m_pending.isAny()) return m_window.closeUnasked();
  Q_EMIT openWanted();
  ask(quitOffer());
}

void Closing::windowShown() {
  m_tray.hide();
}

bool Closing::mayClose() {
  if (!m_pending.isAny()) return true;
  const OnClose choice = onClose(m_settings);
  if (m_hasTray() || choice == OnClose::Keep) {
    keepRunning();
  } else {
    ask(choice == OnClose::Quit ? quitOffer() : QuitQuestion::Offer::KeepOrQuit);
  }
  return false;
}

QuitQuestion::Offer Closing::quitOffer() const {
  // Where there is a tray, closing leads there, whatever was answered elsewhere.
  const bool isDecided = !m_hasTray() && onClose(m_settings) != OnClose::Ask;
  return isDecided ? QuitQuestion::Offer::QuitOrForget : QuitQuestion::Offer::QuitOnly;
}

void Closing::ask(QuitQuestion::Offer offer) {
  if (m_isAsking) return;
  m_isAsking = true;
  // Looked up now: the agent may have been installed, or have ended, since the program began.
  whenDone(runInBackground([autostart = m_autostart] { return autostart.state(); }), this,
           [this, offer](const Expected<AutostartState>& state) {
             PendingWork::After after = PendingWork::After::Nobody;
             if (state && state->isInstalled() && state->dataFolder == m_dataFolder)
               after = state->isRunning ? PendingWork::After::Agent : PendingWork::After::AgentAtLogin;
             openQuestion(offer, after);
           });
}

void Closing::openQuestion(QuitQuestion::Offer offer, PendingWork::After after) {
  // What was pending may be done by now.
  if (!m_pending.isAny()) return m_window.closeUnasked();
  auto* question = new QuitQuestion(m_pending.quitWords(after), offer, &m_window);
  connect(question, &QDialog::finished, this, [this] { m_isAsking = false; });
  connect(question, &QuitQuestion::keepChosen, this, [this] {
    setOnClose(m_settings, OnClose::Keep);
    keepRunning();
  });
  connect(question, &QuitQuestion::forgetChosen, this, [this] { setOnClose(m_settings, OnClose::Ask); });
  connect(question, &QuitQuestion::quitChosen, this, [this, offer] {
    if (offer == QuitQuestion::Offer::KeepOrQuit) setOnClose(m_settings, OnClose::Quit);
    m_window.closeUnasked();
  });
  question->open();
}

void Closing::keepRunning() {
  if (m_hasTray()) m_tray.show(m_pending.toolTip());
  m_window.hide();
}

}  // namespace courier
