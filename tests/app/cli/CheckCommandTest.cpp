#include <gtest/gtest.h>

#include <QFile>
#include <QTcpServer>

#include "app/Services.h"
#include "tests/support/Await.h"
#include "tests/support/Deliveries.h"
#include "tests/support/FaultyServer.h"
#include "tests/support/Nginx.h"
#include "tests/support/Program.h"

namespace courier {
namespace {

using testing::await;
using testing::CourierProgram;
using testing::Nginx;
using testing::ProgramEnd;

/// result:check as a person runs it, against a real nginx.
class CheckCommand : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    s_nginx = new Nginx;
    ASSERT_EQ(s_nginx->start().toStdString(), "");
  }
  static void TearDownTestSuite() { delete s_nginx; }

  ProgramEnd check(const QStringList& words, const QByteArray& input = {}) const {
    return program.run(QStringList{QStringLiteral("result:check")} + words, input);
  }
  static QString address(const QString& path, const QString& userInfo = {}) {
    return QStringLiteral("web://") + userInfo + QStringLiteral("127.0.0.1:%1").arg(s_nginx->port()) + path;
  }
  static QString tlsAddress(const QString& path) {
    return QStringLiteral("webs://localhost:%1").arg(s_nginx->tlsPort()) + path;
  }
  /// A saved target as result:create makes it, with these options.
  void save(const QString& name, const QString& where, const TargetOptions& options) const {
    Services services({program.dataFolder(), Owner::Role::Command, {}});
    ASSERT_TRUE(services.open().ok());
    Target target = testing::targetAt(name, where);
    target.to.options = options;
    const auto created = await(services.targets().create(target));
    ASSERT_TRUE(created.ok()) << created.error().message.toStdString();
  }
  static QString authority() {
    QFile file(s_nginx->authorityFile());
    return file.open(QIODevice::ReadOnly) ? QString::fromLatin1(file.readAll()) : QString();
  }
  /// What stands behind a step's name, "" where it was not told; each step is told once.
  static QByteArray line(const ProgramEnd& end, const QByteArray& step) {
    QByteArray found;
    for (const QByteArray& one : end.out.split('\n')) {
      if (!one.startsWith(step + ' ')) continue;
      EXPECT_EQ(found, "") << end.out.toStdString();
      found = one.mid(13).simplified();
    }
    return found;
  }
  static void expectLine(const ProgramEnd& end, const QByteArray& step, const QByteArray& begin,
                         const QByteArray& word = {}) {
    const QByteArray got = line(end, step);
    EXPECT_TRUE(got.startsWith(begin) && got.contains(word))
        << step.toStdString() << ": " << end.out.toStdString() << end.err.toStdString();
  }
  static constexpr auto signIn = "alice:s3cret-P%C3%A4%24%24@";

  static inline Nginx* s_nginx = nullptr;
  CourierProgram program;
};

TEST_F(CheckCommand, ARightAddressPassesEveryStep) {
  const QString where = address(QStringLiteral("/locked/check"), QString::fromLatin1(signIn));
  const ProgramEnd end = check({where});
  EXPECT_EQ(end.code, 0) << end.out.toStdString() << end.err.toStdString();
  EXPECT_TRUE(end.out.startsWith("Query Courier will send an empty test body to web://alice:"))
      << end.out.toStdString();
  expectLine(end, "Name", "ok 127.0.0.1");
  expectLine(end, "Connection", "ok from 127.0.0.1:", "to 127.0.0.1:" + QByteArray::number(s_nginx->port()));
  expectLine(end, "TLS", "not done");
  expectLine(end, "Credentials", "ok", "alice");
  expectLine(end, "PUT", "ok 201", "ms)");
  EXPECT_EQ(s_nginx->logged("/locked/check"), QList<QByteArray>{"PUT /locked/check 201 alice"});
  const QByteArray stored = s_nginx->stored(QStringLiteral("/locked/check"));
  EXPECT_EQ(stored.size(), 0);
  EXPECT_FALSE((end.out + end.err).contains("s3cret"));
}

TEST_F(CheckCommand, ATypedPasswordIsUsedThisOnce) {
  const QString where = address(QStringLiteral("/locked/once"));
  const QStringList words = {where, QStringLiteral("-u"), QStringLiteral("alice"), QStringLiteral("-p")};
  EXPECT_EQ(check(words, "s3cret-P\xC3\xA4$$\n").code, 0);
  const ProgramEnd again = check({where, QStringLiteral("-u"), QStringLiteral("alice")});
  EXPECT_EQ(again.code, 3);
  expectLine(again, "Credentials", "failed The password for", "not known");
  expectLine(again, "PUT", "not done");
  EXPECT_EQ(s_nginx->logged("/locked/once").size(), 1);
}

TEST_F(CheckCommand, APasswordNeedsNoUserName) {
  testing::FaultyServer server;
  const QString bare = server.address(QStringLiteral("/a"));
  const QString pasted = QString(bare).replace(QStringLiteral("://"), QStringLiteral("://:t0ken@"));
  const ProgramEnd end = check({pasted});
  EXPECT_EQ(end.code, 0) << end.out.toStdString() << end.err.toStdString();
  expectLine(end, "Credentials", "ok the server accepts the password");
  EXPECT_EQ(check({bare, QStringLiteral("-p")}, "t0ken\n").code, 0);
  ASSERT_EQ(server.requestCount(), 2);
  for (const testing::SeenRequest& seen : server.requests())
    EXPECT_EQ(seen.header("Authorization"), "Basic " + QByteArray(":t0ken").toBase64());
  EXPECT_FALSE((end.out + end.err).contains("t0ken"));
}

TEST_F(CheckCommand, AWrongPasswordFailsAtTheCredentialsAlone) {
  const ProgramEnd end = check({address(QStringLiteral("/locked/wrong"), QStringLiteral("alice:wr0ng-w0rd@"))});
  EXPECT_EQ(end.code, 3);
  expectLine(end, "Connection", "ok");
  expectLine(end, "Credentials", "failed 401", "Change");
  expectLine(end, "PUT", "not done");
  EXPECT_EQ(s_nginx->logged("/locked/wrong").size(), 1);
  EXPECT_FALSE((end.out + end.err).contains("wr0ng"));
}

TEST_F(CheckCommand, AWrongPortFailsAtTheConnection) {
  QTcpServer free;
  ASSERT_TRUE(free.listen(QHostAddress::LocalHost));
  const int port = free.serverPort();
  free.close();
  const ProgramEnd end = check({QStringLiteral("web://127.0.0.1:%1/x").arg(port)});
  EXPECT_EQ(end.code, 3);
  expectLine(end, "Name", "ok");
  expectLine(end, "Connection", "failed", "connection refused");
  for (const char* step : {"TLS", "Credentials", "PUT"}) expectLine(end, step, "not done because");
}

TEST_F(CheckCommand, AnUnknownHostFailsAtTheName) {
  const ProgramEnd end = check({QStringLiteral("webs://no-such-host.invalid/x")});
  EXPECT_EQ(end.code, 3);
  expectLine(end, "Name", "failed", "no-such-host.invalid");
  expectLine(end, "Connection", "not done");
}

TEST_F(CheckCommand, AnAuthorityThatIsNotTrustedFailsAtTlsAndNothingIsSent) {
  const ProgramEnd end = check({tlsAddress(QStringLiteral("/open/untrusted"))});
  EXPECT_EQ(end.code, 3);
  expectLine(end, "TLS", "failed The certificate of localhost is not trusted", "Test Authority");
  expectLine(end, "PUT", "not done");
  EXPECT_TRUE(s_nginx->accessLog("/open/untrusted").isEmpty());
}

TEST_F(CheckCommand, ATargetsOwnAuthorityIsTrusted) {
  TargetOptions options;
  options.tls.caPem = authority();
  save(QStringLiteral("own"), tlsAddress(QStringLiteral("/open")), options);
  const ProgramEnd end = check({QStringLiteral("own:trusted")});
  EXPECT_EQ(end.code, 0) << end.out.toStdString() << end.err.toStdString();
  expectLine(end, "Name", "ok localhost is");
  expectLine(end, "TLS", "ok TLS 1.", "issued by Test Authority");
  expectLine(end, "PUT", "ok 201");
  EXPECT_EQ(s_nginx->logged("/open/trusted"), QList<QByteArray>{"PUT /open/trusted 201 -"});
}

TEST_F(CheckCommand, AServerWithoutPutSaysSo) {
  const ProgramEnd end = check({address(QStringLiteral("/plain/x"))});
  EXPECT_EQ(end.code, 3);
  expectLine(end, "Credentials", "not done");
  expectLine(end, "PUT", "failed 405", "does not accept PUT");
}

TEST_F(CheckCommand, WithoutSendingNothingIsSent) {
  const ProgramEnd end = check({address(QStringLiteral("/open/unsent")), QStringLiteral("--no-send")});
  EXPECT_EQ(end.code, 0) << end.out.toStdString();
  EXPECT_FALSE(end.out.contains("will send"));
  expectLine(end, "Connection", "ok");
  expectLine(end, "PUT", "not done nothing was sent");
  EXPECT_TRUE(s_nginx->accessLog("/open/unsent").isEmpty());
}

TEST_F(CheckCommand, WrongUsageAndUnknownNames) {
  EXPECT_EQ(check({}).code, 2);
  EXPECT_EQ(check({QStringLiteral("nowhere")}).code, 2);
  EXPECT_EQ(check({QStringLiteral("web://127.0.0.1:99999/")}).code, 2);
  EXPECT_EQ(check({QStringLiteral("nowhere"), QStringLiteral("--what")}).code, 2);
}

}  // namespace
}  // namespace courier
