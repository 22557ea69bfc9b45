#pragma once

#include <QByteArray>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>

#include "models/query/Connection.h"

namespace courier::testing {

/// A real PostgreSQL of the tests' own on 127.0.0.1, with a certificate of an own authority for "localhost" and
/// 127.0.0.1, and user "alice" who signs in with a password. Ended with the object.
class PostgresServer {
 public:
  enum class Tls { Off, On };
  PostgresServer() = default;
  ~PostgresServer();
  /// Starts it and waits until it answers; says why not.
  [[nodiscard]] QString start(Tls tls);
  /// A connection as "alice" to its database "shop", which may write.
  [[nodiscard]] Connection connection() const;
  [[nodiscard]] static QString password() { return QStringLiteral("s3cret-Pä$$"); }
  /// Runs SQL as its owner with psql; what it printed, unaligned.
  [[nodiscard]] QByteArray psql(const QByteArray& sql) const;
  /// The authority's certificate, and one that has signed nothing here; PEM.
  [[nodiscard]] QString authorityFile() const { return m_folder.path() + QStringLiteral("/ca.pem"); }
  [[nodiscard]] QString strangersFile() const { return m_folder.path() + QStringLiteral("/stranger.pem"); }
  /// Stops the server's processes where they are, and lets them go on.
  void freeze() const;
  void thaw() const;

 private:
  [[nodiscard]] QString makeCertificates() const;
  void run(QProcess& process, const QString& program, const QStringList& words) const;
  QTemporaryDir m_folder{QStringLiteral("/tmp/courier-pg.XXXXXX")};
  QProcess m_process;
  int m_port = 0;
};

}  // namespace courier::testing
