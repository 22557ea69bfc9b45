#include "tests/support/Program.h"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QDir>
#include <QStandardPaths>

namespace courier::testing {

ProgramEnd runProgram(const QString& program, const QStringList& words, const QByteArray& input,
                      const QProcessEnvironment& environment, int limitMs) {
  QProcess process;
  process.setProcessEnvironment(environment);
  process.start(program, words);
  process.write(input);
  process.closeWriteChannel();
  ProgramEnd end;
  if (!process.waitForFinished(limitMs)) {
    end.err = "did not end in time: " + process.readAllStandardError();
    process.kill();
    process.waitForFinished();
    return end;
  }
  end.code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
  end.out = process.readAllStandardOutput();
  end.err = process.readAllStandardError();
  return end;
}

void expectSays(const ProgramEnd& end, int code, const QByteArray& words) {
  EXPECT_EQ(end.code, code) << end.err.toStdString();
  EXPECT_TRUE(end.err.contains(words)) << end.err.toStdString();
}

bool hasPython() {
  return !QStandardPaths::findExecutable(QStringLiteral("python3")).isEmpty();
}

QByteArray runPython(const QString& script, const QStringList& arguments) {
  const ProgramEnd end = runProgram(QStringLiteral("python3"), QStringList{QStringLiteral("-c"), script} + arguments);
  return end.code == 0 ? end.out : "FAILED " + end.err;
}

CourierProgram::CourierProgram(Keychain keychain) : m_keychain(keychain) {
  QDir().mkpath(m_home.path() + QStringLiteral("/run"));
  QFile::setPermissions(m_home.path() + QStringLiteral("/run"), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

QString CourierProgram::path() {
  return QCoreApplication::applicationDirPath() + QStringLiteral("/query-courier");
}

QProcessEnvironment CourierProgram::environment() const {
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert(QStringLiteral("HOME"), m_home.path());
  environment.insert(QStringLiteral("XDG_DATA_HOME"), m_home.path() + QStringLiteral("/share"));
  environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
  environment.remove(QStringLiteral("DISPLAY"));
  environment.remove(QStringLiteral("WAYLAND_DISPLAY"));
  if (m_keychain == Keychain::None) {
    environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), m_home.path() + QStringLiteral("/run"));
    environment.remove(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"));
  }
  return environment;
}

ProgramEnd CourierProgram::run(const QStringList& words, const QByteArray& input) const {
  return runProgram(path(), QStringList{QStringLiteral("--data-dir"), dataFolder()} + words, input, environment());
}

std::unique_ptr<QProcess> CourierProgram::start(const QStringList& words, const QByteArray& input) const {
  auto process = std::make_unique<QProcess>();
  process->setProcessEnvironment(environment());
  process->start(path(), QStringList{QStringLiteral("--data-dir"), dataFolder()} + words);
  process->write(input);
  process->closeWriteChannel();
  process->waitForStarted();
  return process;
}

}  // namespace courier::testing
