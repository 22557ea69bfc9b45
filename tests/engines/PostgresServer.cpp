#include "tests/engines/PostgresServer.h"

#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <unistd.h>

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QTcpServer>
#include <QThread>

namespace courier::testing {
namespace {

/// Debian keeps the server's programs apart, by version.
QString programFolder() {
  const QDir versions(QStringLiteral("/usr/lib/postgresql"));
  for (const QString& version : versions.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name | QDir::Reversed)) {
    const QString folder = versions.filePath(version) + QStringLiteral("/bin/");
    if (QFile::exists(folder + QStringLiteral("initdb"))) return folder;
  }
  return {};
}

/// The server refuses to run as root; then it is the system's user for it.
const passwd* serverUser() {
  return ::geteuid() == 0 ? ::getpwnam("postgres") : nullptr;
}

int unusedPort() {
  QTcpServer server;
  server.listen(QHostAddress::LocalHost);
  return server.serverPort();
}

void writeBytes(const QString& path, const QByteArray& bytes) {
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
    qFatal("cannot write %s", qPrintable(path));
}

}  // namespace

PostgresServer::~PostgresServer() {
  if (m_process.state() == QProcess::NotRunning) return;
  thaw();
  // SIGINT: without waiting for those who are connected.
  ::kill(static_cast<pid_t>(m_process.processId()), SIGINT);
  if (m_process.waitForFinished(10'000)) return;
  m_process.kill();
  m_process.waitForFinished();
}

void PostgresServer::run(QProcess& process, const QString& program, const QStringList& words) const {
  if (const passwd* const user = serverUser()) {
    process.setChildProcessModifier([user] {
      if (::setgroups(0, nullptr) != 0 || ::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0) ::_exit(126);
    });
  }
  process.setWorkingDirectory(m_folder.path());
  process.setProcessChannelMode(QProcess::MergedChannels);
  process.start(program, words);
}

QString PostgresServer::start(Tls tls) {
  const QString programs = programFolder();
  if (programs.isEmpty()) return QStringLiteral("PostgreSQL is not installed");
  const QString folder = m_folder.path();
  if (const QString problem = makeCertificates(); !problem.isEmpty()) return problem;
  writeBytes(folder + QStringLiteral("/password"), password().toUtf8());
  if (const passwd* const user = serverUser()) {
    for (const QString& name : QDir(folder).entryList(QDir::Files))
      if (::chown(QFile::encodeName(folder + u'/' + name).constData(), user->pw_uid, user->pw_gid) != 0) return name;
    if (::chown(QFile::encodeName(folder).constData(), user->pw_uid, user->pw_gid) != 0) return folder;
  }
  QProcess initdb;
  run(initdb, programs + QStringLiteral("initdb"),
      {QStringLiteral("-D"), QStringLiteral("data"), QStringLiteral("-U"), QStringLiteral("owner"),
       QStringLiteral("-A"), QStringLiteral("scram-sha-256"), QStringLiteral("--auth-local=trust"),
       QStringLiteral("--pwfile=password"), QStringLiteral("-E"), QStringLiteral("UTF8"),
       QStringLiteral("--locale=C.UTF-8"), QStringLiteral("-N")});
  if (!initdb.waitForFinished(120'000) || initdb.exitCode() != 0)
    return QStringLiteral("initdb: ") + QString::fromUtf8(initdb.readAll());
  m_port = unusedPort();
  QStringList words = {QStringLiteral("-D"), QStringLiteral("data"),      QStringLiteral("-p"), QString::number(m_port),
                       QStringLiteral("-h"), QStringLiteral("127.0.0.1"), QStringLiteral("-k"), folder};
  for (const char* setting : {"fsync=off", "max_connections=12", "superuser_reserved_connections=2",
                              "log_min_messages=fatal", "timezone=UTC"})
    words << QStringLiteral("-c") << QString::fromLatin1(setting);
  if (tls == Tls::On) {
    for (const char* setting : {"ssl=on", "ssl_cert_file=../leaf.pem", "ssl_key_file=../leaf.key"})
      words << QStringLiteral("-c") << QString::fromLatin1(setting);
  }
  run(m_process, programs + QStringLiteral("postgres"), words);
  const QDeadlineTimer deadline(60'000);
  while (!deadline.hasExpired() && m_process.state() != QProcess::NotRunning) {
    if (psql("SELECT 'up'") == "up\n") {
      const QByteArray made =
          psql("CREATE USER alice PASSWORD '" + password().toUtf8() + "'; CREATE DATABASE shop OWNER alice");
      return made.contains("ERROR") ? QString::fromUtf8(made) : QString();
    }
    QThread::msleep(50);
  }
  return QStringLiteral("postgres does not start: ") + QString::fromUtf8(m_process.readAll());
}

Connection PostgresServer::connection() const {
  Connection connection;
  connection.name = QStringLiteral("shop");
  connection.engine = Engine::PostgreSql;
  connection.host = QStringLiteral("127.0.0.1");
  connection.port = m_port;
  connection.database = QStringLiteral("shop");
  connection.user = QStringLiteral("alice");
  connection.readOnly = false;
  return connection;
}

QByteArray PostgresServer::psql(const QByteArray& sql) const {
  QProcess psql;
  QStringList words = {QStringLiteral("-X"),    QStringLiteral("-A"), QStringLiteral("-t"),      QStringLiteral("-h"),
                       m_folder.path(),         QStringLiteral("-p"), QString::number(m_port),   QStringLiteral("-U"),
                       QStringLiteral("owner"), QStringLiteral("-d"), QStringLiteral("postgres")};
  // Each by itself: CREATE DATABASE takes no company.
  for (const QByteArray& statement : sql.split(';')) words << QStringLiteral("-c") << QString::fromUtf8(statement);
  run(psql, programFolder() + QStringLiteral("psql"), words);
  psql.waitForFinished(30'000);
  return psql.readAll();
}

void PostgresServer::freeze() const {
  // The server's own processes are its children; each is a session.
  QProcess::execute(QStringLiteral("pkill"),
                    {QStringLiteral("-STOP"), QStringLiteral("-P"), QString::number(m_process.processId())});
  ::kill(static_cast<pid_t>(m_process.processId()), SIGSTOP);
}

void PostgresServer::thaw() const {
  ::kill(static_cast<pid_t>(m_process.processId()), SIGCONT);
  QProcess::execute(QStringLiteral("pkill"),
                    {QStringLiteral("-CONT"), QStringLiteral("-P"), QString::number(m_process.processId())});
}

QString PostgresServer::makeCertificates() const {
  writeBytes(m_folder.filePath(QStringLiteral("leaf.ext")), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
  const QByteArray script =
      "set -e; new='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'\n"
      "openssl req -x509 $new -days 2 -subj '/CN=Test Authority' -keyout ca.key -out ca.pem\n"
      "openssl req -x509 $new -days 2 -subj '/CN=Stranger' -keyout stranger.key -out stranger.pem\n"
      "openssl req $new -subj /CN=localhost -keyout leaf.key -out leaf.csr\n"
      "openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile leaf.ext -out "
      "leaf.pem\n"
      "chmod 600 leaf.key\n";
  QProcess shell;
  shell.setWorkingDirectory(m_folder.path());
  shell.setProcessChannelMode(QProcess::MergedChannels);
  shell.start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), QString::fromLatin1(script)});
  if (shell.waitForFinished(60'000) && shell.exitCode() == 0) return {};
  return QStringLiteral("openssl: ") + QString::fromUtf8(shell.readAll());
}

}  // namespace courier::testing
