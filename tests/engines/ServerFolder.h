#pragma once

#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace courier::testing {

/// The folder of a real database server that the tests start: its data, its socket and its certificates, for
/// "localhost" and 127.0.0.1. Servers that refuse to be root run as a user of the system then.
class ServerFolder {
 public:
  /// `user`: of the system, for root.
  explicit ServerFolder(const char* user) : m_user(user) {}
  [[nodiscard]] QString path() const { return m_folder.path(); }
  [[nodiscard]] QString filePath(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
  /// Makes ca.pem, which signed leaf.pem (with leaf.key), and stranger.pem, which signed nothing; says what failed.
  [[nodiscard]] QString makeCertificates() const;
  /// Gives all that is in it to the server's user.
  [[nodiscard]] QString handOver() const;
  /// Starts a program in the folder, as the server's user.
  void start(QProcess& process, const QString& program, const QStringList& words) const;
  /// Runs one to its end; what it wrote where it failed.
  [[nodiscard]] QString run(const QString& program, const QStringList& words) const;
  [[nodiscard]] static int unusedPort();
  static void write(const QString& path, const QByteArray& bytes);
  /// Ends a server: `signal` first, and what does not help after a while by force.
  static void end(QProcess& process, int signal);
  /// Stops a server and its children where they are, and lets them go on.
  static void freeze(const QProcess& process);
  static void thaw(const QProcess& process);

 private:
  const char* m_user;
  QTemporaryDir m_folder{QStringLiteral("/tmp/courier-db.XXXXXX")};
};

}  // namespace courier::testing
