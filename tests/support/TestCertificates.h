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
  enum class Validity { Now, Expired, NotYet };
  static constexpr auto passphrase = "pass-w0rd of the key";

  /// `names` may be empty: then the certificate has a common name alone.
  explicit TestCertificates(const QByteArray& names = "DNS:localhost,IP:127.0.0.1", Validity validity = Validity::Now,
                            const QString& commonName = QStringLiteral("A server of the tests")) {
    run({QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"), QStringLiteral("rsa:2048"),
         QStringLiteral("-nodes"), QStringLiteral("-keyout"), path("ca.key"), QStringLiteral("-out"), path("ca.pem"),
         QStringLiteral("-days"), QStringLiteral("2"), QStringLiteral("-subj"), QStringLiteral("/O=Tests/CN=Acme CA")});
    request("server", QStringLiteral("/O=Tests/CN=") + commonName);
    sign("server", names.isEmpty() ? "basicConstraints=CA:FALSE" : "subjectAltName=" + names, validity);
  }

  /// Also "client.pem", signed by the authority, its key "client.key" and that under a passphrase,
  /// "client-locked.key".
  void addClient() const {
    request("client", QStringLiteral("/O=Tests/CN=A client of the tests"));
    sign("client", "extendedKeyUsage=clientAuth", Validity::Now);
    run({QStringLiteral("rsa"), QStringLiteral("-in"), path("client.key"), QStringLiteral("-aes128"),
         QStringLiteral("-traditional"), QStringLiteral("-passout"),
         QStringLiteral("pass:") + QString::fromLatin1(passphrase), QStringLiteral("-out"), path("client-locked.key")});
  }

  /// What a server speaks TLS with.
  [[nodiscard]] QSslConfiguration server() const { return configurationOf("server.pem", "server.key"); }
  /// The same with a certificate that nobody else signed.
  [[nodiscard]] QSslConfiguration selfSignedServer() const { return configurationOf("ca.pem", "ca.key"); }
  /// What a client trusts it with.
  [[nodiscard]] QSslConfiguration client() const {
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.addCaCertificate(QSslCertificate::fromPath(path("ca.pem")).value(0));
    return configuration;
  }
  /// The authority's certificate, PEM.
  [[nodiscard]] QString authority() const { return QString::fromLatin1(bytes("ca.pem")); }
  /// "ca.pem", "server.pem", "server.key", for other programs.
  [[nodiscard]] QString path(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }

 private:
  [[nodiscard]] QSslConfiguration configurationOf(const char* certificate, const char* key) const {
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificate(QSslCertificate::fromPath(path(certificate)).value(0));
    configuration.setPrivateKey(QSslKey(bytes(key), QSsl::Rsa));
    return configuration;
  }
  [[nodiscard]] QByteArray bytes(const char* name) const {
    QFile file(path(name));
    if (!file.open(QIODevice::ReadOnly)) qFatal("no %s", name);
    return file.readAll();
  }
  void write(const char* name, const QByteArray& text) const {
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) qFatal("cannot write %s", name);
  }

  void request(const QByteArray& name, const QString& subject) const {
    run({QStringLiteral("req"), QStringLiteral("-newkey"), QStringLiteral("rsa:2048"), QStringLiteral("-nodes"),
         QStringLiteral("-keyout"), path((name + ".key").constData()), QStringLiteral("-out"),
         path((name + ".csr").constData()), QStringLiteral("-subj"), subject});
  }

  void sign(const QByteArray& name, const QByteArray& extensions, Validity validity) const {
    const QByteArray folder = m_folder.path().toUtf8();
    write("ca.cnf", "[ca]\ndefault_ca=d\n[d]\ndatabase=" + folder + "/index\nserial=" + folder +
                        "/serial\nnew_certs_dir=" + folder +
                        "\ndefault_md=sha256\npolicy=p\nx509_extensions=e\n[p]\norganizationName=optional\n"
                        "commonName=supplied\n[e]\n" +
                        extensions + '\n');
    write("index", {});
    write("serial", name == "server" ? "11\n" : "12\n");
    QStringList words = {QStringLiteral("ca"),
                         QStringLiteral("-batch"),
                         QStringLiteral("-notext"),
                         QStringLiteral("-config"),
                         path("ca.cnf"),
                         QStringLiteral("-cert"),
                         path("ca.pem"),
                         QStringLiteral("-keyfile"),
                         path("ca.key"),
                         QStringLiteral("-in"),
                         path((name + ".csr").constData()),
                         QStringLiteral("-out"),
                         path((name + ".pem").constData())};
    switch (validity) {
      case Validity::Now:
        words += {QStringLiteral("-days"), QStringLiteral("2")};
        break;
      case Validity::Expired:
        words += {QStringLiteral("-startdate"), QStringLiteral("20190101000000Z"), QStringLiteral("-enddate"),
                  QStringLiteral("20200101000000Z")};
        break;
      case Validity::NotYet:
        words += {QStringLiteral("-startdate"), QStringLiteral("20980101000000Z"), QStringLiteral("-enddate"),
                  QStringLiteral("20990101000000Z")};
        break;
    }
    run(words);
  }

  static void run(const QStringList& arguments) {
    QProcess openssl;
    openssl.start(QStringLiteral("openssl"), arguments);
    if (!openssl.waitForFinished(30'000) || openssl.exitCode() != 0)
      qFatal("openssl: %s", openssl.readAllStandardError().constData());
  }

  QTemporaryDir m_folder;
};

}  // namespace courier::testing
