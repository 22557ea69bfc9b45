#include "models/check/TargetChecker.h"

#include <gtest/gtest.h>

#include "models/http/Transport.h"
#include "models/secrets/SecretStore.h"
#include "tests/support/Await.h"
#include "tests/support/Deliveries.h"
#include "tests/support/FaultyServer.h"
#include "tests/support/TestCertificates.h"
#include "tests/support/TestProxy.h"
#include "tests/support/ToldSecretStore.h"

namespace courier {
namespace {

using testing::FaultyServer;
using testing::TestCertificates;
using testing::TestProxy;
using testing::ToldSecretStore;
using testing::waitUntil;

class TargetCheckerTest : public ::testing::Test {
 protected:
  /// All five lines, in order, and whether all is well.
  struct Seen {
    QVector<CheckLine> lines;
    bool passed = false;
    [[nodiscard]] const CheckLine& at(CheckStep step) const { return lines.at(static_cast<int>(step)); }
  };

  static CheckInput planFor(const QString& address, const QString& user = QStringLiteral("ada")) {
    CheckInput input;
    input.request.to.url = testing::urlOf(address);
    input.request.targetText = QStringLiteral("myweb");
    input.request.to.user = user;
    input.request.to.secretKey = user.isEmpty() ? QString() : QStringLiteral("key");
    input.request.to.options.proxy.kind = ProxyKind::None;
    input.sendsTestBody = true;
    input.limits.connectMs = 8000;
    return input;
  }
  Seen check(const CheckInput& input) {
    Seen seen;
    int finishes = 0;
    TargetChecker checker(store, input);
    QObject::connect(&checker, &TargetChecker::told, &checker, [&](const CheckLine& line) { seen.lines.append(line); });
    QObject::connect(&checker, &TargetChecker::finished, &checker, [&](bool passed) {
      ++finishes;
      seen.passed = passed;
    });
    checker.start();
    EXPECT_TRUE(waitUntil([&] { return finishes > 0; }, 40'000));
    EXPECT_EQ(finishes, 1);
    EXPECT_EQ(seen.lines.size(), 5);
    for (int i = 0; i < seen.lines.size(); ++i) {
      const CheckLine& line = seen.lines[i];
      EXPECT_EQ(static_cast<int>(line.step), i);
      EXPECT_FALSE(line.text.isEmpty());
      for (const char* secret : {"secret-word", TestProxy::password, TestCertificates::passphrase})
        EXPECT_FALSE(line.text.contains(QString::fromLatin1(secret))) << line.text.toStdString();
    }
    seen.lines.resize(5);
    return seen;
  }
  void knows(const QHash<QString, QString>& fields) { store.item = Secret{fields}; }
  static QString word() { return QStringLiteral("secret-word"); }

  ToldSecretStore store;
};

TEST_F(TargetCheckerTest, ALockedKeychainFailsTheCredentialsAndNothingIsSent) {
  FaultyServer server;
  const Seen seen = check(planFor(server.address()));
  EXPECT_FALSE(seen.passed);
  EXPECT_EQ(seen.at(CheckStep::Connection).outcome, CheckOutcome::Ok);
  EXPECT_EQ(seen.at(CheckStep::Credentials).outcome, CheckOutcome::Failed);
  EXPECT_EQ(seen.at(CheckStep::Credentials).text.toStdString(),
            "The keychain is locked. Nothing was sent. Unlock it, and check again.");
  EXPECT_EQ(seen.at(CheckStep::Put).outcome, CheckOutcome::NotDone);
  EXPECT_EQ(store.reads, 1);
  EXPECT_EQ(server.requestCount(), 0);
}

TEST_F(TargetCheckerTest, AnItemThatIsGoneIsSaidByTheTargetsName) {
  FaultyServer server;
  store.kind = ErrorKind::SecretMissing;
  EXPECT_TRUE(check(planFor(server.address())).at(CheckStep::Credentials).text.contains(QStringLiteral("for myweb")));
  // One that lacks a field is no better than none.
  knows({{secretfields::proxyPassword, word()}});
  EXPECT_TRUE(check(planFor(server.address())).at(CheckStep::Credentials).text.contains(QStringLiteral("for myweb")));
  EXPECT_EQ(server.requestCount(), 0);
}

TEST_F(TargetCheckerTest, ATypedPasswordNeedsNoKeychain) {
  FaultyServer server;
  CheckInput input = planFor(server.address());
  input.password = word();
  EXPECT_TRUE(check(input).passed);
  ASSERT_EQ(server.requestCount(), 1);
  EXPECT_EQ(server.requests().first().header("Authorization"),
            "Basic " + basicCredentials(QStringLiteral("ada"), word()));
  EXPECT_EQ(server.requests().first().header("Query-Courier-Check"), "true");
  EXPECT_EQ(server.requests().first().bodyBytes, 0);
}

TEST_F(TargetCheckerTest, ATypedPasswordNeedsNoUserName) {
  FaultyServer server;
  CheckInput input = planFor(server.address(), QString());
  input.password = word();
  const Seen seen = check(input);
  EXPECT_TRUE(seen.passed);
  EXPECT_EQ(seen.at(CheckStep::Credentials).text, QStringLiteral("the server accepts the password"));
  ASSERT_EQ(server.requestCount(), 1);
  EXPECT_EQ(server.requests().first().header("Authorization"), "Basic " + basicCredentials(QString(), word()));
}

TEST_F(TargetCheckerTest, AProxyIsConnectedToAndSignedInTo) {
  FaultyServer server;
  for (const ProxyKind kind : {ProxyKind::Http, ProxyKind::Socks5}) {
    SCOPED_TRACE(static_cast<int>(kind));
    const TestProxy proxy(kind, server.port());
    CheckInput input = planFor(QStringLiteral("web://server.test:8080/path"));
    input.request.to.options.proxy = proxy.options();
    knows({{secretfields::password, word()}, {secretfields::proxyPassword, QString::fromLatin1(TestProxy::password)}});
    const int before = server.requestCount();
    const Seen seen = check(input);
    EXPECT_TRUE(seen.passed) << seen.at(CheckStep::Connection).text.toStdString();
    EXPECT_EQ(seen.at(CheckStep::Name).outcome, CheckOutcome::NotDone);
    EXPECT_TRUE(seen.at(CheckStep::Name).text.contains(QStringLiteral("the proxy 127.0.0.1:%1").arg(proxy.port())));
    EXPECT_TRUE(seen.at(CheckStep::Connection).text.contains(QString::number(proxy.port())));
    EXPECT_EQ(server.requestCount(), before + 1);
  }
}

TEST_F(TargetCheckerTest, AProxysWrongPasswordSendsNothingToTheServer) {
  FaultyServer server;
  for (const ProxyKind kind : {ProxyKind::Http, ProxyKind::Socks5}) {
    SCOPED_TRACE(static_cast<int>(kind));
    const TestProxy proxy(kind, server.port());
    CheckInput input = planFor(QStringLiteral("web://server.test:8080/path"));
    input.request.to.options.proxy = proxy.options();
    knows({{secretfields::password, word()}, {secretfields::proxyPassword, QStringLiteral("wrong-one")}});
    const Seen seen = check(input);
    EXPECT_FALSE(seen.passed);
    const auto failed = std::find_if(seen.lines.begin(), seen.lines.end(),
                                     [](const CheckLine& line) { return line.outcome == CheckOutcome::Failed; });
    ASSERT_NE(failed, seen.lines.end());
    EXPECT_TRUE(failed->text.contains(QStringLiteral("proxy"))) << failed->text.toStdString();
    EXPECT_EQ(server.requestCount(), 0);
  }
  // Not known: the proxy is not even asked.
  const TestProxy proxy(ProxyKind::Http, server.port());
  CheckInput input = planFor(QStringLiteral("web://server.test:8080/path"));
  input.request.to.options.proxy = proxy.options();
  knows({{secretfields::password, word()}});
  EXPECT_EQ(check(input).at(CheckStep::Connection).outcome, CheckOutcome::Failed);
  EXPECT_TRUE(proxy.asked().isEmpty());
}

TEST_F(TargetCheckerTest, AClientCertificateIsShownWhereTheServerWantsOne) {
  const TestCertificates certificates;
  certificates.addClient();
  QSslConfiguration strict = certificates.server();
  strict.setPeerVerifyMode(QSslSocket::VerifyPeer);
  strict.setCaCertificates(QSslCertificate::fromPath(certificates.path("ca.pem")));
  FaultyServer server(strict);

  CheckInput input = planFor(server.address());
  input.request.to.options.tls.caPem = certificates.authority();
  knows({{secretfields::password, word()}});
  const Seen without = check(input);
  EXPECT_FALSE(without.passed);
  EXPECT_EQ(without.at(CheckStep::Tls).outcome, CheckOutcome::Failed);
  EXPECT_TRUE(without.at(CheckStep::Tls).text.contains(QStringLiteral("asks for a client certificate")))
      << without.at(CheckStep::Tls).text.toStdString();
  EXPECT_EQ(server.requestCount(), 0);

  input.request.to.options.tls.clientCertificateFile = certificates.path("client.pem");
  input.request.to.options.tls.clientKeyFile = certificates.path("client-locked.key");
  input.request.to.options.tls.keyHasPassphrase = true;
  EXPECT_EQ(check(input).at(CheckStep::Tls).outcome, CheckOutcome::Failed) << "its passphrase is not known";
  knows({{secretfields::password, word()},
         {secretfields::keyPassphrase, QString::fromLatin1(TestCertificates::passphrase)}});
  const Seen with = check(input);
  EXPECT_TRUE(with.passed) << with.at(CheckStep::Tls).text.toStdString();
  EXPECT_TRUE(with.at(CheckStep::Tls).text.contains(QStringLiteral("Acme CA")));
  EXPECT_EQ(server.requestCount(), 1);
}

TEST_F(TargetCheckerTest, ACommonNameIsNotLookedAt) {
  const TestCertificates certificates("DNS:elsewhere.test", TestCertificates::Validity::Now,
                                      QStringLiteral("localhost"));
  FaultyServer server(certificates.server());
  CheckInput input = planFor(server.address());
  input.request.to.options.tls.caPem = certificates.authority();
  knows({{secretfields::password, word()}});
  const Seen seen = check(input);
  EXPECT_FALSE(seen.passed);
  EXPECT_EQ(seen.at(CheckStep::Tls).outcome, CheckOutcome::Failed);
  EXPECT_TRUE(seen.at(CheckStep::Tls).text.contains(QStringLiteral("it belongs to another host name")))
      << seen.at(CheckStep::Tls).text.toStdString();
  EXPECT_EQ(server.spokenConnectionCount(), 0);
}

TEST_F(TargetCheckerTest, AWrongPassphraseIsSaidBeforeTheServerHearsAnything) {
  const TestCertificates certificates;
  certificates.addClient();
  FaultyServer server(certificates.server());
  CheckInput input = planFor(server.address());
  input.request.to.options.tls.caPem = certificates.authority();
  input.request.to.options.tls.clientCertificateFile = certificates.path("client.pem");
  input.request.to.options.tls.clientKeyFile = certificates.path("client-locked.key");
  input.request.to.options.tls.keyHasPassphrase = true;
  knows({{secretfields::password, word()}, {secretfields::keyPassphrase, QStringLiteral("not it")}});
  const Seen seen = check(input);
  EXPECT_FALSE(seen.passed);
  EXPECT_EQ(seen.at(CheckStep::Tls).outcome, CheckOutcome::Failed);
  EXPECT_TRUE(seen.at(CheckStep::Tls).text.contains(QStringLiteral("passphrase")))
      << seen.at(CheckStep::Tls).text.toStdString();
  EXPECT_EQ(server.requestCount(), 0);
}

TEST_F(TargetCheckerTest, ATestBodyIsSignedLikeAResult) {
  FaultyServer server;
  CheckInput input = planFor(server.address(), {});
  input.request.to.secretKey = QStringLiteral("key");
  input.request.to.options.isSigned = true;
  knows({{secretfields::signingSecret, QStringLiteral("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")}});
  const Seen seen = check(input);
  EXPECT_TRUE(seen.passed) << seen.at(CheckStep::Credentials).text.toStdString();
  ASSERT_EQ(server.requestCount(), 1);
  const auto request = server.requests().first();
  EXPECT_TRUE(request.header("webhook-signature").startsWith("v1,"));
  EXPECT_EQ(request.header("webhook-id"), request.header("Idempotency-Key"));
}

TEST_F(TargetCheckerTest, AnAnswerThatNeverComesEndsTheCheck) {
  FaultyServer server;
  server.next(testing::Reaction::silence());
  CheckInput input = planFor(server.address(), {});
  input.limits.silenceAfterBodyMs = 300;
  input.limits.connectMs = 300;
  const Seen seen = check(input);
  EXPECT_FALSE(seen.passed);
  EXPECT_EQ(seen.at(CheckStep::Put).outcome, CheckOutcome::Failed);
  EXPECT_TRUE(seen.at(CheckStep::Put).text.contains(QStringLiteral("no answer within")))
      << seen.at(CheckStep::Put).text.toStdString();
}

}  // namespace
}  // namespace courier
