// Linux and the other free Unix systems: systemd where it answers, else XDG autostart.
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

#include "app/Autostart.h"
#include "app/AutostartText.h"
#include "models/base/UserName.h"

namespace courier {

namespace {

struct AutostartPlatformTr {
  Q_DECLARE_TR_FUNCTIONS(Autostart)
};

using Means = AutostartState::Means;

const QString unitName = QStringLiteral("query-courier.service");

QString configFolder() {
  return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation);
}

QString unitPath() {
  return configFolder() + QStringLiteral("/systemd/user/") + unitName;
}

QString entryPath() {
  return configFolder() + QStringLiteral("/autostart/query-courier.desktop");
}

QByteArray contentOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Expected<QByteArray> systemctl(const QStringList& words) {
  const QString program = QStandardPaths::findExecutable(QStringLiteral("systemctl"));
  if (program.isEmpty()) return Error::notFound(AutostartPlatformTr::tr("There is no systemctl on this computer."));
  return runToEnd(program, QStringList{QStringLiteral("--user")} + words);
}

bool userManagerAnswers() {
  return systemctl({QStringLiteral("show"), QStringLiteral("--property=Version")}).ok();
}

bool isUnitEnabled() {
  const QString link = configFolder() + QStringLiteral("/systemd/user/default.target.wants/") + unitName;
  return QFileInfo(link).isSymLink() || systemctl({QStringLiteral("is-enabled"), unitName}).ok();
}

bool isLingering() {
  if (QFile::exists(QStringLiteral("/var/lib/systemd/linger/") + userName())) return true;
  const QString program = QStandardPaths::findExecutable(QStringLiteral("loginctl"));
  if (program.isEmpty()) return false;
  const auto said =
      runToEnd(program, {QStringLiteral("show-user"), userName(), QStringLiteral("--property=Linger")}, 5'000);
  return said && said->trimmed() == "Linger=yes";
}

Expected<void> removeFile(const QString& path) {
  QFile file(path);
  if (!file.exists() || file.remove()) return {};
  return Error::of(ErrorKind::Storage,
                   AutostartPlatformTr::tr("%1 cannot be removed: %2").arg(path, file.errorString()));
}

/// Writes the unit, has it enabled, and started; what was begun is taken back where that fails.
Expected<void> enableUnit(const QByteArray& unit) {
  const QByteArray before = contentOf(unitPath());
  if (auto written = writeAutostartFile(unitPath(), unit); !written) return written;
  const auto told = [](const QStringList& words) -> Expected<void> {
    if (auto done = systemctl(words); !done) return done.error();
    return {};
  };
  Expected<void> done = told({QStringLiteral("daemon-reload")});
  if (done) done = told({QStringLiteral("enable"), QStringLiteral("--now"), unitName});
  if (done && !before.isEmpty() && before != unit) done = told({QStringLiteral("restart"), unitName});
  if (done) return {};
  if (before.isEmpty()) {
    (void)systemctl({QStringLiteral("disable"), QStringLiteral("--now"), unitName});
    (void)removeFile(unitPath());
  }
  return done;
}

}  // namespace

QString Autostart::folderAtLogin() {
  // Of a login without variables of one's own: a unit does not see what a shell sets.
  return QDir::homePath() + QStringLiteral("/.local/share/query-courier");
}

Expected<AutostartState> Autostart::state() const {
  const QByteArray unit = contentOf(unitPath());
  if (!unit.isEmpty() && isUnitEnabled()) {
    AutostartState state = stateOf(Means::Systemd, unitPath(), autostarttext::systemdCommand(unit));
    state.canSurviveLogout = true;
    state.survivesLogout = isLingering();
    state.isRunning = systemctl({QStringLiteral("is-active"), unitName}).ok();
    return state;
  }
  return stateOf(Means::XdgAutostart, entryPath(), autostarttext::desktopCommand(contentOf(entryPath())));
}

Expected<AutostartChange> Autostart::install() const {
  const auto words = command();
  if (!words) return words.error();
  const bool bySystemd = userManagerAnswers();
  if (bySystemd) {
    if (auto enabled = enableUnit(autostarttext::systemdUnit(*words)); !enabled) return enabled.error();
    // One of both, or it would start twice.
    if (auto removed = removeFile(entryPath()); !removed) return removed.error();
  } else if (auto written = writeAutostartFile(entryPath(), autostarttext::desktopEntry(*words)); !written) {
    return written.error();
  }
  const auto now = state();
  if (!now) return now.error();
  return AutostartChange{*now, bySystemd};
}

Expected<AutostartChange> Autostart::uninstall() const {
  const auto before = state();
  if (!before) return before.error();
  AutostartChange change{*before, before->means == Means::XdgAutostart};
  if (QFile::exists(unitPath())) {
    const bool answers = userManagerAnswers();
    if (answers) {
      if (auto disabled = systemctl({QStringLiteral("disable"), QStringLiteral("--now"), unitName}); !disabled)
        return disabled.error();
    }
    const QString link = configFolder() + QStringLiteral("/systemd/user/default.target.wants/") + unitName;
    if (QFileInfo(link).isSymLink()) {
      if (auto removed = removeFile(link); !removed) return removed.error();
    }
    if (auto removed = removeFile(unitPath()); !removed) return removed.error();
    if (answers) {
      if (auto told = systemctl({QStringLiteral("daemon-reload")}); !told) return told.error();
    }
    change.isRunningNow = !answers;
  }
  if (auto removed = removeFile(entryPath()); !removed) return removed.error();
  return change;
}

}  // namespace courier
