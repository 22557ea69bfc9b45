#include "models/http/Transport.h"

#include <gtest/gtest.h>

namespace courier {
namespace {

TEST(TransportTest, LimitsTakeWhatTheTargetSaysAndLeaveTheRest) {
  PutLimits usual;
  usual.connectMs = 1;
  usual.silenceWhileSendingMs = 2;
  usual.silenceAfterBodyMs = 3;
  usual.totalBaseMs = 4;
  const PutLimits plain = limitsFor({}, usual);
  EXPECT_EQ(plain.connectMs, 1);
  EXPECT_EQ(plain.silenceWhileSendingMs, 2);
  EXPECT_EQ(plain.silenceAfterBodyMs, 3);
  EXPECT_EQ(plain.totalBaseMs, 4);
  EXPECT_EQ(plain.keptAnswerBytes, usual.keptAnswerBytes);

  TimeOptions times;
  times.connectS = 7;
  times.silenceAfterBodyS = 3600;
  const PutLimits own = limitsFor(times, usual);
  EXPECT_EQ(own.connectMs, 7'000);
  EXPECT_EQ(own.silenceWhileSendingMs, 2);
  EXPECT_EQ(own.silenceAfterBodyMs, 3'600'000);
  EXPECT_EQ(own.totalBaseMs, 4);

  TimeOptions all;
  all.connectS = 1;
  all.silenceWhileSendingS = 2;
  all.silenceAfterBodyS = 3;
  all.totalS = 4;
  EXPECT_EQ(limitsFor(all).silenceWhileSendingMs, 2'000);
  EXPECT_EQ(limitsFor(all).totalBaseMs, 4'000);
  EXPECT_EQ(limitsFor(all).totalBytesPerSecond, 64 * 1024);
}

TEST(TransportTest, TheLimitsOfTheDesign) {
  const PutLimits limits = limitsFor({});
  EXPECT_EQ(limits.connectMs, 10'000);
  EXPECT_EQ(limits.silenceWhileSendingMs, 30'000);
  EXPECT_EQ(limits.silenceAfterBodyMs, 120'000);
  EXPECT_EQ(limits.totalBaseMs, 150'000);
}

TEST(TransportTest, BasicCredentialsAreUtf8) {
  EXPECT_EQ(basicCredentials(QStringLiteral("Aladdin"), QStringLiteral("open sesame")), "QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  EXPECT_EQ(basicCredentials(QStringLiteral("test"), QString::fromUtf8("123\xC2\xA3")), "dGVzdDoxMjPCow==");
}

TEST(TransportTest, EveryFormOfASecretIsKnown) {
  Secret secret;
  secret.fields.insert(secretfields::password, QStringLiteral("a b/ö"));
  secret.fields.insert(secretfields::proxyPassword, QStringLiteral("p:x"));
  secret.fields.insert(secretfields::signingSecret, QStringLiteral("whsec_abc"));
  const auto texts = secretTexts(secret, QStringLiteral("ada"), QStringLiteral("prox"));
  for (const QByteArray& expected :
       {QByteArray("a b/\xC3\xB6"), QByteArray("a%20b%2F%C3%B6"), QByteArray("a b/\xC3\xB6").toBase64(),
        QByteArray("ada:a b/\xC3\xB6").toBase64(), QByteArray("prox:p:x").toBase64(), QByteArray("p%3Ax"),
        QByteArray("whsec_abc"), QByteArray("whsec_abc").toBase64()}) {
    EXPECT_TRUE(texts.contains(expected)) << expected.toStdString();
  }
  // Those that hold others come first, so that none is cut up before it is found.
  EXPECT_LT(texts.indexOf(QByteArray("ada:a b/\xC3\xB6").toBase64()), texts.indexOf(QByteArray("a b/\xC3\xB6")));
  EXPECT_TRUE(secretTexts({}, QStringLiteral("ada"), {}).isEmpty());
}

TEST(TransportTest, TheSmallestVersionOfTls) {
  TlsOptions tls;
  EXPECT_EQ(sslConfigurationFor(tls, {}, QSslConfiguration::defaultConfiguration())->protocol(), QSsl::TlsV1_2OrLater);
  tls.minimum = TlsMinimum::Tls13;
  EXPECT_EQ(sslConfigurationFor(tls, {}, QSslConfiguration::defaultConfiguration())->protocol(), QSsl::TlsV1_3OrLater);
}

TEST(TransportTest, AMissingClientCertificateIsNamed) {
  TlsOptions tls;
  tls.clientCertificateFile = QStringLiteral("/nowhere/client.pem");
  const auto ssl = sslConfigurationFor(tls, {}, QSslConfiguration::defaultConfiguration());
  ASSERT_FALSE(ssl.ok());
  EXPECT_EQ(ssl.error().kind, ErrorKind::InvalidInput);
  EXPECT_TRUE(ssl.error().message.contains(tls.clientCertificateFile));
}

}  // namespace
}  // namespace courier
