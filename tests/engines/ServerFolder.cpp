#include "tests/engines/ServerFolder.h"

#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <unistd.h>

#include <QDirIterator>
#include <QFile>
#include <QProcessEnvironment>
#include <QTcpServer>

namespace courier::testing {

QString ServerFolder::makeCertificates() const {
  write(filePath("leaf.ext"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
  const QByteArray script =
      "set -e; new='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'\n"
      "openssl req -x509 $new -days 2 -subj '/CN=Test Authority' -keyout ca.key -out ca.pem\n"
      "openssl req -x509 $new -days 2 -subj '/CN=Stranger' -keyout stranger.key -out stranger.pem\n"
      "openssl req $new -subj /CN=localhost -keyout leaf.key -out leaf.csr\n"
      "openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile leaf.ext -out "
      "leaf.pem\n"
      "chmod 600 leaf.key\n";
  QProcess shell;
  shell.setWorkingDirectory(path());
  shell.setProcessChannelMode(QProcess::MergedChannels);
  shell.start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), QString::fromLatin1(script)});
  if (shell.waitForFinished(60'000) && shell.exitCode() == 0) return {};
  return QStringLiteral("openssl: ") + QString::fromUtf8(shell.readAll());
}

QString ServerFolder::handOver() const {
  if (::geteuid() != 0) return {};
  const passwd* const user = ::getpwnam(m_user);
  if (user == nullptr) return QStringLiteral("no such user: ") + QString::fromLatin1(m_user);
  QStringList all = {path()};
  QDirIterator files(path(), QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
  while (files.hasNext()) all << files.next();
  for (const QString& one : all) {
    if (::lchown(QFile::encodeName(one).constData(), user->pw_uid, user->pw_gid) != 0) return one;
  }
  return {};
}

void ServerFolder::start(QProcess& process, const QString& program, const QStringList& words) const {
  if (::geteuid() == 0) {
    process.setChildProcessModifier([user = ::getpwnam(m_user)] {
      if (user == nullptr || ::setgroups(0, nullptr) != 0 || ::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0)
        ::_exit(126);
    });
  }
  // The caller's own folder for such files may be closed to the server's user.
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert(QStringLiteral("TMPDIR"), path());
  environment.insert(QStringLiteral("HOME"), path());
  process.setProcessEnvironment(environment);
  process.setWorkingDirectory(path());
  process.setProcessChannelMode(QProcess::MergedChannels);
  process.start(program, words);
}

QString ServerFolder::run(const QString& program, const QStringList& words) const {
  QProcess process;
  start(process, program, words);
  if (process.waitForFinished(120'000) && process.exitCode() == 0) return {};
  return program + QStringLiteral(": ") + QString::fromUtf8(process.readAll());
}

int ServerFolder::unusedPort() {
  QTcpServer server;
  server.listen(QHostAddress::LocalHost);
  return server.serverPort();
}

void ServerFolder::write(const QString& path, const QByteArray& bytes) {
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
    qFatal("cannot write %s", qPrintable(path));
}

void ServerFolder::end(QProcess& process, int signal) {
  if (process.state() == QProcess::NotRunning) return;
  thaw(process);
  ::kill(static_cast<pid_t>(process.processId()), signal);
  if (process.waitForFinished(20'000)) return;
  process.kill();
  process.waitForFinished();
}

void ServerFolder::freeze(const QProcess& process) {
  QProcess::execute(QStringLiteral("pkill"),
                    {QStringLiteral("-STOP"), QStringLiteral("-P"), QString::number(process.processId())});
  ::kill(static_cast<pid_t>(process.processId()), SIGSTOP);
}

void ServerFolder::thaw(const QProcess& process) {
  ::kill(static_cast<pid_t>(process.processId()), SIGCONT);
  QProcess::execute(QStringLiteral("pkill"),
                    {QStringLiteral("-CONT"), QStringLiteral("-P"), QString::number(process.processId())});
}

}  // namespace courier::testing
