#include "app/Autostart.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <algorithm>

#include "models/base/UserName.h"
#include "models/base/WholeFile.h"

namespace courier {

namespace {

struct AutostartTr {
  Q_DECLARE_TR_FUNCTIONS(Autostart)
};

using Means = AutostartState::Means;

QString meansWords(const AutostartState& state) {
  switch (state.means) {
    case Means::Systemd:
      return AutostartTr::tr("as a systemd user unit: %1").arg(state.place);
    case Means::XdgAutostart:
      return AutostartTr::tr("as an autostart entry of the desktop: %1").arg(state.place);
    case Means::RunKey:
      return AutostartTr::tr("in the registry: %1").arg(state.place);
    case Means::LaunchAgent:
      return AutostartTr::tr("as a launch agent: %1").arg(state.place);
    case Means::None:
      break;
  }
  return {};
}

QString logoutWords(const AutostartState& state) {
  if (state.survivesLogout) {
    return AutostartTr::tr(
               "It keeps running when you log out, and starts with the computer, because lingering is on. To change "
               "that: loginctl disable-linger %1")
        .arg(userName());
  }
  if (state.canSurviveLogout) {
    return AutostartTr::
        tr("It ends when you log out. To keep it running, and start it with the computer: loginctl enable-linger %1")
            .arg(userName());
  }
  return AutostartTr::tr("It ends when you log out.");
}

}  // namespace

Autostart::Autostart(QString program, QString dataFolder)
    : m_program(std::move(program)), m_dataFolder(QDir::cleanPath(dataFolder)) {}

Expected<QStringList> Autostart::command() const {
  QStringList words = {m_program};
  if (m_dataFolder != folderAtLogin()) words += {QStringLiteral("--data-dir"), m_dataFolder};
  // It may start beside a window: then it goes on once that is closed.
  words += {QStringLiteral("agent"), QStringLiteral("--wait")};
  for (const QString& word : words) {
    const auto isControl = [](QChar character) { return character.category() == QChar::Other_Control; };
    if (!std::any_of(word.begin(), word.end(), isControl)) continue;
    return Error::invalidInput(
        AutostartTr::tr(
            "\"%1\" has a line break or another control character in its name: nothing can start it at login. "
            "Rename the folder.")
            .arg(word.simplified()));
  }
  return words;
}

AutostartState Autostart::stateOf(Means means, const QString& place, const QStringList& command) {
  if (command.isEmpty()) return {};
  const auto flag = command.indexOf(QStringLiteral("--data-dir"));
  return {means, place, command.first(), flag > 0 ? command.value(flag + 1) : folderAtLogin(), false, false, false};
}

QStringList installedWords(const AutostartChange& change) {
  return {
      AutostartTr::tr("The agent is installed %1").arg(meansWords(change.state)),
      change.isRunningNow
          ? AutostartTr::tr("It runs now and starts when you log in.")
          : AutostartTr::tr("It does not run yet: it starts at your next login. To start it now: query-courier agent"),
      logoutWords(change.state)};
}

QStringList uninstalledWords(const AutostartChange& change) {
  if (!change.state.isInstalled()) return {AutostartTr::tr("The agent is not installed: nothing was changed.")};
  return {AutostartTr::tr("The agent no longer starts at login. It was installed %1").arg(meansWords(change.state)),
          change.isRunningNow ? AutostartTr::tr("An agent that runs now keeps running until you log out or end it.")
                              : AutostartTr::tr("It has ended.")};
}

Expected<void> writeAutostartFile(const QString& path, const QByteArray& bytes) {
  const QString folder = QFileInfo(path).absolutePath();
  if (!QDir().mkpath(folder)) {
    return Error::of(
        ErrorKind::Storage,
        AutostartTr::tr("The folder %1 cannot be created. Check the permissions of the folder above it.").arg(folder));
  }
  return writeWholeFile(path, bytes);
}

Expected<QByteArray> runToEnd(const QString& program, const QStringList& words, int limitMs) {
  const QString line = program + u' ' + words.join(u' ');
  const auto failed = [&line](const QString& why) {
    return Error::of(ErrorKind::Storage, AutostartTr::tr("%1: %2").arg(line, why));
  };
  QProcess process;
  process.setStandardInputFile(QProcess::nullDevice());
  process.start(program, words);
  if (!process.waitForStarted(limitMs)) return failed(process.errorString());
  if (!process.waitForFinished(limitMs)) {
    process.kill();
    process.waitForFinished(1000);
    return failed(AutostartTr::tr("no answer within %n second(s).", nullptr, limitMs / 1000));
  }
  if (process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0) return process.readAllStandardOutput();
  const QString said = QString::fromLocal8Bit(process.readAllStandardError()).simplified();
  return failed(said.isEmpty() ? AutostartTr::tr("it failed (exit status %1).").arg(process.exitCode()) : said);
}

}  // namespace courier
