#pragma once

#include <QFile>
#include <QProcess>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QTemporaryDir>

namespace courier::testing {

/// A certificate authority of the tests' own and a certificate that it signed, for localhost if not told otherwise,
/// made by the openssl command in a folder that goes with the object.
class TestCertificates {
 public:
  explicit TestCertificates(const QByteArray& names = "DNS:localhost,IP:127.0.0.1") {
    run({QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"), QStringLiteral("rsa:2048"),
         QStringLiteral("-nodes"), QStringLiteral("-keyout"), path("ca.key"), QStringLiteral("-out"), path("ca.pem"),
         QStringLiteral("-days"), QStringLiteral("2"), QStringLiteral("-subj"), QStringLiteral("/O=Tests/CN=Acme CA")});
    run({QStringLiteral("req"), QStringLiteral("-newkey"), QStringLiteral("rsa:2048"), QStringLiteral("-nodes"),
         QStringLiteral("-keyout"), path("server.key"), QStringLiteral("-out"), path("server.csr"),
         QStringLiteral("-subj"), QStringLiteral("/O=Tests/CN=A server of the tests")});
    QFile extensions(path("extensions"));
    if (!extensions.open(QIODevice::WriteOnly)) qFatal("cannot write the certificate's extensions");
    extensions.write("subjectAltName=" + names + "\n");
    extensions.close();
    run({QStringLiteral("x509"), QStringLiteral("-req"), QStringLiteral("-in"), path("server.csr"),
         QStringLiteral("-CA"), path("ca.pem"), QStringLiteral("-CAkey"), path("ca.key"),
         QStringLiteral("-CAcreateserial"), QStringLiteral("-days"), QStringLiteral("2"), QStringLiteral("-extfile"),
         path("extensions"), QStringLiteral("-out"), path("server.pem")});
  }

  /// What a server speaks TLS with.
  [[nodiscard]] QSslConfiguration server() const {
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificate(QSslCertificate::fromPath(path("server.pem")).value(0));
    QFile key(path("server.key"));
    if (!key.open(QIODevice::ReadOnly)) qFatal("no server key");
    configuration.setPrivateKey(QSslKey(&key, QSsl::Rsa));
    return configuration;
  }
  /// What a client trusts it with.
  [[nodiscard]] QSslConfiguration client() const {
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.addCaCertificate(QSslCertificate::fromPath(path("ca.pem")).value(0));
    return configuration;
  }
  /// "ca.pem", "server.pem", "server.key", for other programs.
  [[nodiscard]] QString path(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }

 private:
  static void run(const QStringList& arguments) {
    QProcess openssl;
    openssl.start(QStringLiteral("openssl"), arguments);
    if (!openssl.waitForFinished(30'000) || openssl.exitCode() != 0)
      qFatal("openssl: %s", openssl.readAllStandardError().constData());
  }

  QTemporaryDir m_folder;
};

}  // namespace courier::testing
