#include "models/query/ServerOptionTable.h"

#include <gtest/gtest.h>

#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

#include "models/query/ConnectionUrl.h"

namespace courier {
namespace {

/// Texts that an option takes, none of them its default's.
QStringList taken(const ServerOption& option) {
  if (option.id == ServerOptionId::Proxy)
    return {QStringLiteral("none"), QStringLiteral("http://a%40b@p.example:3128"), QStringLiteral("socks5://[::1]:1")};
  if (option.id == ServerOptionId::TimeZone) return {QStringLiteral("America/Argentina/Buenos_Aires")};
  switch (option.kind) {
    case OptionKind::YesNo:
      return {QStringLiteral("yes")};
    case OptionKind::Number:
      return {QString::number(option.least + 1), QString::number(option.most)};
    case OptionKind::Choice: {
      QStringList keys;
      for (const OptionChoice& choice : option.choices) keys += QString::fromLatin1(choice.key);
      keys.removeAll(option.text(ServerOptions()));
      return keys;
    }
    case OptionKind::Text:
      return {QStringLiteral("pröd & co"), QString(option.most, u'x')};
    case OptionKind::Lines:
      return {QStringLiteral("SET a TO 'b&c';\nSET d TO 1")};
    default:
      return {QStringLiteral("/etc/ssl/my company.pem")};
  }
}

QStringList refused(const ServerOption& option) {
  if (option.id == ServerOptionId::Proxy)
    return {QStringLiteral("http://u:s3cret@p.example:1"), QStringLiteral("s3cret"), QStringLiteral("http://p")};
  if (option.id == ServerOptionId::TimeZone) return {QStringLiteral("s3cret zone"), QStringLiteral("s3cret\n")};
  switch (option.kind) {
    case OptionKind::Number:
      return {QString::number(option.least - 1), QString::number(option.most + 1), QStringLiteral("s3cret"), {}};
    case OptionKind::YesNo:
    case OptionKind::Choice:
      return {QStringLiteral("s3cret"), {}};
    case OptionKind::Text:
      return {QString(option.most + 1, u'x'), QStringLiteral("s3cret\nx")};
    case OptionKind::Lines:
      return {QStringLiteral("s3cret") + QChar(0)};
    default:
      return {QStringLiteral("/s3cret\n.pem")};
  }
}

TEST(ServerOptionTable, EveryKeyAndFlagIsGivenOnceAndHasItsWords) {
  QSet<QString> keys;
  QSet<QString> flags;
  for (const ServerOption& option : serverOptionTable()) {
    EXPECT_EQ(&serverOption(option.id), &option);
    EXPECT_EQ(serverOption(QString::fromLatin1(option.key)), &option);
    keys.insert(QString::fromLatin1(option.key));
    EXPECT_FALSE(flags.contains(option.flagName()));
    if (option.hasFlag()) flags.insert(option.flagName());
    EXPECT_FALSE(option.nameText().isEmpty()) << option.key;
    if (option.hasFlag()) {
      EXPECT_FALSE(option.helpText().isEmpty()) << option.key;
    }
    EXPECT_NE(option.engines, 0U) << option.key;
  }
  EXPECT_EQ(static_cast<size_t>(keys.size()), serverOptionTable().size());
  EXPECT_EQ(serverOption(QStringLiteral("password")), nullptr);
}

TEST(ServerOptionTable, AnEngineHasWhatIsOfUseThere) {
  const auto keysOf = [](Engine engine) {
    QStringList keys;
    for (const ServerOption& option : serverOptionTable()) {
      if (option.isFor(engine)) keys += QString::fromLatin1(option.key);
    }
    return keys.join(u' ');
  };
  EXPECT_EQ(keysOf(Engine::Sqlite), u"label colour");
  EXPECT_EQ(keysOf(Engine::PostgreSql), u"tls ca connect_timeout time_limit start_sql label colour");
  EXPECT_EQ(keysOf(Engine::MariaDb), u"tls ca connect_timeout time_limit start_sql tinyint1_boolean label colour");
  EXPECT_EQ(keysOf(Engine::Trino),
            u"headers sign_in tls ca client_certificate client_key key_has_passphrase proxy connect_timeout time_limit "
            u"time_zone start_sql label colour");
  EXPECT_EQ(
      keysOf(Engine::TreasureData),
      u"ca client_certificate client_key key_has_passphrase proxy connect_timeout time_limit start_sql label colour");
  EXPECT_EQ(keysOf(Engine::Odbc), u"connect_timeout time_limit start_sql label colour");
}

TEST(ServerOptionTable, EachIsKeptInTheJsonAndTheAddressWhereItIsNotAtItsDefault) {
  EXPECT_EQ(ServerOptions().toJson(), u"{}");
  for (const ServerOption& option : serverOptionTable()) {
    const QStringList texts = taken(option);
    for (const QString& text : texts) {
      Connection connection;
      connection.engine = Engine::MariaDb;
      connection.host = QStringLiteral("db.example");
      ServerOptions& options = connection.server;
      ASSERT_TRUE(options.set(QString::fromLatin1(option.key), text)) << option.key << ' ' << qPrintable(text);
      EXPECT_EQ(option.text(options), text);
      const QJsonObject json = QJsonDocument::fromJson(options.toJson().toUtf8()).object();
      EXPECT_EQ(json.keys(), QStringList{QString::fromLatin1(option.key)});
      EXPECT_EQ(ServerOptions::fromJson(options.toJson()), options) << option.key;
      const QString url = connectionUrl(connection);
      EXPECT_EQ(url.contains(QLatin1String(option.key) + u'='), option.isOfAddress()) << qPrintable(url);
      if (!option.isOfAddress()) continue;
      const auto again = connectionFromUrl(url, {});
      ASSERT_TRUE(again) << qPrintable(url);
      EXPECT_EQ(again->connection.server, options) << qPrintable(url);
    }
  }
}

TEST(ServerOptionTable, AWrongValueIsRefusedByNameAndNotRepeated) {
  for (const ServerOption& option : serverOptionTable()) {
    const QString key = QString::fromLatin1(option.key);
    for (const QString& text : refused(option)) {
      ServerOptions options;
      const auto set = options.set(key, text);
      ASSERT_FALSE(set) << option.key << ' ' << qPrintable(text);
      EXPECT_EQ(set.error().kind, ErrorKind::InvalidInput);
      EXPECT_TRUE(set.error().message.contains(key)) << qPrintable(set.error().message);
      EXPECT_FALSE(set.error().message.contains(QStringLiteral("s3cret"))) << qPrintable(set.error().message);
      EXPECT_EQ(options, ServerOptions());
      // What is stored so is left at its default.
      EXPECT_EQ(ServerOptions::fromJson(QString::fromUtf8(QJsonDocument(QJsonObject{{key, text}}).toJson())), options);
    }
  }
}

TEST(ServerOptionTable, PostgresOwnWordsAreTaken) {
  for (const auto& [word, mode] : {std::pair("disable", TlsMode::Off),
                                   {"require", TlsMode::On},
                                   {"verify-ca", TlsMode::Verify},
                                   {"verify-full", TlsMode::Verify}}) {
    ServerOptions options;
    ASSERT_TRUE(options.set(QStringLiteral("sslmode"), QLatin1String(word)));
    EXPECT_EQ(options.tls, mode) << word;
  }
  ServerOptions options;
  ASSERT_TRUE(options.set(QStringLiteral("sslrootcert"), QStringLiteral("/x.pem")));
  EXPECT_EQ(options.caFile, u"/x.pem");
  // Back to what the host says.
  options.tls = TlsMode::On;
  ASSERT_TRUE(options.set(QStringLiteral("tls"), QStringLiteral("auto")));
  EXPECT_EQ(options.tls, std::nullopt);
}

}  // namespace
}  // namespace courier
