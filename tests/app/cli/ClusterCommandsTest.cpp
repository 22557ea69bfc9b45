#include <gtest/gtest.h>

#include "app/cli/ConnectionFlags.h"
#include "models/query/ConnectionUrl.h"
#include "models/secrets/SecretFields.h"
#include "tests/support/Program.h"

namespace courier {
namespace {

using testing::CourierProgram;

QStringList clusterWords(const char* text) {
  return QString::fromUtf8(text).split(u' ', Qt::SkipEmptyParts);
}

/// The words of db:create or, where `before` is known, db:update as they are taken.
Expected<WantedConnection> wantedBy(const char* given, const char* url = "", const Connection& before = {}) {
  const auto arguments = Arguments::parse(clusterWords(given), connectionFlags());
  if (!arguments) return arguments.error();
  return connectionFrom(*arguments, QString::fromUtf8(url), before, QStringLiteral("/desk"));
}

TEST(ClusterFlags, TheFlagsOfAClusterMeetItsAddress) {
  const auto named = wantedBy(
      "--engine trino --host h.example --catalog hive --schema web --user ann --sign-in jwt --headers presto "
      "--time-zone Asia/Tokyo --proxy http://pete@p.example:3128 --tls verify --key-passphrase");
  EXPECT_FALSE(named) << "a passphrase of no certificate";
  const auto wanted = wantedBy(
      "--engine trino --host h.example --catalog hive --schema web --user ann --sign-in jwt --headers presto "
      "--time-zone Asia/Tokyo --proxy http://pete@p.example:3128 --tls verify");
  ASSERT_TRUE(wanted) << qPrintable(wanted.error().message);
  EXPECT_EQ(connectionUrl(wanted->connection),
            u"presto://ann@h.example/hive/web?sign_in=jwt&tls=verify&proxy=http%3A%2F%2Fpete%40p.example%3A3128"
            u"&time_zone=Asia%2FTokyo");
  Connection before = wanted->connection;
  before.id = ConnectionId{7};
  const auto schema = wantedBy("--schema logs", "", before);
  ASSERT_TRUE(schema);
  EXPECT_EQ(schema->connection.database + u'.' + schema->connection.schema, u"hive.logs");
  EXPECT_EQ(schema->connection.server, before.server);
  const auto address = wantedBy("", "trino://bob:s3cret@i.example/lake", before);
  ASSERT_TRUE(address);
  EXPECT_EQ(address->connection.server.headers, TrinoHeaders::Trino) << "the address says whose";
  EXPECT_EQ(address->connection.schema, QString());
  EXPECT_EQ(address->secrets, (GivenSecrets{{secretfields::password, QStringLiteral("s3cret")}}));

  const auto region = wantedBy("--engine treasuredata --host api.treasuredata.co.jp --database web");
  ASSERT_TRUE(region) << qPrintable(region.error().message);
  EXPECT_EQ(connectionUrl(region->connection), u"td://tokyo/web");
  const auto key = wantedBy("--label production", "td://12/k3y@us/web");
  ASSERT_TRUE(key);
  EXPECT_EQ(key->connection.user, QString());
  EXPECT_EQ(key->secrets.value(secretfields::password), u"12/k3y");
}

TEST(ClusterFlags, WhatDoesNotGoTogetherIsRefusedWithTheMend) {
  struct Case {
    const char* given;
    const char* url;
    const char* part;
  };
  const Case cases[] = {{"--schema web", "trino://u@h", "catalog"},
                        {"--database web", "trino://u@h", "no --database"},
                        {"--catalog web", "mysql://u@h/d", "no --catalog"},
                        {"--user s3cret", "td://us/web", "no --user"},
                        {"--tls on", "td://us/web", "no --tls"},
                        {"--sign-in jwt", "td://us/web", "no --sign-in"},
                        {"--proxy none", "postgresql://u@h/d", "no --proxy"},
                        {"--proxy-password", "postgresql://u@h/d", "no --proxy-password"},
                        {"--key-passphrase", "mysql://u@h/d", "no --key-passphrase"},
                        {"--proxy http://u:s3cret@p:1", "trino://u@h", "add --proxy-password"},
                        {"--proxy s3cret", "trino://u@h", "--proxy needs"},
                        {"--time-zone s3cret;", "trino://u@h", "--time-zone takes"},
                        {"--client-cert /nowhere/c.pem", "trino://u@h", "cannot be read"},
                        {"--engine treasuredata --database web", "", "none of us, tokyo"},
                        {"--engine treasuredata --host s3cret --database web", "", "none of us, tokyo"},
                        {"--engine treasuredata --host us", "", "database of Treasure Data is missing"},
                        {"--engine trino --host api-presto.treasuredata.com --user s3cret", "", "td://tokyo/database"}};
  for (const Case& one : cases) {
    const auto wanted = wantedBy(one.given, one.url);
    ASSERT_FALSE(wanted) << one.given;
    EXPECT_EQ(wanted.error().kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(wanted.error().message.contains(QLatin1String(one.part))) << qPrintable(wanted.error().message);
    EXPECT_FALSE(wanted.error().message.contains(u"s3cret")) << qPrintable(wanted.error().message);
  }
}

TEST(ClusterCommands, AClusterIsListedWithoutItsSecretsAndSaysWhatIsMissing) {
  const CourierProgram program;
  const auto made = program.run(clusterWords("db:create lake trino://ann@127.0.0.1:8080/hive/web --label lake"));
  EXPECT_EQ(made.code, 0) << made.err.toStdString();
  EXPECT_TRUE(
      program.run(clusterWords("db:list -f tsv")).out.contains("trino://ann@127.0.0.1:8080/hive/web\tread-only"));
  struct Case {
    const char* given;
    int code;
    const char* part;
  };
  const Case cases[] = {
      {"db:create td td://tokyo/web", 2, "The API key is missing: add -p."},
      {"db:create jwt trino://ann@h.example/hive?sign_in=jwt", 2, "The token is missing: add -p."},
      {"db:create px trino://ann@h.example/hive --proxy http://pete@p:1", 2, "add --proxy-password"},
      {"db:create plain trino://ann:s3cret@localhost/hive", 2, "over HTTPS only"},
      {"db:update lake -p", 2, "over HTTPS only"},
      // There is no keychain here: nothing is kept.
      {"db:create td td://12/s3cret@tokyo/web", 1, "keychain"},
      {"db:create -p --proxy-password px trino://ann@h.example/hive --proxy http://pete@p:1", 1, "keychain"}};
  for (const Case& one : cases) {
    const auto end = program.run(clusterWords(one.given), "s3cret\ns3cret2\n");
    EXPECT_EQ(end.code, one.code) << one.given << end.err.toStdString();
    EXPECT_TRUE(end.err.contains(one.part)) << one.given << end.err.toStdString();
    EXPECT_FALSE((end.out + end.err).contains("s3cret")) << end.err.toStdString();
  }
  EXPECT_EQ(program.run(clusterWords("db:list -f tsv")).out.count('\n'), 3) << "the sample, its head and the cluster";
}

}  // namespace
}  // namespace courier
