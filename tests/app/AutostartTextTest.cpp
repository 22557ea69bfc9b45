// What starts the agent at login, as the text each platform reads.
#include <gtest/gtest.h>

#include <QVector>

#include "app/AutostartText.h"

namespace courier {
namespace {

using namespace autostarttext;

const QStringList plain = {QStringLiteral("/usr/bin/query-courier"), QStringLiteral("agent"), QStringLiteral("--wait")};

/// Names that each format has to escape.
QVector<QStringList> awkward() {
  QVector<QStringList> commands = {plain};
  for (const char* name :
       {"/opt/Query Courier/query-courier", "/opt/100%/q\"c\"", "/opt/it's $HOME/`x`/q", "/o\\p\\t/q", "/opt/a=b/q",
        "/opt/Müller/日本/q", "/opt/<&>/q", "C:/Program Files/q.exe", "C:\\a b\\q.exe"}) {
    const QString path = QString::fromUtf8(name);
    commands.append({path, QStringLiteral("agent")});
    commands.append({plain.first(), QStringLiteral("--data-dir"), path, QStringLiteral("agent")});
    commands.append({path, QStringLiteral("--data-dir"), path + QStringLiteral("\\"), QStringLiteral("agent")});
  }
  return commands;
}

QString execLine(const QByteArray& text, const char* key) {
  for (const QByteArray& line : text.split('\n')) {
    if (line.startsWith(key)) return QString::fromUtf8(line);
  }
  return {};
}

TEST(AutostartText, EveryCommandComesBackFromEveryFormat) {
  for (const QStringList& command : awkward()) {
    EXPECT_EQ(systemdCommand(systemdUnit(command)), command) << systemdUnit(command).toStdString();
    EXPECT_EQ(desktopCommand(desktopEntry(command)), command) << desktopEntry(command).toStdString();
    EXPECT_EQ(launchAgentCommand(launchAgent(QStringLiteral("x"), command)), command);
    EXPECT_EQ(windowsCommand(windowsCommandLine(command)), command) << windowsCommandLine(command).toStdString();
  }
}

TEST(AutostartText, AUnitEscapesAsSystemdReadsIt) {
  EXPECT_EQ(execLine(systemdUnit(plain), "ExecStart="),
            QStringLiteral("ExecStart=\"/usr/bin/query-courier\" \"agent\" \"--wait\""));
  EXPECT_EQ(execLine(systemdUnit({QStringLiteral("/o 1%/q"), QStringLiteral("a\"b\\c$d%e")}), "ExecStart="),
            QStringLiteral("ExecStart=\"/o 1%%/q\" \"a\\\"b\\\\c$$d%%e\""));
  // A program's own name holds no quotation mark there: the shell is given it as an argument.
  EXPECT_EQ(execLine(systemdUnit({QStringLiteral("/o\"/q"), QStringLiteral("agent")}), "ExecStart="),
            QStringLiteral(R"(ExecStart="/bin/sh" "-c" "exec \"$$0\" \"$$@\"" "/o\"/q" "agent")"));
  const QByteArray unit = systemdUnit(plain);
  EXPECT_TRUE(unit.contains("\nRestart=on-failure\n"));
  EXPECT_TRUE(unit.contains("\nWantedBy=default.target\n"));
}

TEST(AutostartText, AnEntryEscapesTwice) {
  EXPECT_EQ(execLine(desktopEntry({QStringLiteral("/o 1%/q"), QStringLiteral("a\"b\\c$d`e")}), "Exec="),
            QStringLiteral(R"(Exec="/o 1%%/q" "a\\"b\\\\c\\$d\\`e")"));
}

TEST(AutostartText, AnEntryThatSomebodySwitchedOffStartsNothing) {
  EXPECT_TRUE(desktopCommand(desktopEntry(plain) + "Hidden=true\n").isEmpty());
  EXPECT_TRUE(desktopCommand(desktopEntry(plain) + "X-GNOME-Autostart-enabled=false\n").isEmpty());
  EXPECT_EQ(desktopCommand(desktopEntry(plain) + "Hidden=false\n"), plain);
}

TEST(AutostartText, AWindowsCommandLineDoublesBackslashesOnlyBeforeQuotes) {
  EXPECT_EQ(windowsCommandLine({QStringLiteral("C:\\a b\\q.exe"), QStringLiteral("D:\\x\\"), QStringLiteral("a\\\"b")}),
            QStringLiteral(R"("C:\a b\q.exe" "D:\x\\" "a\\\"b")"));
}

TEST(AutostartText, WhatIsNoneOfOursStartsNothing) {
  for (const QByteArray& text : {QByteArray(), QByteArray("[Unit]\n"), QByteArray("<plist"), QByteArray("\0\xff", 2)}) {
    EXPECT_TRUE(systemdCommand(text).isEmpty());
    EXPECT_TRUE(desktopCommand(text).isEmpty());
    EXPECT_TRUE(launchAgentCommand(text).isEmpty());
  }
  EXPECT_TRUE(windowsCommand({}).isEmpty());
}

}  // namespace
}  // namespace courier
