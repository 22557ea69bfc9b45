#include "tests/engines/MariaDbServer.h"

#include <signal.h>

#include <QDeadlineTimer>
#include <QStandardPaths>
#include <QThread>

namespace courier::testing {

MariaDbServer::~MariaDbServer() {
  ServerFolder::end(m_process, SIGTERM);
}

QString MariaDbServer::start(Tls tls) {
  const QString server = QStandardPaths::findExecutable(
      QStringLiteral("mariadbd"),
      {QStringLiteral("/usr/sbin"), QStringLiteral("/usr/local/sbin"), QStringLiteral("/usr/bin")});
  if (server.isEmpty()) return QStringLiteral("MariaDB is not installed");
  if (const QString problem = m_folder.makeCertificates(); !problem.isEmpty()) return problem;
  if (const QString problem = m_folder.handOver(); !problem.isEmpty()) return problem;
  const QString data = QStringLiteral("--datadir=") + m_folder.filePath("data");
  const QString installed = m_folder.run(QStringLiteral("mariadb-install-db"),
                                         {QStringLiteral("--no-defaults"), data, QStringLiteral("--skip-test-db"),
                                          QStringLiteral("--auth-root-authentication-method=normal")});
  if (!installed.isEmpty()) return installed;
  m_port = ServerFolder::unusedPort();
  QStringList words = {QStringLiteral("--no-defaults"),
                       data,
                       QStringLiteral("--port=%1").arg(m_port),
                       QStringLiteral("--bind-address=127.0.0.1"),
                       QStringLiteral("--socket=") + m_folder.filePath("socket"),
                       QStringLiteral("--pid-file=") + m_folder.filePath("pid"),
                       QStringLiteral("--skip-networking=0"),
                       QStringLiteral("--max-connections=12"),
                       QStringLiteral("--innodb-flush-log-at-trx-commit=0"),
                       QStringLiteral("--default-time-zone=+00:00"),
                       QStringLiteral("--character-set-server=utf8mb4")};
  if (tls == Tls::On) {
    words << QStringLiteral("--ssl-cert=") + m_folder.filePath("leaf.pem")
          << QStringLiteral("--ssl-key=") + m_folder.filePath("leaf.key");
  } else {
    words << QStringLiteral("--skip-ssl");
  }
  m_folder.start(m_process, server, words);
  const QDeadlineTimer deadline(60'000);
  while (!deadline.hasExpired() && m_process.state() != QProcess::NotRunning) {
    if (client("SELECT 'up'") == "up\n") {
      const QByteArray made = client("CREATE DATABASE shop; CREATE USER alice IDENTIFIED BY '" + password().toUtf8() +
                                     "'; GRANT ALL ON shop.* TO alice; GRANT PROCESS ON *.* TO alice");
      return QString::fromUtf8(made);
    }
    QThread::msleep(50);
  }
  return QStringLiteral("mariadbd does not start: ") + QString::fromUtf8(m_process.readAll());
}

Connection MariaDbServer::connection() const {
  Connection connection;
  connection.name = QStringLiteral("shop");
  connection.engine = Engine::MariaDb;
  connection.host = QStringLiteral("127.0.0.1");
  connection.port = m_port;
  connection.database = QStringLiteral("shop");
  connection.user = QStringLiteral("alice");
  connection.readOnly = false;
  return connection;
}

QByteArray MariaDbServer::client(const QByteArray& sql) const {
  QProcess client;
  m_folder.start(client, QStringLiteral("mariadb"),
                 {QStringLiteral("--no-defaults"), QStringLiteral("-N"), QStringLiteral("-B"), QStringLiteral("-u"),
                  QStringLiteral("root"), QStringLiteral("--default-character-set=utf8mb4"), QStringLiteral("--socket"),
                  m_folder.filePath("socket"), QStringLiteral("-e"), QString::fromUtf8(sql)});
  client.waitForFinished(30'000);
  return client.readAll();
}

}  // namespace courier::testing
