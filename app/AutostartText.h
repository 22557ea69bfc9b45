#pragma once

#include <QByteArray>
#include <QStringList>

/// The files and keys that start a program at login, as texts, and read back. Pure. A command is an absolute path and
/// its arguments, without control characters.
namespace courier::autostarttext {

/// A systemd unit (systemd.service(5), "Command lines").
[[nodiscard]] QByteArray systemdUnit(const QStringList& command);
/// The command of such a unit; empty where there is none.
[[nodiscard]] QStringList systemdCommand(const QByteArray& unit);

/// An XDG autostart entry (Desktop Entry Specification 1.5, "The Exec key").
[[nodiscard]] QByteArray desktopEntry(const QStringList& command);
/// The command of such an entry; empty where there is none, or where somebody has switched the entry off.
[[nodiscard]] QStringList desktopCommand(const QByteArray& entry);

/// A property list for launchd (launchd.plist(5)).
[[nodiscard]] QByteArray launchAgent(const QString& label, const QStringList& command);
[[nodiscard]] QStringList launchAgentCommand(const QByteArray& plist);

/// A command line as CommandLineToArgvW takes it apart.
[[nodiscard]] QString windowsCommandLine(const QStringList& command);
[[nodiscard]] QStringList windowsCommand(const QString& line);

}  // namespace courier::autostarttext
