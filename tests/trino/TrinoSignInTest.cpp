// Signing in to a real cluster over TLS: by password, by token, and what it and the way refuse.
#include <gtest/gtest.h>

#include <QFile>
#include <QMessageAuthenticationCode>

#include "tests/support/CatalogLines.h"
#include "tests/trino/TrinoFixture.h"

namespace courier {
namespace {

using testing::stepLines;

const QString whoAmI = QStringLiteral("SELECT current_user");

class TrinoSignsIn : public testing::TrinoFixture {
 protected:
  TrinoSignsIn() : TrinoFixture("COURIER_TRINO_TLS") {
    m_request.connection.server.tls = TlsMode::Verify;
    m_request.connection.server.caFile = file("ca.pem");
    m_request.password = QStringLiteral("s3cret-Pä$$");
  }
  static QString file(const char* name) {
    return qEnvironmentVariable("COURIER_TRINO_FILES") + u'/' + QString::fromLatin1(name);
  }
  /// A token for a user, signed with the server's key unless told otherwise.
  static QString tokenFor(const QByteArray& user, QByteArray key = {}) {
    QFile file(TrinoSignsIn::file("jwt.key"));
    if (key.isEmpty() && file.open(QIODevice::ReadOnly)) key = QByteArray::fromBase64(file.readAll());
    const auto encoded = [](const QByteArray& bytes) {
      return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    };
    const QByteArray head = encoded(R"({"alg":"HS256","typ":"JWT"})") + '.' + encoded(R"({"sub":")" + user + R"("})");
    return QString::fromLatin1(head + '.' +
                               encoded(QMessageAuthenticationCode::hash(head, key, QCryptographicHash::Sha256)));
  }
};

TEST_F(TrinoSignsIn, ByPassword) {
  ASSERT_EQ(failure(whoAmI).toStdString(), "");
  EXPECT_EQ(cell(0), "text alice");
  m_request.password = QStringLiteral("wr0ng-p4ss");
  EXPECT_TRUE(failure(whoAmI).contains(QStringLiteral("refused user and password"))) << failure(whoAmI).toStdString();
  m_request.password.clear();
  EXPECT_TRUE(failure(whoAmI).contains(QStringLiteral("refused user and password"))) << failure(whoAmI).toStdString();
}

TEST_F(TrinoSignsIn, ByToken) {
  m_request.connection.server.signIn = TrinoSignIn::Token;
  m_request.connection.user.clear();
  m_request.password = tokenFor("carol");
  ASSERT_EQ(failure(whoAmI).toStdString(), "");
  EXPECT_EQ(cell(0), "text carol");
  m_request.password = tokenFor("carol", "another key, which is long enough for it");
  EXPECT_TRUE(failure(whoAmI).contains(QStringLiteral("refused the token"))) << failure(whoAmI).toStdString();
}

TEST_F(TrinoSignsIn, OverAWayThatIsVerified) {
  const QString unverified = QStringLiteral("could not be verified");
  m_request.connection.server.caFile = file("stranger.pem");
  EXPECT_TRUE(failure(whoAmI).contains(unverified)) << failure(whoAmI).toStdString();
  m_request.connection.server.caFile.clear();
  EXPECT_TRUE(failure(whoAmI).contains(unverified)) << failure(whoAmI).toStdString();
  m_request.connection.server.tls = TlsMode::On;
  EXPECT_EQ(failure(whoAmI).toStdString(), "");
}

TEST_F(TrinoSignsIn, NeverInTheClear) {
  const Connection plain = testing::clusterAt("COURIER_TRINO");
  m_request.connection.port = plain.port;
  m_request.connection.server.tls = TlsMode::Off;
  EXPECT_TRUE(failure(whoAmI).contains(QStringLiteral("over HTTPS only"))) << failure(whoAmI).toStdString();
}

TEST_F(TrinoSignsIn, TheTestTellsEachStep) {
  const QStringList steps = stepLines(m_engine.check({m_request.connection, m_request.password}, {}));
  ASSERT_GE(steps.size(), 5) << steps.join(u'\n').toStdString();
  EXPECT_TRUE(steps.filter(QStringLiteral("Trino 476")).size() == 1) << steps.join(u'\n').toStdString();
  EXPECT_TRUE(steps.filter(QStringLiteral("failed ")).isEmpty()) << steps.join(u'\n').toStdString();
  const QStringList wrong = stepLines(m_engine.check({m_request.connection, QStringLiteral("wr0ng-p4ss")}, {}));
  EXPECT_TRUE(wrong.last().startsWith(QStringLiteral("failed "))) << wrong.join(u'\n').toStdString();
  EXPECT_TRUE(wrong.last().contains(QStringLiteral("refused user and password"))) << wrong.join(u'\n').toStdString();
}

}  // namespace
}  // namespace courier
