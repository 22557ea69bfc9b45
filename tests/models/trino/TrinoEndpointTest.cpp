#include "models/trino/TrinoEndpoint.h"

#include <gtest/gtest.h>

namespace courier {
namespace {

DatabaseAccess cluster() {
  DatabaseAccess access;
  access.connection.engine = Engine::Trino;
  access.connection.host = QStringLiteral("cluster.example");
  access.connection.user = QStringLiteral("alice");
  return access;
}

DatabaseAccess treasureData() {
  DatabaseAccess access;
  access.connection.engine = Engine::TreasureData;
  access.connection.host = QStringLiteral("tokyo");
  access.connection.database = QStringLiteral("sales");
  access.password = QStringLiteral("1/0123456789abcdef");
  return access;
}

/// "Name: value" lines of what goes with each request.
std::string signInOf(const Expected<TrinoEndpoint>& endpoint) {
  if (!endpoint) return endpoint.error().message.toStdString();
  QByteArray lines;
  for (const auto& [name, value] : endpoint->signIn) lines += name + ": " + value + '\n';
  return lines.toStdString();
}

TEST(TrinoEndpoint, WhoAsksIsSaidAsTheConnectionHasIt) {
  DatabaseAccess access = cluster();
  EXPECT_EQ(signInOf(TrinoEndpoint::ofQueries(access)), "X-Trino-User: alice\n");
  access.password = QStringLiteral("s3cret");
  EXPECT_EQ(signInOf(TrinoEndpoint::ofQueries(access)), "X-Trino-User: alice\nAuthorization: Basic YWxpY2U6czNjcmV0\n");
  access.connection.server.signIn = TrinoSignIn::Token;
  EXPECT_EQ(signInOf(TrinoEndpoint::ofQueries(access)), "X-Trino-User: alice\nAuthorization: Bearer s3cret\n");
  access.connection.user.clear();
  EXPECT_EQ(signInOf(TrinoEndpoint::ofQueries(access)), "Authorization: Bearer s3cret\n");
  access.connection.server.headers = TrinoHeaders::Presto;
  access.connection.user = QStringLiteral("jürgen");
  EXPECT_EQ(signInOf(TrinoEndpoint::ofQueries(access)), "X-Presto-User: j\xFCrgen\nAuthorization: Bearer s3cret\n");
}

TEST(TrinoEndpoint, TreasureDatasKeyStandsInTheUsersPlace) {
  const auto queries = TrinoEndpoint::ofQueries(treasureData());
  EXPECT_EQ(signInOf(queries), "X-Trino-User: 1/0123456789abcdef\n");
  ASSERT_TRUE(queries.ok());
  EXPECT_EQ(queries->base.host(), QStringLiteral("api-presto.treasuredata.co.jp"));
  const auto jobs = TrinoEndpoint::ofJobs(treasureData());
  EXPECT_EQ(signInOf(jobs), "Authorization: TD1 1/0123456789abcdef\n");
  ASSERT_TRUE(jobs.ok());
  EXPECT_EQ(jobs->base.host(), QStringLiteral("api.treasuredata.co.jp"));
}

TEST(TrinoEndpoint, NoSecretIsSentOverAWayThatIsNotEncrypted) {
  DatabaseAccess access = cluster();
  access.connection.server.tls = TlsMode::Off;
  EXPECT_TRUE(TrinoEndpoint::ofQueries(access).ok());
  access.password = QStringLiteral("s3cret");
  for (const TrinoSignIn signIn : {TrinoSignIn::Password, TrinoSignIn::Token}) {
    access.connection.server.signIn = signIn;
    const auto refused = TrinoEndpoint::ofQueries(access);
    ASSERT_FALSE(refused.ok());
    EXPECT_FALSE(refused.error().message.contains(access.password));
  }
  // What stands in the options is not asked there.
  DatabaseAccess data = treasureData();
  data.connection.server.tls = TlsMode::Off;
  const auto endpoint = TrinoEndpoint::ofQueries(data);
  ASSERT_TRUE(endpoint.ok());
  EXPECT_EQ(endpoint->base.scheme(), QStringLiteral("https"));
}

TEST(TrinoEndpoint, WhatWouldBeginAHeaderOfItsOwnIsRefused) {
  for (const QString& user : {QStringLiteral("alice\r\nX-Trino-User: eve"), QStringLiteral("日本"),
                              QStringLiteral(" alice"), QString(QChar(u'\0'))}) {
    DatabaseAccess access = cluster();
    access.connection.user = user;
    EXPECT_FALSE(TrinoEndpoint::ofQueries(access).ok()) << user.toStdString();
  }
  DatabaseAccess access = treasureData();
  access.password = QStringLiteral("1/ke\ny");
  for (const auto& endpoint : {TrinoEndpoint::ofQueries(access), TrinoEndpoint::ofJobs(access)}) {
    ASSERT_FALSE(endpoint.ok());
    EXPECT_FALSE(endpoint.error().message.contains(QStringLiteral("1/ke")));
  }
  // Pasted with the line's end.
  access.password = QStringLiteral(" 1/key\n");
  const auto endpoint = TrinoEndpoint::ofQueries(access);
  EXPECT_EQ(signInOf(endpoint), "X-Trino-User: 1/key\n");
  EXPECT_EQ(endpoint->masked(QStringLiteral("No user 1/key or 1%2Fkey.")),
            QStringLiteral("No user %1 or %1.").arg(QString::fromUtf8(maskedSecret)));
}

TEST(TrinoEndpoint, OnlyItsOwnSchemeHostAndPortAreItsOwn) {
  struct Case {
    const char* address;
    bool isOwn;
  };
  const Case cases[] = {
      {"https://cluster.example/v1/statement/1", true},
      {"https://cluster.example:443/v1", true},
      {"https://CLUSTER.example/v1", true},
      {"http://cluster.example/v1", false},
      {"https://cluster.example:8443/v1", false},
      {"https://coordinator.internal/v1", false},
      {"https://cluster.example.evil.example/v1", false},
      {"https://alice@cluster.example/v1", false},
      {"https://cluster.example@evil.example/v1", false},
      {"//cluster.example/v1", false},
      {"/v1/statement/1", false},
      {"https:///v1", false},
      {"file:///etc/hosts", false},
      {"", false},
  };
  const auto endpoint = TrinoEndpoint::ofQueries(cluster());
  ASSERT_TRUE(endpoint.ok());
  for (const Case& one : cases)
    EXPECT_EQ(endpoint->isOwn(QUrl::fromEncoded(one.address, QUrl::StrictMode)), one.isOwn) << one.address;
}

}  // namespace
}  // namespace courier
