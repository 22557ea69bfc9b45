#include "models/secrets/SecretStore.h"

#include <gtest/gtest.h>

#include <QSet>

#include "tests/support/Await.h"

namespace courier {
namespace {

using Fallback = SecretStore::Fallback;
using Place = SecretStore::Place;

TEST(Secret, IsASmallJsonWithSortedKeys) {
  Secret secret;
  secret.fields = {{QStringLiteral("token"), QStringLiteral("t")},
                   {QStringLiteral("password"), QStringLiteral("p\"ü\n")}};
  EXPECT_EQ(secret.toJson(), "{\"password\":\"p\\\"ü\\n\",\"token\":\"t\"}");
  EXPECT_EQ(secret.password(), QStringLiteral("p\"ü\n"));
  EXPECT_EQ(Secret::ofPassword(QStringLiteral("x")).toJson(), R"({"password":"x"})");
  EXPECT_EQ(Secret().toJson(), "{}");
}

TEST(Secret, ComesBackFromItsJson) {
  for (const QString& password :
       {QString(), QStringLiteral("plain"), QStringLiteral("😀 \u0001 \\ \" 测试"), QString(QChar(0)) + u'x'}) {
    const Secret secret = Secret::ofPassword(password);
    const auto again = Secret::fromJson(secret.toJson());
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(*again, secret);
  }
}

TEST(Secret, RefusesWhatIsNoItemOfOurs) {
  for (const char* json : {"", "p", "\"password\"", "[]", "null", R"({"password":1})", R"({"password":{"a":"b"}})",
                           R"({"password":"hunter2")"}) {
    const auto secret = Secret::fromJson(json);
    ASSERT_FALSE(secret.ok()) << json;
    EXPECT_EQ(secret.error().kind, ErrorKind::InvalidInput);
    EXPECT_FALSE((secret.error().message + secret.error().detail).contains(u"hunter2"));
  }
}

TEST(Secret, HasTheSizeEveryKeychainTakes) {
  const qsizetype frame = Secret::ofPassword({}).toJson().size();
  EXPECT_TRUE(encodedSecret(Secret::ofPassword(QString(kMaxSecretBytes - frame, u'x'))).ok());
  const auto tooLarge = encodedSecret(Secret::ofPassword(QString(kMaxSecretBytes - frame + 1, u'x')));
  ASSERT_FALSE(tooLarge.ok());
  EXPECT_EQ(tooLarge.error().kind, ErrorKind::InvalidInput);
  EXPECT_TRUE(tooLarge.error().message.contains(QStringLiteral("%L1").arg(2560)))
      << tooLarge.error().message.toStdString();
  EXPECT_FALSE(tooLarge.error().message.contains(u"xxx"));
}

TEST(Secret, KeysAreRandom) {
  QSet<QString> keys;
  for (int i = 0; i < 1000; ++i) {
    const QString key = newSecretKey();
    EXPECT_EQ(key.size(), 32);
    keys.insert(key);
  }
  EXPECT_EQ(keys.size(), 1000);
}

TEST(SessionSecretStore, KeepsForgetsAndTellsMissing) {
  SessionSecretStore store;
  EXPECT_EQ(store.place(), Place::Session);
  const QString key = newSecretKey();
  const auto missing = testing::await(store.read(key));
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().kind, ErrorKind::SecretMissing);

  const auto written = testing::await(store.write(key, Secret::ofPassword(QStringLiteral("a")), Fallback::Session));
  ASSERT_TRUE(written.ok());
  EXPECT_EQ(*written, Place::Session);
  ASSERT_TRUE(testing::await(store.write(key, Secret::ofPassword(QStringLiteral("b")), Fallback::Session)).ok());
  EXPECT_EQ(testing::await(store.read(key)).value().password(), u"b");
  EXPECT_TRUE(testing::await(store.remove(key)).ok());
  EXPECT_TRUE(testing::await(store.remove(key)).ok());
  EXPECT_FALSE(testing::await(store.read(key)).ok());
}

TEST(SessionSecretStore, NeverStandsInForTheKeychainUnasked) {
  SessionSecretStore session;
  const QString key = newSecretKey();
  const auto refused = testing::await(session.write(key, Secret::ofPassword(QStringLiteral("a")), Fallback::None));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, ErrorKind::SecretUnavailable);
  EXPECT_FALSE(testing::await(session.read(key)).ok());

  SessionSecretStore keychain(Place::Keychain);
  EXPECT_EQ(testing::await(keychain.write(key, Secret::ofPassword(QStringLiteral("a")), Fallback::None)).value(),
            Place::Keychain);
  const auto tooLarge = testing::await(keychain.write(key, Secret::ofPassword(QString(3000, u'x')), Fallback::None));
  ASSERT_FALSE(tooLarge.ok());
  EXPECT_EQ(tooLarge.error().kind, ErrorKind::InvalidInput);
  EXPECT_EQ(testing::await(keychain.read(key)).value().password(), u"a");
}

}  // namespace
}  // namespace courier
