#pragma once

#include <QString>
#include <QTemporaryDir>

#include "models/query/Connection.h"
#include "tests/engines/MariaDbServer.h"
#include "tests/engines/PostgresServer.h"

namespace courier::testing {

/// Where the system keeps a driver's file ("psqlodbcw"); "" where it is not installed.
[[nodiscard]] QString odbcDriverFile(const char* name);

/// ODBC over a PostgreSQL and a MariaDB of the tests' own and over an SQLite file, with drivers and data sources that
/// stand in a folder of the tests' own: "post", "stream" (which asks for rows by and by), "maria", "lite", and
/// "broken", whose driver is no file. Ended with the object.
class OdbcServers {
 public:
  /// Says why not.
  [[nodiscard]] QString start();
  [[nodiscard]] Connection source(const char* name) const;
  /// With a connection string in place of a data source.
  [[nodiscard]] Connection string(const QString& text) const;
  /// "Driver=…" of an installed driver: psqlodbcw, libmaodbc, libsqlite3odbc, and the way to its server.
  [[nodiscard]] QString driverText(const char* name) const;
  [[nodiscard]] static QString password() { return PostgresServer::password(); }
  [[nodiscard]] const PostgresServer& postgres() const { return m_postgres; }
  [[nodiscard]] const MariaDbServer& mariaDb() const { return m_mariaDb; }
  [[nodiscard]] QString filePath(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }

 private:
  PostgresServer m_postgres;
  MariaDbServer m_mariaDb;
  QTemporaryDir m_folder;
};

}  // namespace courier::testing
