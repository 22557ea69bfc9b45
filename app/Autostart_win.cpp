// Windows: the person's own Run key, which ends with the session.
#include <QCoreApplication>
#include <QDir>
#include <QSettings>

#include "app/Autostart.h"
#include "app/AutostartText.h"
#include "app/Services.h"

namespace courier {

namespace {

struct AutostartTr {
  Q_DECLARE_TR_FUNCTIONS(Autostart)
};

const QString runKey = QStringLiteral("HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Run");
const QString valueName = QStringLiteral("Query Courier");

Expected<void> written(QSettings& key) {
  key.sync();
  if (key.status() == QSettings::NoError) return {};
  return Error::of(
      ErrorKind::Storage,
      AutostartTr::tr("The registry's key %1 cannot be changed. Your administrator may not allow it.").arg(runKey));
}

}  // namespace

QString Autostart::folderAtLogin() {
  return standardDataFolder();
}

Expected<AutostartState> Autostart::state() const {
  const QSettings key(runKey, QSettings::NativeFormat);
  return stateOf(AutostartState::Means::RunKey, runKey + u'\\' + valueName,
                 autostarttext::windowsCommand(key.value(valueName).toString()));
}

Expected<AutostartChange> Autostart::install() const {
  auto words = command();
  if (!words) return words.error();
  (*words)[0] = QDir::toNativeSeparators(words->first());
  QSettings key(runKey, QSettings::NativeFormat);
  key.setValue(valueName, autostarttext::windowsCommandLine(*words));
  if (auto done = written(key); !done) return done.error();
  const auto now = state();
  if (!now) return now.error();
  return AutostartChange{*now, false};
}

Expected<AutostartChange> Autostart::uninstall() const {
  const auto before = state();
  if (!before) return before.error();
  if (!before->isInstalled()) return AutostartChange{};
  QSettings key(runKey, QSettings::NativeFormat);
  key.remove(valueName);
  if (auto done = written(key); !done) return done.error();
  return AutostartChange{*before, true};
}

}  // namespace courier
