#include "tests/engines/OdbcServers.h"

#include <QDirIterator>

#include "tests/engines/ServerFolder.h"

namespace courier::testing {

QString odbcDriverFile(const char* name) {
  const QString file = QString::fromLatin1(name) + QStringLiteral(".so");
  for (const char* folder : {"/usr/lib", "/usr/lib64", "/usr/local/lib"}) {
    QDirIterator files(QString::fromLatin1(folder), {file}, QDir::Files, QDirIterator::Subdirectories);
    if (files.hasNext()) return files.next();
  }
  return {};
}

QString OdbcServers::start() {
  for (const char* driver : {"psqlodbcw", "libmaodbc", "libsqlite3odbc"}) {
    if (odbcDriverFile(driver).isEmpty()) return QStringLiteral("no ODBC driver ") + QString::fromLatin1(driver);
  }
  if (const QString problem = m_postgres.start(PostgresServer::Tls::On); !problem.isEmpty()) return problem;
  if (const QString problem = m_mariaDb.start(MariaDbServer::Tls::On); !problem.isEmpty()) return problem;
  const auto section = [this](const char* name, const char* driver, const QString& more = {}) {
    return '[' + QByteArray(name) + "]\n" + driverText(driver).replace(u';', u'\n').toUtf8() + '\n' + more.toUtf8() +
           "\n\n";
  };
  ServerFolder::write(filePath("odbcinst.ini"), "[PostgreSQL Test]\nDriver=" + odbcDriverFile("psqlodbcw").toUtf8() +
                                                    "\nDebug=1\nCommLog=1\n\n[Broken]\nDriver=/no/such/driver.so\n");
  ServerFolder::write(filePath("odbc.ini"),
                      "[broken]\nDriver=Broken\n\n[lite]\nDriver=Broken\n\n" +
                          section("stream", "psqlodbcw", QStringLiteral("UseDeclareFetch=1\nFetch=500")));
  ServerFolder::write(filePath("user.ini"), section("post", "psqlodbcw", QStringLiteral("Debug=1")) +
                                                section("maria", "libmaodbc") + section("lite", "libsqlite3odbc"));
  qputenv("ODBCSYSINI", m_folder.path().toUtf8());
  qputenv("ODBCINI", filePath("user.ini").toUtf8());
  return {};
}

QString OdbcServers::driverText(const char* name) const {
  const QString text = QStringLiteral("Driver=%1").arg(odbcDriverFile(name));
  const std::string_view driver(name);
  if (driver == "libsqlite3odbc") return text + QStringLiteral(";Database=") + filePath("lite.db");
  const Connection server = driver == "psqlodbcw" ? m_postgres.connection() : m_mariaDb.connection();
  return text + QStringLiteral(";%1=127.0.0.1;Port=%2;Database=shop")
                    .arg(driver == "psqlodbcw" ? QStringLiteral("Servername") : QStringLiteral("Server"))
                    .arg(server.port);
}

Connection OdbcServers::source(const char* name) const {
  return string(QString::fromLatin1(name));
}

Connection OdbcServers::string(const QString& text) const {
  Connection connection;
  connection.name = QStringLiteral("shop");
  connection.engine = Engine::Odbc;
  connection.file = text;
  connection.user = QStringLiteral("alice");
  connection.readOnly = false;
  return connection;
}

}  // namespace courier::testing
