#include "tests/engines/PostgresServer.h"

#include <signal.h>

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
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

}  // namespace

PostgresServer::~PostgresServer() {
  // Without waiting for those who are connected.
  ServerFolder::end(m_process, SIGINT);
}

QString PostgresServer::start(Tls tls) {
  const QString programs = programFolder();
  if (programs.isEmpty()) return QStringLiteral("PostgreSQL is not installed");
  if (const QString problem = m_folder.makeCertificates(); !problem.isEmpty()) return problem;
  ServerFolder::write(m_folder.filePath("password"), password().toUtf8());
  if (const QString problem = m_folder.handOver(); !problem.isEmpty()) return problem;
  const QString problem =
      m_folder.run(programs + QStringLiteral("initdb"),
                   {QStringLiteral("-D"), QStringLiteral("data"), QStringLiteral("-U"), QStringLiteral("owner"),
                    QStringLiteral("-A"), QStringLiteral("scram-sha-256"), QStringLiteral("--auth-local=trust"),
                    QStringLiteral("--pwfile=password"), QStringLiteral("-E"), QStringLiteral("UTF8"),
                    QStringLiteral("--locale=C.UTF-8"), QStringLiteral("-N")});
  if (!problem.isEmpty()) return problem;
  m_port = ServerFolder::unusedPort();
  QStringList words = {QStringLiteral("-D"), QStringLiteral("data"),      QStringLiteral("-p"), QString::number(m_port),
                       QStringLiteral("-h"), QStringLiteral("127.0.0.1"), QStringLiteral("-k"), m_folder.path()};
  for (const char* setting : {"fsync=off", "max_connections=12", "superuser_reserved_connections=2",
                              "log_min_messages=fatal", "timezone=UTC"})
    words << QStringLiteral("-c") << QString::fromLatin1(setting);
  if (tls == Tls::On) {
    for (const char* setting : {"ssl=on", "ssl_cert_file=../leaf.pem", "ssl_key_file=../leaf.key"})
      words << QStringLiteral("-c") << QString::fromLatin1(setting);
  }
  m_folder.start(m_process, programs + QStringLiteral("postgres"), words);
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
  m_folder.start(psql, programFolder() + QStringLiteral("psql"), words);
  psql.waitForFinished(30'000);
  return psql.readAll();
}

}  // namespace courier::testing
