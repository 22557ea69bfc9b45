// Run inside a session with a real, unlocked Secret Service (tests/support/with-keyring.sh).
#include <gtest/gtest.h>

#include "tests/sessions/KeychainFixture.h"
#include "tests/support/TestCertificates.h"

namespace courier {
namespace {

using testing::CourierProgram;
using testing::ProgramEnd;

using testing::canary;

class KeychainDelivery : public testing::KeychainFixture {
 protected:
  ProgramEnd query(const QString& target) {
    return run({QStringLiteral("query"), QStringLiteral("--result"), target, QStringLiteral("-w"), QStringLiteral("-d"),
                QStringLiteral("testdb"),
                QStringLiteral("SELECT code, COUNT(1) AS cnt FROM www_access GROUP BY code")});
  }
};

TEST_F(KeychainDelivery, ASavedTargetsPasswordIsInTheKeychainAlone) {
  const QString encoded = QString::fromLatin1("alice:" + canary.toPercentEncoding() + '@');
  const ProgramEnd created =
      run({QStringLiteral("result:create"), QStringLiteral("myweb"), address(encoded, QStringLiteral("/locked/"))});
  ASSERT_EQ(created.code, 0) << created.err.toStdString();
  const ProgramEnd end = query(QStringLiteral("myweb:path"));
  EXPECT_EQ(end.code, 0) << end.err.toStdString();
  EXPECT_EQ(nginx.logged(), QList<QByteArray>{"PUT /locked/path 201 alice"});
  EXPECT_TRUE(run({QStringLiteral("result:show"), QStringLiteral("myweb")}).out.contains("alice:•••@"));
  run({QStringLiteral("delivery:show"), QStringLiteral("1")});
  run({QStringLiteral("-v"), QStringLiteral("job:show"), QStringLiteral("1")});
  EXPECT_EQ(leaks(), QStringList());
}

TEST_F(KeychainDelivery, APasswordGivenOnStandardInputWorksAlike) {
  const ProgramEnd created =
      run({QStringLiteral("result:create"), QStringLiteral("myweb"), address({}, QStringLiteral("/locked/")),
           QStringLiteral("-u"), QStringLiteral("alice"), QStringLiteral("-p")},
          canary + '\n');
  ASSERT_EQ(created.code, 0) << created.err.toStdString();
  EXPECT_EQ(query(QStringLiteral("myweb:a")).code, 0);
  EXPECT_EQ(leaks(), QStringList());
}

TEST_F(KeychainDelivery, AChangedPasswordSendsWhatWaitedForIt) {
  ASSERT_EQ(run({QStringLiteral("result:create"), QStringLiteral("myweb"),
                 address(QStringLiteral("alice:wrong@"), QStringLiteral("/locked/"))})
                .code,
            0);
  EXPECT_EQ(query(QStringLiteral("myweb:a")).code, 3);
  EXPECT_EQ(query(QStringLiteral("myweb:b")).code, 3);
  // Only the first one went out: the target is paused since.
  EXPECT_EQ(nginx.logged(), QList<QByteArray>{"PUT /locked/a 401 alice"});
  ASSERT_EQ(run({QStringLiteral("result:update"), QStringLiteral("myweb"), QStringLiteral("-p")}, canary + '\n').code,
            0);
  EXPECT_EQ(run({QStringLiteral("delivery:try"), QStringLiteral("1")}).code, 0);
  EXPECT_EQ(run({QStringLiteral("delivery:try"), QStringLiteral("2")}).code, 0);
  EXPECT_FALSE(nginx.stored(QStringLiteral("/locked/a")).isNull());
  EXPECT_FALSE(nginx.stored(QStringLiteral("/locked/b")).isNull());
  EXPECT_EQ(leaks(), QStringList());
}

/// The program's items in the keychain, whichever test made them.
qsizetype itemCount() {
  const auto search = testing::runProgram(
      QStringLiteral("dbus-send"),
      {QStringLiteral("--session"), QStringLiteral("--print-reply"), QStringLiteral("--dest=org.freedesktop.secrets"),
       QStringLiteral("/org/freedesktop/secrets"), QStringLiteral("org.freedesktop.Secret.Service.SearchItems"),
       QStringLiteral("dict:string:string:server,Query Courier")});
  return search.code == 0 ? search.out.count("object path") : -1;
}

TEST_F(KeychainDelivery, AnAddressTypedInPlaceLeavesNoItemBehind) {
  const qsizetype before = itemCount();
  ASSERT_GE(before, 0);
  const QString encoded = QString::fromLatin1("alice:" + canary.toPercentEncoding() + '@');
  ASSERT_EQ(query(address(encoded, QStringLiteral("/locked/typed"))).code, 0);
  EXPECT_EQ(itemCount(), before);
  ASSERT_EQ(
      run({QStringLiteral("result:create"), QStringLiteral("kept"), address(encoded, QStringLiteral("/locked/"))}).code,
      0);
  EXPECT_EQ(itemCount(), before + 1) << "the search must be able to find an item";
  EXPECT_EQ(run({QStringLiteral("result:delete"), QStringLiteral("kept")}).code, 0);
  EXPECT_EQ(itemCount(), before);
  EXPECT_EQ(leaks(), QStringList());
}

TEST_F(KeychainDelivery, NoSecretOfAnyKindIsFoundAnywhere) {
  const QByteArray token = "tok-Canary.4711";
  const QByteArray headerValue = "hv-Canary.4712";
  const QByteArray signing = "whsec_" + QByteArray("canary-of-the-signing-key-4713").toBase64();
  const QByteArray proxyPassword = "px-C\xC3\xA4nary 4714";
  const QByteArray passphrase = testing::TestCertificates::passphrase;
  const testing::TestCertificates certificates;
  certificates.addClient();
  const QString open = address({}, QStringLiteral("/open/"));
  const auto create = [&](const QStringList& words, const QByteArray& lines) {
    const ProgramEnd end = run(QStringList{QStringLiteral("result:create")} + words, lines);
    EXPECT_EQ(end.code, 0) << end.err.toStdString();
  };
  create({QStringLiteral("bearer"), open, QStringLiteral("--token")}, token + '\n');
  // Several secrets at once: a line each, in the order of the help.
  create({QStringLiteral("header"), open, QStringLiteral("--signing-secret"), QStringLiteral("--secret-header"),
          QStringLiteral("X-Door")},
         headerValue + '\n' + signing + '\n');
  create({QStringLiteral("proxied"), QStringLiteral("web://reports.invalid/"), QStringLiteral("--proxy"),
          QStringLiteral("http://bob@127.0.0.1:9"), QStringLiteral("--proxy-password")},
         proxyPassword + '\n');
  create({QStringLiteral("client"), QStringLiteral("webs://127.0.0.1:9/"), QStringLiteral("--client-cert"),
          certificates.path("client.pem"), QStringLiteral("--client-key"), certificates.path("client-locked.key"),
          QStringLiteral("--key-passphrase")},
         passphrase + '\n');
  EXPECT_EQ(query(QStringLiteral("bearer:b")).code, 0);
  EXPECT_EQ(query(QStringLiteral("header:h")).code, 0);
  EXPECT_EQ(query(QStringLiteral("proxied:p")).code, 3);
  EXPECT_EQ(query(QStringLiteral("client:c")).code, 3);
  for (const char* name : {"bearer", "header", "proxied", "client"}) {
    const QString target = QString::fromLatin1(name);
    const ProgramEnd shown = run({QStringLiteral("-v"), QStringLiteral("result:show"), target});
    EXPECT_TRUE(shown.out.contains("in the keychain") || shown.out.contains(":•••@")) << shown.out.toStdString();
    run({QStringLiteral("-v"), QStringLiteral("result:check"), target, QStringLiteral("--no-send")});
  }
  for (const char* id : {"1", "2", "3", "4"}) {
    run({QStringLiteral("-v"), QStringLiteral("delivery:show"), QString::fromLatin1(id)});
    run({QStringLiteral("-v"), QStringLiteral("job:show"), QString::fromLatin1(id)});
  }
  run({QStringLiteral("job:list"), QStringLiteral("--record"), QStringLiteral("-f"), QStringLiteral("csv")});
  EXPECT_EQ(leaks({token, headerValue, signing, signing.mid(6), proxyPassword, passphrase}), QStringList());
}

}  // namespace
}  // namespace courier
