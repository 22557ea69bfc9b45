#include "models/address/TargetOptions.h"

#include <gtest/gtest.h>

#include <functional>

#include "models/address/Destination.h"

namespace courier {
namespace {

TargetOptions everyOption() {
  TargetOptions options;
  options.auth = AuthKind::Header;
  options.authHeader = QStringLiteral("X-Api-Key");
  options.headers = {{QStringLiteral("X-Team"), QStringLiteral("numbers; q=1")},
                     {QStringLiteral("Prefer"), QStringLiteral("respond-async")}};
  options.isSigned = true;
  options.body = {BodyFormat::Csv, true, true};
  options.proxy = {ProxyKind::Socks5, QStringLiteral("proxy.example.org"), 1080, QStringLiteral("ann")};
  options.tls = {
      {}, QStringLiteral("/home/ann/cert.pem"), QStringLiteral("/home/ann/key.pem"), true, TlsMinimum::Tls13};
  options.times = {1, 2, 3, 4};
  options.guards = {true, 25, true, true, true};
  options.retention = Retention::UntilDelivered;
  return options;
}

TEST(TargetOptions, ComeBackFromTheirJson) {
  const TargetOptions options = everyOption();
  EXPECT_EQ(TargetOptions::fromJson(options.toJson()), options);
  EXPECT_EQ(TargetOptions().toJson(), QStringLiteral("{}"));
  EXPECT_EQ(TargetOptions::fromJson(QStringLiteral("{}")), TargetOptions());
}

TEST(TargetOptions, TheStoredFormStaysAsItIs) {
  const QString stored = QStringLiteral(
      R"({"auth":"header","authHeader":"X-Api-Key","format":"csv",)"
      R"("guards":{"columns":true,"empty":true,"rows":25,"truncated":true,"unchanged":true},"gzip":true,)"
      R"("headers":[["X-Team","numbers; q=1"],["Prefer","respond-async"]],"keep":"delivered",)"
      R"("proxy":{"host":"proxy.example.org","kind":"socks5","port":1080,"user":"ann"},"signed":true,)"
      R"("times":{"answer":3,"connect":1,"sending":2,"total":4},)"
      R"("tls":{"certificate":"/home/ann/cert.pem","key":"/home/ann/key.pem","minimum":"1.3","passphrase":true},)"
      R"("wideAsStrings":true})");
  EXPECT_EQ(everyOption().toJson(), stored);
  EXPECT_EQ(TargetOptions::fromJson(stored), everyOption());
}

TEST(TargetOptions, WhatCannotBeReadIsLeftAtItsDefault) {
  const auto options = TargetOptions::fromJson(QStringLiteral(
      R"({"auth":"kerberos","gzip":"yes","times":7,"format":"xml","guards":{"rows":"many","empty":true}})"));
  EXPECT_EQ(options.auth, AuthKind::Basic);
  EXPECT_FALSE(options.body.gzip);
  EXPECT_EQ(options.times, TimeOptions());
  EXPECT_EQ(options.guards.holdRowChangePercent, 0);
  EXPECT_TRUE(options.guards.holdEmpty);
  EXPECT_EQ(TargetOptions::fromJson(QStringLiteral("not JSON")), TargetOptions());
}

TEST(TargetOptions, TheConnectionIsTakenFromWhatTheTargetSaysNow) {
  TargetOptions frozen;
  frozen.body.format = BodyFormat::Lines;
  frozen.headers = {{QStringLiteral("X-Team"), QStringLiteral("old")}};
  const TargetOptions present = everyOption();
  const TargetOptions mended = frozen.withConnectionOf(present);
  EXPECT_EQ(mended.body, frozen.body);
  EXPECT_EQ(mended.headers, frozen.headers);
  EXPECT_EQ(mended.retention, frozen.retention);
  EXPECT_EQ(mended.guards, frozen.guards);
  EXPECT_EQ(mended.auth, present.auth);
  EXPECT_EQ(mended.authHeader, present.authHeader);
  EXPECT_EQ(mended.isSigned, present.isSigned);
  EXPECT_EQ(mended.proxy, present.proxy);
  EXPECT_EQ(mended.tls, present.tls);
  EXPECT_EQ(mended.times, present.times);
}

TEST(TargetOptions, NameTheSecretsThatTheyNeed) {
  Destination to;
  EXPECT_EQ(to.neededSecrets(), QStringList());
  to.user = QStringLiteral("ann");
  EXPECT_EQ(to.neededSecrets(), QStringList(secretfields::password));
  to.options.auth = AuthKind::Bearer;
  EXPECT_EQ(to.neededSecrets(), QStringList(secretfields::token));
  to.user.clear();
  to.options = everyOption();
  EXPECT_EQ(to.neededSecrets(), (QStringList{secretfields::headerValue, secretfields::signingSecret,
                                             secretfields::proxyPassword, secretfields::keyPassphrase}));
}

TEST(TargetOptionsCheck, NamesThePart) {
  EXPECT_TRUE(checkTargetOptions({}).ok());
  EXPECT_TRUE(checkTargetOptions(everyOption()).ok());
  struct Case {
    std::function<void(TargetOptions&)> spoil;
    const char* part;
  };
  const auto header = [](const char* name, const char* value) {
    return [=](TargetOptions& options) { options.headers = {{QLatin1String(name), QLatin1String(value)}}; };
  };
  const Case cases[] = {
      {header("", "x"), "name"},
      {header("X Team", "x"), "name"},
      {header("X-Team:", "x"), "name"},
      {header("Content-Length", "1"), "Content-Length"},
      {header("host", "x"), "host"},
      {header("Webhook-Id", "x"), "Webhook-Id"},
      {header("Query-Courier-Job", "x"), "Query-Courier-Job"},
      {header("Proxy-Authorization", "x"), "Proxy-Authorization"},
      {header("Authorization", "Basic x"), "secret"},
      {header("Cookie", "a=b"), "secret"},
      {header("X-Team", "a\r\nX-Evil: b"), "X-Team"},
      {header("X-Team", "\xE4"), "X-Team"},
      {[](TargetOptions& o) {
         o.headers = {{QStringLiteral("A"), QStringLiteral("1")}, {QStringLiteral("a"), QStringLiteral("2")}};
       },
       "twice"},
      {[](TargetOptions& o) { o.authHeader.clear(); }, "secret header's name"},
      {[](TargetOptions& o) { o.proxy.port = 0; }, "port 0"},
      {[](TargetOptions& o) { o.proxy.host.clear(); }, "host is missing"},
      {[](TargetOptions& o) { o.proxy.host = QStringLiteral("a b"); }, "proxy's host"},
      {[](TargetOptions& o) { o.proxy.user = QStringLiteral("CORP\\ann"); }, "NTLM"},
      {[](TargetOptions& o) { o.proxy.kind = ProxyKind::None; }, "HTTP or a SOCKS5"},
      {[](TargetOptions& o) { o.tls.clientCertificateFile.clear(); }, "client certificate's file"},
      {[](TargetOptions& o) { o.tls.caPem = QStringLiteral("no PEM"); }, "CA file"},
      {[](TargetOptions& o) { o.times.connectS = 0; }, "0 is out of range"},
      {[](TargetOptions& o) { o.times.totalS = 90'000; }, "90000 is out of range"},
      {[](TargetOptions& o) { o.guards.holdRowChangePercent = -1; }, "percent"},
  };
  for (const Case& one : cases) {
    TargetOptions options = everyOption();
    one.spoil(options);
    const auto checked = checkTargetOptions(options);
    ASSERT_FALSE(checked.ok()) << one.part;
    EXPECT_EQ(checked.error().kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(checked.error().message.contains(QLatin1String(one.part))) << qUtf8Printable(checked.error().message);
    EXPECT_FALSE(checked.error().message.contains(QStringLiteral("Evil")));
  }
}

TEST(TargetOptionsCheck, SecretsAreNeverRepeated) {
  EXPECT_TRUE(checkSigningSecret(QStringLiteral("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")).ok());
  EXPECT_TRUE(checkSigningSecret(QStringLiteral("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")).ok());
  for (const char* secret : {"", "whsec_", "whsec_c2hvcnQ=", "whsec_!!!notbase64!!!notbase64!!!notbase64"}) {
    const auto checked = checkSigningSecret(QLatin1String(secret));
    ASSERT_FALSE(checked.ok()) << secret;
    EXPECT_FALSE(checked.error().message.contains(QStringLiteral("notbase64")));
  }
  EXPECT_TRUE(checkHeaderSecret(QStringLiteral("The token"), QStringLiteral("abc.DEF-123~")).ok());
  for (const QString& token : {QString(), QStringLiteral("s3cret\n"), QStringLiteral("s3crét"), QString(3000, u'x')}) {
    const auto checked = checkHeaderSecret(QStringLiteral("The token"), token);
    ASSERT_FALSE(checked.ok());
    EXPECT_TRUE(checked.error().message.startsWith(QStringLiteral("The token")));
    EXPECT_FALSE(checked.error().message.contains(QStringLiteral("s3cr")));
  }
}

}  // namespace
}  // namespace courier
