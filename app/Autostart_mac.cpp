// macOS: a LaunchAgent, which launchd starts at login and ends at logout.
#include <unistd.h>

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include "app/Autostart.h"
#include "app/AutostartText.h"
#include "app/Services.h"

namespace courier {

namespace {

struct AutostartTr {
  Q_DECLARE_TR_FUNCTIONS(Autostart)
};

const QString label = QStringLiteral("query-courier.agent");

QString plistPath() {
  return QDir::homePath() + QStringLiteral("/Library/LaunchAgents/") + label + QStringLiteral(".plist");
}

QByteArray contentOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString domain() {
  return QStringLiteral("gui/%1").arg(getuid());
}

Expected<QByteArray> launchctl(const QStringList& words) {
  return runToEnd(QStringLiteral("/bin/launchctl"), words);
}

/// Ends the agent and forgets it until the next login. False where launchd did not know it, as over SSH.
bool unload() {
  return launchctl({QStringLiteral("bootout"), domain() + u'/' + label}).ok();
}

}  // namespace

QString Autostart::folderAtLogin() {
  return standardDataFolder();
}

Expected<AutostartState> Autostart::state() const {
  AutostartState state = stateOf(AutostartState::Means::LaunchAgent, plistPath(),
                                 autostarttext::launchAgentCommand(contentOf(plistPath())));
  state.isRunning = state.isInstalled() && launchctl({QStringLiteral("print"), domain() + u'/' + label}).ok();
  return state;
}

Expected<AutostartChange> Autostart::install() const {
  const auto words = command();
  if (!words) return words.error();
  const QByteArray plist = autostarttext::launchAgent(label, *words);
  bool isRunning = launchctl({QStringLiteral("print"), domain() + u'/' + label}).ok();
  if (contentOf(plistPath()) != plist) {
    if (auto written = writeAutostartFile(plistPath(), plist); !written) return written.error();
    if (isRunning) (void)unload();
    isRunning = false;
  }
  // Without a session on the screen there is nothing to start it in: then it waits for the next login.
  if (!isRunning) isRunning = launchctl({QStringLiteral("bootstrap"), domain(), plistPath()}).ok();
  const auto now = state();
  if (!now) return now.error();
  return AutostartChange{*now, isRunning};
}

Expected<AutostartChange> Autostart::uninstall() const {
  const auto before = state();
  if (!before) return before.error();
  if (!QFile::exists(plistPath())) return AutostartChange{};
  const bool hasEnded = unload();
  QFile file(plistPath());
  if (!file.remove()) {
    return Error::of(ErrorKind::Storage,
                     AutostartTr::tr("%1 cannot be removed: %2").arg(plistPath(), file.errorString()));
  }
  return AutostartChange{*before, !hasEnded};
}

}  // namespace courier
