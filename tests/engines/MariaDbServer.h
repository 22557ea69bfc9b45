#pragma once

#include <QByteArray>
#include <QProcess>
#include <QString>

#include "models/query/Connection.h"
#include "tests/engines/ServerFolder.h"

namespace courier::testing {

/// A real MariaDB of the tests' own on 127.0.0.1, and user "alice" who signs in with a password. Ended with the object.
class MariaDbServer {
 public:
  enum class Tls { Off, On };
  MariaDbServer() = default;
  ~MariaDbServer();
  /// Starts it and waits until it answers; says why not.
  [[nodiscard]] QString start(Tls tls);
  /// A connection as "alice" to its database "shop", which may write.
  [[nodiscard]] Connection connection() const;
  [[nodiscard]] static QString password() { return QStringLiteral("s3cret-Pä$$"); }
  /// Runs SQL as root with the server's own client; what it printed, unaligned.
  [[nodiscard]] QByteArray client(const QByteArray& sql) const;
  [[nodiscard]] QString authorityFile() const { return m_folder.filePath("ca.pem"); }
  [[nodiscard]] QString strangersFile() const { return m_folder.filePath("stranger.pem"); }
  void freeze() const { ServerFolder::freeze(m_process); }
  void thaw() const { ServerFolder::thaw(m_process); }

 private:
  ServerFolder m_folder{"mysql"};
  QProcess m_process;
  int m_port = 0;
};

}  // namespace courier::testing
