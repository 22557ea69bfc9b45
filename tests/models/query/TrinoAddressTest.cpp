#include <gtest/gtest.h>

#include <QDir>

#include "models/query/ConnectionTableModel.h"
#include "models/query/ConnectionUrl.h"
#include "models/query/PastedConnection.h"
#include "models/query/TreasureDataRegion.h"

namespace courier {
namespace {

const QString key = QStringLiteral("1234/0123456789abcdef0123456789abcdef01234567");

TEST(TrinoAddress, ReadsAndWritesClustersAndRegions) {
  struct Case {
    const char* url;
    const char* again;
    const char* place;
    const char* secret;
  };
  const Case cases[] = {
      {"trino://ann@h.example:8443/hive/web", "trino://ann@h.example:8443/hive/web", "ann@h.example:8443/hive/web", ""},
      {"trino://ann:s3%2Fcret@h.example/hive", "trino://ann@h.example/hive", "ann@h.example/hive", "s3/cret"},
      {"trino://h.example", "trino://h.example/", "h.example", ""},
      {"trino://u@[::1]:8080/my%20c/a%2Fb?tls=off", "trino://u@[::1]:8080/my%20c/a%2Fb?tls=off",
       "u@[::1]:8080/my c/a/b", ""},
      {"presto://u@h.example/hive/web?time_zone=Asia/Tokyo", "presto://u@h.example/hive/web?time_zone=Asia%2FTokyo",
       "u@h.example/hive/web", ""},
      {"trino://:tok@h.example/c?sign_in=jwt&proxy=socks5%3A%2F%2Fpete%40p.example%3A1080",
       "trino://h.example/c?sign_in=jwt&proxy=socks5%3A%2F%2Fpete%40p.example%3A1080", "h.example/c", "tok"},
      {"td://tokyo/web", "td://tokyo/web", "tokyo/web", ""},
      {"treasuredata://EU01/web", "td://EU01/web", "EU01/web", ""},
      {"td://k3y@us/web", "td://us/web", "us/web", "k3y"},
      {"td://12/k3y@tokyo/web?time_limit=60", "td://tokyo/web?time_limit=60", "tokyo/web", "12/k3y"},
      {"td://12%2Fk3y@td.example:9443/web", "td://td.example:9443/web", "td.example:9443/web", "12/k3y"},
      {"td://user:k3y@us/web", "td://us/web", "us/web", "k3y"},
      {"td://k3y:@us/web", "td://us/web", "us/web", "k3y"},
      {"td://api-presto.treasuredata.co.jp:443/web", "td://tokyo/web", "tokyo/web", ""},
      // Trino's protocol at Treasure Data's own hosts: the key is the user.
      {"trino://12%2Fk3y@api-presto.treasuredata.com:443/td/web?headers=presto", "td://us/web", "us/web", "12/k3y"},
      {"presto://:12%2Fk3y@api-presto.ap02.treasuredata.com/td-presto/web", "td://ap02/web", "ap02/web", "12/k3y"}};
  for (const Case& one : cases) {
    const auto parsed = connectionFromUrl(QString::fromUtf8(one.url), {});
    ASSERT_TRUE(parsed) << one.url << ' ' << qPrintable(parsed.error().message);
    EXPECT_EQ(parsed->password, QString::fromUtf8(one.secret)) << one.url;
    EXPECT_EQ(connectionUrl(parsed->connection), QString::fromUtf8(one.again));
    EXPECT_EQ(connectionPlace(parsed->connection), QString::fromUtf8(one.place));
    EXPECT_TRUE(checkConnection(parsed->connection)) << one.url;
    const QString scheme = QString::fromUtf8(one.again).section(u':', 0, 0);
    EXPECT_EQ(connectionKind(parsed->connection), scheme == u"td"       ? QStringLiteral("Treasure Data")
                                                  : scheme == u"presto" ? QStringLiteral("Presto")
                                                                        : QStringLiteral("Trino"));
    const auto again = connectionFromUrl(QString::fromUtf8(one.again), {});
    ASSERT_TRUE(again) << one.again;
    EXPECT_EQ(again->connection.database, parsed->connection.database);
    EXPECT_EQ(again->connection.schema, parsed->connection.schema);
    EXPECT_EQ(again->connection.server, parsed->connection.server) << one.url;
  }
}

TEST(TrinoAddress, AWrongOneIsNamedByItsPartAndNothingOfItIsRepeated) {
  struct Case {
    const char* url;
    const char* part;
  };
  const Case cases[] = {{"trino:s3cret@h/c", "Two slashes"},
                        {"trino://u:s3cret@h/c/s/t", "a catalog and a schema"},
                        {"trino://u:s3/cret@h/c", "%2F"},
                        {"trino://u:s3cret@h:0/c", "port"},
                        {"trino://u@h/c?proxy=http%3A%2F%2Fu%3As3cret%40p%3A1", "without a password"},
                        {"trino://u@h/c?time_zone=s3cret%20zone", "time zone"},
                        {"trino://u@h/c?sign_in=s3cret", "password, jwt"},
                        {"trino://u@h/c?apikey=s3cret", "unknown option"},
                        // A key that stands in the region's or the database's place.
                        {"td://1234/s3cret/web", "none of us, tokyo, eu01, ap02, ap03"},
                        {"td://s3cret/web", "none of us, tokyo"},
                        {"td://tokyo:s3cret/web", "port"},
                        {"td://tokyo/1234%2Fs3cret", "small letters"},
                        {"td://tokyo/web?s3cret", "unknown option"},
                        {"td:///s3cret", "none of us"}};
  for (const Case& one : cases) {
    const auto parsed = connectionFromUrl(QString::fromUtf8(one.url), {});
    ASSERT_FALSE(parsed) << one.url;
    const QString& said = parsed.error().message;
    EXPECT_EQ(parsed.error().kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(said.contains(QString::fromUtf8(one.part))) << one.url << ' ' << qPrintable(said);
    EXPECT_FALSE(said.contains(u"cret")) << qPrintable(said);
  }
}

TEST(TrinoAddress, WhatIsPastedLosesItsSecrets) {
  struct Case {
    QString text;
    QString address;
    QString user;
    QString secret;
    QString proxySecret = {};
  };
  const auto is = [](const char* text) { return QString::fromUtf8(text); };
  const Case cases[] = {
      {is("jdbc:trino://h.example:8443/hive/web?user=ann&password=s3%26cret&SSL=true"),
       is("trino://ann@h.example:8443/hive/web?tls=verify"), is("ann"), is("s3&cret")},
      {is("jdbc:trino://h.example:8080/hive?user=ann"), is("trino://ann@h.example:8080/hive?tls=off"), is("ann"), {}},
      {is("jdbc:presto://h.example/hive?SSLVerification=NONE&SSL=true&accessToken=e.y.J&timezone=UTC"),
       is("presto://h.example/hive?sign_in=jwt&tls=on&time_zone=UTC"),
       {},
       is("e.y.J")},
      {is("jdbc:trino://h.example/hive?user=a&SSL=true&SSLKeyStorePassword=x&httpProxy=p.example:3128"),
       is("trino://a@h.example/hive?tls=verify&proxy=http%3A%2F%2Fp.example%3A3128"),
       is("a"),
       {}},
      {is("jdbc:presto://api-presto.treasuredata.com:443/td-presto/web?SSL=true&user=") + key,
       is("td://us/web"),
       {},
       key},
      {is("https://trino.example:8443/ui/query.html?2026"), is("trino://trino.example:8443/?tls=verify"), {}, {}},
      {is("http://trino.example:8080"), is("trino://trino.example:8080/?tls=off"), {}, {}},
      {is("trino://u:p@h.example/c?proxy=http://pete:s3/cr@et@p.example:1"),
       is("trino://u@h.example/c?proxy=http%3A%2F%2Fpete%40p.example%3A1"), is("u"), is("p"), is("s3/cr@et")},
      {is("td://") + key + is("@tokyo/web"), is("td://tokyo/web"), {}, key},
      {is("td://tokyo/") + key, is("td://tokyo/"), {}, key},
      {is("td://tokyo/web?apikey=") + key, is("td://tokyo/web"), {}, key}};
  for (const Case& one : cases) {
    const auto made = PastedConnection::split(one.text, {});
    ASSERT_TRUE(made.parts) << qPrintable(one.text) << ' ' << qPrintable(made.error);
    EXPECT_EQ(made.address, one.address);
    EXPECT_EQ(made.parts->user, one.user) << qPrintable(one.text);
    EXPECT_EQ(made.password.value_or(QString()), one.secret) << qPrintable(one.text);
    EXPECT_EQ(made.proxyPassword.value_or(QString()), one.proxySecret) << qPrintable(one.text);
  }
}

TEST(TrinoAddress, WhatCannotBeUnderstoodHoldsNoKeyEither) {
  const auto is = [](const char* text) { return QString::fromUtf8(text); };
  for (const QString& text :
       {key, is("td://") + key, is("td://") + key + is("@nowhere/web"), is("td://user:") + key + is("@nowhere/web"),
        is("oracle://x/?y=") + key, is("jdbc:trino://api-presto.treasuredata.com/td/web/more?user=") + key,
        is("trino://") + key + is("@api-presto.treasuredata.com:x/td/web"), QString(key).replace(u'/', is("%2F"))}) {
    const auto made = PastedConnection::split(text, {});
    EXPECT_FALSE((made.address + made.error).contains(u"abcdef"))
        << qPrintable(text) << ' ' << qPrintable(made.address);
    EXPECT_FALSE(made.error.isEmpty()) << qPrintable(text);
    EXPECT_EQ(made.password.value_or(QString()), key) << qPrintable(text);
  }
}

TEST(TrinoAddress, WhatDoesNotGoTogetherIsRefused) {
  Connection connection = connectionFromUrl(QStringLiteral("trino://u@h.example/c/s"), {})->connection;
  const auto said = [&] {
    const auto checked = checkConnection(connection);
    return checked ? QString() : checked.error().message;
  };
  EXPECT_EQ(said(), QString());
  connection.database.clear();
  EXPECT_TRUE(said().contains(u"catalog")) << qPrintable(said());
  connection.schema.clear();
  connection.host = QStringLiteral("API-presto.treasuredata.com.");
  EXPECT_TRUE(said().contains(u"td://tokyo/database")) << qPrintable(said());
  connection.host = QStringLiteral("h.example");
  connection.server.clientKeyFile = QStringLiteral("/k.pem");
  EXPECT_TRUE(said().contains(u"client certificate")) << qPrintable(said());
  connection.server.clientKeyFile.clear();
  connection.server.proxy = {ProxyKind::Http, QStringLiteral("p.example"), 0, {}};
  EXPECT_TRUE(said().contains(u"port")) << qPrintable(said());
}

TEST(TrinoAddress, EachRegionHasItsHostsAndVerifiedTls) {
  for (const TreasureDataRegion& region : treasureDataRegions()) {
    const QString word = QLatin1String(region.key);
    const QString domain = QLatin1String(region.domain);
    EXPECT_EQ(treasureDataQueryHost(word), QStringLiteral("api-presto.") + domain);
    EXPECT_EQ(treasureDataJobHost(word.toUpper()), QStringLiteral("api.") + domain);
    EXPECT_EQ(treasureDataRegionOf(treasureDataJobHost(word)), &region);
    EXPECT_FALSE(region.nameText().isEmpty());
  }
  EXPECT_EQ(treasureDataQueryHost(QStringLiteral("td.example")), u"td.example");
  EXPECT_EQ(treasureDataRegionOf(QStringLiteral("treasuredata.com")), nullptr);
  Connection here = connectionFromUrl(QStringLiteral("td://localhost:1234/web"), {})->connection;
  here.server.tls = TlsMode::Off;
  EXPECT_EQ(tlsOf(here), TlsMode::Verify);
  EXPECT_EQ(usualPort(here), 443);
  here = connectionFromUrl(QStringLiteral("trino://u@localhost/c"), {})->connection;
  EXPECT_EQ(usualPort(here), 8080);
  here.server.tls = TlsMode::Verify;
  EXPECT_EQ(usualPort(here), 443);
}

}  // namespace
}  // namespace courier
