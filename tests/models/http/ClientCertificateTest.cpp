#include "models/http/ClientCertificate.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QProcess>
#include <QSslKey>
#include <QTemporaryDir>

namespace courier {
namespace {

constexpr auto right = "pass-w0rd of the key";

/// Keys of every encoding and their certificates, made by the openssl command.
class ClientCertificateTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    s_folder = new QTemporaryDir;
    for (const QString& kind : {QStringLiteral("rsa"), QStringLiteral("ec"), QStringLiteral("ed")}) {
      const QString algorithm = kind == QLatin1String("rsa")  ? QStringLiteral("rsa:2048")
                                : kind == QLatin1String("ec") ? QStringLiteral("ec")
                                                              : QStringLiteral("ed25519");
      QString words =
          QStringLiteral("req -x509 -nodes -days 2 -subj /CN=client -newkey %1 -keyout KIND.p8 -out KIND.pem")
              .arg(algorithm);
      if (kind == QLatin1String("ec")) words += QStringLiteral(" -pkeyopt ec_paramgen_curve:prime256v1");
      openssl(words.replace(QStringLiteral("KIND"), kind));
      openssl(QStringLiteral("x509 -in %1.pem -outform DER -out %1.crt").arg(kind));
      if (kind == QLatin1String("ed")) continue;
      const QString locked = QStringLiteral(" -passout file:") + path(QStringLiteral("word"));
      const QString from = QStringLiteral(" -in %1.p8 -out %1.").arg(kind);
      openssl(QStringLiteral("pkey -outform DER") + from + QStringLiteral("p8der"));
      openssl(QStringLiteral("pkcs8 -topk8 -v2 aes-256-cbc") + locked + from + QStringLiteral("p8lock"));
      openssl(QStringLiteral("pkcs8 -topk8 -v2 aes-256-cbc -outform DER") + locked + from +
              QStringLiteral("p8lockder"));
      openssl(QStringLiteral("pkcs8 -topk8 -v1 PBE-SHA1-3DES -outform DER") + locked + from +
              QStringLiteral("p5lockder"));
      openssl(QStringLiteral("pkcs8 -topk8 -scrypt -outform DER") + locked + from + QStringLiteral("scryptder"));
      // PKCS#1 and SEC1.
      openssl(QStringLiteral("pkey -traditional") + from + QStringLiteral("old"));
      openssl(QStringLiteral("%1 -outform DER").arg(kind) + from.left(from.size() - 1) + QStringLiteral(".oldder") +
              (kind == QLatin1String("rsa") ? QStringLiteral(" -traditional") : QString()));
      openssl(QStringLiteral("pkey -traditional -aes128") + locked + from + QStringLiteral("oldlock"));
    }
  }
  static void TearDownTestSuite() { delete s_folder; }

  static QString path(const QString& name) {
    const QString full = s_folder->filePath(name);
    if (name == QLatin1String("word") && !QFile::exists(full)) write(name, QByteArray(right) + '\n');
    return full;
  }
  static void write(const QString& name, const QByteArray& bytes) {
    QFile file(s_folder->filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("cannot write");
  }
  static QByteArray bytesOf(const QString& name) {
    QFile file(path(name));
    if (!file.open(QIODevice::ReadOnly)) qFatal("no %s", qUtf8Printable(name));
    return file.readAll();
  }
  static void openssl(const QString& words) {
    QProcess process;
    process.setWorkingDirectory(s_folder->path());
    process.start(QStringLiteral("openssl"), words.split(u' ', Qt::SkipEmptyParts));
    if (!process.waitForFinished(30'000) || process.exitCode() != 0)
      qFatal("openssl %s: %s", qUtf8Printable(words), process.readAllStandardError().constData());
  }
  static Expected<void> add(const QString& certificate, const QString& key, const QString& passphrase,
                            QSslConfiguration& ssl) {
    TlsOptions tls;
    tls.clientCertificateFile = path(certificate);
    if (!key.isEmpty()) tls.clientKeyFile = path(key);
    return addClientCertificate(ssl, tls, passphrase);
  }
  static std::string refusal(const QString& certificate, const QString& key, const QString& passphrase = {}) {
    QSslConfiguration ssl;
    const auto added = add(certificate, key, passphrase, ssl);
    if (added) return "accepted";
    EXPECT_EQ(added.error().kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(ssl.privateKey().isNull());
    EXPECT_TRUE(passphrase.isEmpty() || !(added.error().message + added.error().detail).contains(passphrase));
    return added.error().message.toStdString();
  }

  static inline QTemporaryDir* s_folder = nullptr;
};

TEST_F(ClientCertificateTest, KeysOfEveryEncodingAreRead) {
  const QString phrase = QString::fromLatin1(right);
  for (const QString& kind : {QStringLiteral("rsa"), QStringLiteral("ec")}) {
    const QSslKey expected(bytesOf(kind + QStringLiteral(".p8")), kind == QLatin1String("rsa") ? QSsl::Rsa : QSsl::Ec);
    ASSERT_FALSE(expected.isNull());
    for (const char* encoding :
         {"p8", "p8der", "old", "oldder", "p8lock", "p8lockder", "p5lockder", "scryptder", "oldlock"}) {
      const QString file = kind + QLatin1Char('.') + QString::fromLatin1(encoding);
      SCOPED_TRACE(file.toStdString());
      const bool isLocked = file.contains(QLatin1String("lock")) || file.contains(QLatin1String("scrypt"));
      for (const char* certificate : {".pem", ".crt"}) {
        QSslConfiguration ssl;
        const auto added = add(kind + QString::fromLatin1(certificate), file, isLocked ? phrase : QString(), ssl);
        EXPECT_TRUE(added.ok()) << added.error().message.toStdString();
        EXPECT_EQ(ssl.privateKey(), expected);
        EXPECT_EQ(ssl.localCertificateChain().size(), 1);
      }
      if (!isLocked) continue;
      const std::string name = path(file).toStdString();
      EXPECT_EQ(refusal(kind + QStringLiteral(".pem"), file), "The key in “" + name + "” has a passphrase. Enter it.");
      EXPECT_EQ(refusal(kind + QStringLiteral(".pem"), file, QStringLiteral("wr0ng-phrase")),
                "The passphrase does not open the key in “" + name + "”. Enter the right one.");
    }
  }
}

TEST_F(ClientCertificateTest, TheKeyMayLieInTheCertificatesFile) {
  write(QStringLiteral("both.pem"), bytesOf(QStringLiteral("rsa.p8")) + bytesOf(QStringLiteral("rsa.pem")));
  QSslConfiguration ssl;
  EXPECT_TRUE(add(QStringLiteral("both.pem"), {}, {}, ssl).ok());
  EXPECT_FALSE(ssl.privateKey().isNull());
}

TEST_F(ClientCertificateTest, TheKeysOwnCertificateIsShownFirst) {
  write(QStringLiteral("chain.pem"), bytesOf(QStringLiteral("ec.pem")) + bytesOf(QStringLiteral("rsa.pem")));
  QSslConfiguration ssl;
  ASSERT_TRUE(add(QStringLiteral("chain.pem"), QStringLiteral("rsa.p8"), {}, ssl).ok());
  ASSERT_EQ(ssl.localCertificateChain().size(), 2);
  EXPECT_EQ(ssl.localCertificate(), QSslCertificate(bytesOf(QStringLiteral("rsa.pem"))));
}

TEST_F(ClientCertificateTest, AKeyOfAnotherCertificateIsRefused) {
  const std::string expected = "The key in “" + path(QStringLiteral("ec.p8")).toStdString() +
                               "” belongs to another certificate than the one in “" +
                               path(QStringLiteral("rsa.pem")).toStdString() +
                               "”. Choose the key that the certificate was made with.";
  EXPECT_EQ(refusal(QStringLiteral("rsa.pem"), QStringLiteral("ec.p8")), expected);
  openssl(QStringLiteral("genrsa -out other.key 2048"));
  EXPECT_NE(refusal(QStringLiteral("rsa.pem"), QStringLiteral("other.key")).find("belongs to another certificate"),
            std::string::npos);
}

TEST_F(ClientCertificateTest, WhatCannotBeUsedIsNamed) {
  write(QStringLiteral("nothing"), "not a key\n");
  EXPECT_NE(refusal(QStringLiteral("rsa.pem"), QStringLiteral("nothing")).find("contains no readable key"),
            std::string::npos);
  EXPECT_NE(refusal(QStringLiteral("rsa.pem"), QStringLiteral("rsa.pem")).find("contains no readable key"),
            std::string::npos);
  EXPECT_NE(refusal(QStringLiteral("nothing"), {}).find("contains no client certificate"), std::string::npos);
  EXPECT_NE(refusal(QStringLiteral("ed.pem"), QStringLiteral("ed.p8")).find("of a kind that is not supported"),
            std::string::npos);
  openssl(QStringLiteral("pkcs12 -export -inkey rsa.p8 -in rsa.pem -out rsa.p12 -passout file:word"));
  for (const QString& key : {QString(), QStringLiteral("rsa.p8")})
    EXPECT_NE(refusal(QStringLiteral("rsa.p12"), key).find("is a PKCS#12 file"), std::string::npos);
  EXPECT_NE(refusal(QStringLiteral("rsa.pem"), QStringLiteral("rsa.p12")).find("is a PKCS#12 file"), std::string::npos);
  EXPECT_NE(refusal(QStringLiteral("rsa.pem"), QStringLiteral("absent")).find("cannot be read"), std::string::npos);
  openssl(
      QStringLiteral("pkcs8 -topk8 -v1 PBE-MD5-DES -provider legacy -provider default -in rsa.p8 -out rsa.des "
                     "-passout file:word"));
  EXPECT_NE(refusal(QStringLiteral("rsa.pem"), QStringLiteral("rsa.des"), QString::fromLatin1(right)).find("too old"),
            std::string::npos);
}

}  // namespace
}  // namespace courier
