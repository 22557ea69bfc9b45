#pragma once

#include <QString>
#include <QStringList>

#include "models/base/Expected.h"

namespace courier {

/// What starts the agent when this person logs in. A value.
struct AutostartState {
  enum class Means { None, Systemd, XdgAutostart, RunKey, LaunchAgent };
  Means means = Means::None;
  QString place;                  ///< the file, or the registry's key
  QString program;                ///< what is started
  QString dataFolder;             ///< for which folder
  bool survivesLogout = false;    ///< goes on after logout, and runs from the computer's start
  bool canSurviveLogout = false;  ///< could be made to
  bool isRunning = false;         ///< it runs now; false too where the means cannot tell
  [[nodiscard]] bool isInstalled() const { return means != Means::None; }
};

/// What installing or removing did. A value.
struct AutostartChange {
  AutostartState state;       ///< what is installed now; of a removal, what was
  bool isRunningNow = false;  ///< the agent was started as well (it waits while somebody else runs the schedules)
};

/// Has the agent start when this person logs in, by this platform's own means: a systemd user unit where a user manager
/// answers and an XDG autostart entry elsewhere, a Run key, or a LaunchAgent. One agent per person: installing for
/// another data folder takes the place of what was there. Calls block (at most half a minute, where another program has
/// to answer): not for a window's main thread. Errors are of kind Storage or InvalidInput and name the file and the
/// mend. Platform code in Autostart_*.cpp.
class Autostart {
 public:
  /// `program`: the absolute path of query-courier; `dataFolder`: absolute.
  Autostart(QString program, QString dataFolder);

  [[nodiscard]] Expected<AutostartState> state() const;
  /// Idempotent.
  [[nodiscard]] Expected<AutostartChange> install() const;
  /// Ends the agent where its means can; nothing installed is no error.
  [[nodiscard]] Expected<AutostartChange> uninstall() const;

 private:
  /// The words to start at login; InvalidInput for a path that no such file can hold.
  [[nodiscard]] Expected<QStringList> command() const;
  /// The data folder that an agent without --data-dir has at login.
  [[nodiscard]] static QString folderAtLogin();
  [[nodiscard]] static AutostartState stateOf(AutostartState::Means means, const QString& place,
                                              const QStringList& command);

  QString m_program;
  QString m_dataFolder;
};

/// What happens now, at the next login and at logout, a sentence each: for the terminal and for the window.
[[nodiscard]] QStringList installedWords(const AutostartChange& change);
[[nodiscard]] QStringList uninstalledWords(const AutostartChange& change);

/// Writes a file that is whole or not there, and the folder it lies in. Error: Storage.
[[nodiscard]] Expected<void> writeAutostartFile(const QString& path, const QByteArray& bytes);
/// Runs a program to its end; its standard output. Error: Storage, with what it said, where it is not there, fails, or
/// takes more than `limitMs`.
[[nodiscard]] Expected<QByteArray> runToEnd(const QString& program, const QStringList& words, int limitMs = 10'000);

}  // namespace courier
