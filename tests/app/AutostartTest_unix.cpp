// agent --install and --uninstall, in a home of their own: with a systemctl that writes down what it is asked, and
// without one.
#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QStandardPaths>

#include "app/AutostartText.h"
#include "models/base/UserName.h"
#include "tests/support/Program.h"

namespace courier {
namespace {

using testing::CourierProgram;
using testing::expectSays;
using testing::ProgramEnd;
using testing::runProgram;

class AutostartCommand : public ::testing::Test {
 protected:
  AutostartCommand() { QDir().mkpath(bin()); }

  [[nodiscard]] QString bin() const { return program.home() + QStringLiteral("/bin"); }
  [[nodiscard]] QString config() const { return program.home() + QStringLiteral("/my config"); }
  [[nodiscard]] QString unit() const { return config() + QStringLiteral("/systemd/user/query-courier.service"); }
  [[nodiscard]] QString link() const {
    return config() + QStringLiteral("/systemd/user/default.target.wants/query-courier.service");
  }
  [[nodiscard]] QString entry() const { return config() + QStringLiteral("/autostart/query-courier.desktop"); }
  [[nodiscard]] QString dataFolder() const { return program.home() + QStringLiteral("/my \"100%\" data"); }

  static QByteArray content(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
  [[nodiscard]] QByteArray asked() const { return content(program.home() + QStringLiteral("/asked")); }
  void forgetAsked() const { QFile::remove(program.home() + QStringLiteral("/asked")); }

  void writeScript(const char* name, const QByteArray& body) const {
    QFile file(bin() + u'/' + QString::fromLatin1(name));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write("#!/bin/sh\necho \"$@\" >> \"$HOME/asked\"\n" + body);
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
  }
  /// Enables and disables as the real one does, and writes down what it is asked.
  void writeSystemctl() const {
    writeScript("systemctl",
                "PATH=/usr/bin:/bin\n"
                "wants=\"$XDG_CONFIG_HOME/systemd/user/default.target.wants\"\n"
                "case \"$2\" in\n"
                "enable) mkdir -p \"$wants\"; ln -sf ../query-courier.service \"$wants/query-courier.service\";;\n"
                "disable) rm -f \"$wants/query-courier.service\";;\n"
                "is-enabled) test -L \"$wants/query-courier.service\";;\n"
                "esac\n");
  }
  [[nodiscard]] ProgramEnd agent(const QStringList& words) const {
    QProcessEnvironment environment = program.environment();
    environment.insert(QStringLiteral("PATH"), bin());
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), config());
    return runProgram(CourierProgram::path(),
                      QStringList{QStringLiteral("--data-dir"), dataFolder(), QStringLiteral("agent")} + words, {},
                      environment);
  }
  [[nodiscard]] ProgramEnd install() const { return agent({QStringLiteral("--install")}); }
  [[nodiscard]] ProgramEnd uninstall() const { return agent({QStringLiteral("--uninstall")}); }
  [[nodiscard]] QStringList command() const {
    return {CourierProgram::path(), QStringLiteral("--data-dir"), dataFolder(), QStringLiteral("agent"),
            QStringLiteral("--wait")};
  }

  CourierProgram program;
};

TEST_F(AutostartCommand, WithAUserManagerItIsAUnitThatIsStartedAtOnce) {
  writeSystemctl();
  const ProgramEnd end = install();
  expectSays(end, 0, "as a systemd user unit: " + unit().toUtf8());
  expectSays(end, 0, "It runs now and starts when you log in.");
  expectSays(end, 0,
             "It ends when you log out. To keep it running, and start it with the computer: loginctl enable-linger " +
                 userName().toUtf8());
  EXPECT_EQ(autostarttext::systemdCommand(content(unit())), command()) << content(unit()).toStdString();
  EXPECT_TRUE(asked().contains("--user daemon-reload\n--user enable --now query-courier.service\n"))
      << asked().toStdString();
  EXPECT_FALSE(QFile::exists(entry()));
  const QString verifier = QStandardPaths::findExecutable(QStringLiteral("systemd-analyze"));
  if (!verifier.isEmpty()) {
    // It says what it does not understand, and ends well all the same.
    const ProgramEnd checked = runProgram(verifier, {QStringLiteral("verify"), QStringLiteral("--user"), unit()});
    EXPECT_EQ(checked.code, 0);
    EXPECT_EQ(checked.err.toStdString(), "");
  }

  // Again: nothing else happens, and what runs goes on.
  const QByteArray before = content(unit());
  forgetAsked();
  expectSays(install(), 0, "It runs now");
  EXPECT_EQ(content(unit()), before);
  EXPECT_FALSE(asked().contains("restart")) << asked().toStdString();

  forgetAsked();
  expectSays(uninstall(), 0, "The agent no longer starts at login.");
  EXPECT_TRUE(asked().contains("--user disable --now query-courier.service\n")) << asked().toStdString();
  EXPECT_FALSE(QFile::exists(unit()));
  expectSays(uninstall(), 0, "The agent is not installed: nothing was changed.");
}

TEST_F(AutostartCommand, AnotherUnitIsReplacedAndStartedAgain) {
  writeSystemctl();
  ASSERT_EQ(install().code, 0);
  QFile file(unit());
  ASSERT_TRUE(file.open(QIODevice::Append));
  file.write("# older\n");
  file.close();
  forgetAsked();
  ASSERT_EQ(install().code, 0);
  EXPECT_TRUE(asked().contains("--user restart query-courier.service\n")) << asked().toStdString();
  EXPECT_FALSE(content(unit()).contains("older"));
}

TEST_F(AutostartCommand, LingeringIsSaid) {
  writeSystemctl();
  writeScript("loginctl", "echo Linger=yes\n");
  expectSays(install(), 0, "It keeps running when you log out");
}

TEST_F(AutostartCommand, WithoutAUserManagerItIsAnEntryOfTheDesktop) {
  const ProgramEnd end = install();
  expectSays(end, 0, "as an autostart entry of the desktop: " + entry().toUtf8());
  expectSays(end, 0, "It does not run yet: it starts at your next login.");
  expectSays(end, 0, "It ends when you log out.");
  EXPECT_FALSE(end.err.contains("loginctl")) << end.err.toStdString();
  EXPECT_EQ(autostarttext::desktopCommand(content(entry())), command()) << content(entry()).toStdString();
  EXPECT_FALSE(QFile::exists(unit()));
  const QString validator = QStandardPaths::findExecutable(QStringLiteral("desktop-file-validate"));
  if (!validator.isEmpty()) {
    const ProgramEnd checked = runProgram(validator, {entry()});
    EXPECT_EQ(checked.code, 0) << checked.out.toStdString() << checked.err.toStdString();
  }
  expectSays(install(), 0, "It does not run yet");
  // Once systemd is there, it is the one that starts it.
  writeSystemctl();
  expectSays(install(), 0, "as a systemd user unit");
  EXPECT_FALSE(QFile::exists(entry()));
  expectSays(uninstall(), 0, "It has ended.");
}

TEST_F(AutostartCommand, AManagerThatDoesNotAnswerCountsAsNone) {
  writeScript("systemctl", "echo 'Failed to connect to bus' >&2; exit 1\n");
  expectSays(install(), 0, "as an autostart entry of the desktop");
  expectSays(uninstall(), 0, "The agent no longer starts at login.");
  EXPECT_FALSE(QFile::exists(entry()));
}

TEST_F(AutostartCommand, WhatFailsIsSaidAndTakenBack) {
  writeScript("systemctl", "test \"$2\" != enable || { echo 'Access denied' >&2; exit 1; }\n");
  const ProgramEnd end = install();
  expectSays(end, 1, "Access denied");
  EXPECT_FALSE(QFile::exists(unit()));
  // A folder that is a file.
  QFile::remove(bin() + QStringLiteral("/systemctl"));
  ASSERT_TRUE(QDir(config()).removeRecursively());
  QFile blocked(config());
  ASSERT_TRUE(blocked.open(QIODevice::WriteOnly));
  blocked.close();
  expectSays(install(), 1, "/autostart cannot be created. Check the permissions");
}

TEST_F(AutostartCommand, OneOfTheOptions) {
  expectSays(agent({QStringLiteral("--install"), QStringLiteral("--uninstall")}), 2, "Use only one of");
  expectSays(uninstall(), 0, "The agent is not installed: nothing was changed.");
}

}  // namespace
}  // namespace courier
