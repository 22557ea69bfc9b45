#include "models/targets/TargetResolver.h"

#include <gtest/gtest.h>

#include "models/secrets/SecretStore.h"
#include "tests/support/Deliveries.h"
#include "tests/support/FakeClock.h"
#include "tests/support/TempDatabase.h"

namespace courier {
namespace {

using testing::await;

class TargetResolverTest : public ::testing::Test {
 protected:
  static TargetWish wish(const char* text) {
    TargetWish made;
    const auto parsed = TargetReference::parse(QString::fromUtf8(text));
    if (!parsed) qFatal("%s", qUtf8Printable(parsed.error().message));
    made.reference = *parsed;
    made.fallback = SecretStore::Fallback::Session;
    return made;
  }
  Expected<ResolvedTarget> resolve(const TargetWish& wanted) { return await(m_resolver.resolve(wanted)); }
  ResolvedTarget resolved(const TargetWish& wanted) {
    const auto made = resolve(wanted);
    if (!made) ADD_FAILURE() << qPrintable(made.error().message);
    return made ? *made : ResolvedTarget();
  }
  Error refused(const TargetWish& wanted) {
    const auto made = resolve(wanted);
    if (made) ADD_FAILURE() << "was not refused";
    return made ? Error() : made.error();
  }
  QString passwordUnder(const QString& key) {
    const auto secret = await(m_secrets.read(key));
    return secret ? secret->password() : QStringLiteral("(none)");
  }
  Target saved(const QString& name, const QString& user, const QString& password) {
    Target target = testing::targetAt(name, QStringLiteral("webs://reports.example.org/base?a=1"));
    target.to.user = user;
    target.to.rowCap = 500;
    if (!user.isEmpty()) {
      target.to.secretKey = newSecretKey();
      EXPECT_TRUE(
          await(m_secrets.write(target.to.secretKey, Secret::ofPassword(password), SecretStore::Fallback::Session)));
    }
    target.id = *await(m_targets.create(target));
    return target;
  }

  testing::TempDatabase m_database;
  testing::FakeClock m_clock;
  TargetStore m_targets{*m_database, m_clock};
  SessionSecretStore m_secrets;
  TargetResolver m_resolver{m_targets, m_secrets};
};

TEST_F(TargetResolverTest, FindsASavedTargetWithItsOwnSignIn) {
  const Target target = saved(QStringLiteral("myweb"), QStringLiteral("alice"), QStringLiteral("secret"));
  const ResolvedTarget made = resolved(wish("myweb"));
  EXPECT_EQ(made.request.targetId, target.id);
  EXPECT_EQ(made.request.targetText, QStringLiteral("myweb"));
  EXPECT_EQ(made.request.to.url, target.to.url);
  EXPECT_EQ(made.request.to.secretKey, target.to.secretKey);
  EXPECT_EQ(made.request.to.rowCap, 500);
  EXPECT_FALSE(made.passwordPlace.has_value());
}

TEST_F(TargetResolverTest, JoinsThePathAndTakesItsMethod) {
  saved(QStringLiteral("myweb"), {}, {});
  const ResolvedTarget made = resolved(wish("myweb:path/x?b=2&method=post"));
  EXPECT_EQ(made.request.to.url.address(), QStringLiteral("webs://reports.example.org/base/path/x?a=1&b=2"));
  EXPECT_EQ(made.request.to.method, HttpMethod::Post);
  EXPECT_EQ(made.request.targetText, QStringLiteral("myweb:path/x?b=2&method=post"));
  EXPECT_TRUE(made.request.to.secretKey.isEmpty());
}

TEST_F(TargetResolverTest, SaysWhichTargetsThereAre) {
  saved(QStringLiteral("myweb"), {}, {});
  const Error error = refused(wish("yourweb:path"));
  EXPECT_EQ(error.kind, ErrorKind::NotFound);
  EXPECT_TRUE(error.message.contains(QStringLiteral("myweb")));
}

TEST_F(TargetResolverTest, KeepsATypedPasswordInTheSecretStoreAlone) {
  const ResolvedTarget made = resolved(wish("web://alice:p%40ss@example.org:8080/path"));
  EXPECT_EQ(made.request.to.url.address(), QStringLiteral("web://example.org:8080/path"));
  EXPECT_EQ(made.request.to.user, QStringLiteral("alice"));
  EXPECT_EQ(made.request.targetText, QStringLiteral("web://alice:•••@example.org:8080/path"));
  EXPECT_EQ(passwordUnder(made.request.to.secretKey), QStringLiteral("p@ss"));
  EXPECT_EQ(made.passwordPlace, SecretStore::Place::Session);
  const auto stored = await(m_targets.find(made.request.targetId));
  ASSERT_TRUE(stored);
  EXPECT_TRUE(stored->name.isEmpty());
  EXPECT_EQ(stored->to.secretKey, made.request.to.secretKey);
}

TEST_F(TargetResolverTest, ANewPasswordReplacesTheOldItem) {
  const ResolvedTarget first = resolved(wish("web://alice:one@example.org/"));
  const ResolvedTarget second = resolved(wish("web://alice:two@example.org/"));
  EXPECT_EQ(first.request.targetId, second.request.targetId);
  EXPECT_NE(first.request.to.secretKey, second.request.to.secretKey);
  EXPECT_EQ(passwordUnder(second.request.to.secretKey), QStringLiteral("two"));
  EXPECT_EQ(passwordUnder(first.request.to.secretKey), QStringLiteral("(none)"));
  const ResolvedTarget again = resolved(wish("web://alice@example.org/"));
  EXPECT_EQ(again.request.to.secretKey, second.request.to.secretKey);
}

TEST_F(TargetResolverTest, NeverGoesWithoutAPasswordThatIsWanted) {
  const Error unknown = refused(wish("web://alice@example.org/"));
  EXPECT_EQ(unknown.kind, ErrorKind::SecretMissing);
  EXPECT_TRUE(unknown.message.contains(QStringLiteral("alice")));
  TargetWish nobody = wish("web://example.org/");
  nobody.user = QString();
  EXPECT_EQ(refused(nobody).kind, ErrorKind::InvalidInput);
  TargetWish colon = wish("web://example.org/");
  colon.user = QStringLiteral("a:b");
  EXPECT_EQ(refused(colon).kind, ErrorKind::InvalidInput);
  EXPECT_TRUE(resolved(wish("web://example.org/")).request.to.secretKey.isEmpty());
  EXPECT_EQ(passwordUnder(resolved(wish("web://alice:@example.org/")).request.to.secretKey), QString());
}

TEST_F(TargetResolverTest, APasswordForThisTimeLeavesTheSavedTargetAlone) {
  const Target target = saved(QStringLiteral("myweb"), QStringLiteral("alice"), QStringLiteral("secret"));
  TargetWish once = wish("myweb:path");
  once.user = QStringLiteral("bob");
  once.password = QStringLiteral("other");
  const ResolvedTarget made = resolved(once);
  EXPECT_NE(made.request.targetId, target.id);
  EXPECT_EQ(made.request.targetText, QStringLiteral("myweb:path"));
  EXPECT_EQ(made.request.to.user, QStringLiteral("bob"));
  EXPECT_EQ(made.request.to.rowCap, 500);
  EXPECT_EQ(passwordUnder(made.request.to.secretKey), QStringLiteral("other"));
  EXPECT_EQ(passwordUnder(target.to.secretKey), QStringLiteral("secret"));
  TargetWish same = wish("myweb");
  same.user = QStringLiteral("alice");
  EXPECT_EQ(resolved(same).request.targetId, target.id);
}

TEST_F(TargetResolverTest, WithoutAKeychainAsksForLeaveFirst) {
  TargetWish strict = wish("web://alice:secret@example.org/");
  strict.fallback = SecretStore::Fallback::None;
  const Error error = refused(strict);
  EXPECT_EQ(error.kind, ErrorKind::SecretUnavailable);
  EXPECT_FALSE(error.message.contains(QStringLiteral("secret@")));
  EXPECT_EQ(m_database.value(QStringLiteral("SELECT count(*) FROM target")).toInt(), 0);
}

TEST_F(TargetResolverTest, AFailingStoreLeavesNoItemBehind) {
  m_database.change(QStringLiteral("DROP TABLE target"));
  EXPECT_EQ(refused(wish("web://alice:secret@example.org/")).kind, ErrorKind::Storage);
}

TEST_F(TargetResolverTest, APasswordForThisTimeGoesWithTheSavedTargetsOtherSecrets) {
  Target target = saved(QStringLiteral("myweb"), QStringLiteral("ada"), QStringLiteral("p1"));
  target.to.options.isSigned = true;
  target.to.secretKey = newSecretKey();
  Secret item = Secret::ofPassword(QStringLiteral("p1"));
  item.fields.insert(secretfields::signingSecret, QStringLiteral("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
  ASSERT_TRUE(await(m_secrets.write(target.to.secretKey, item, SecretStore::Fallback::Session)).ok());
  ASSERT_TRUE(await(m_targets.update(target)).ok());
  TargetWish wanted = wish("myweb");
  wanted.password = QStringLiteral("p2");
  const DeliveryRequest request = resolved(wanted).request;
  const auto secret = await(m_secrets.read(request.to.secretKey));
  ASSERT_TRUE(secret.ok());
  EXPECT_EQ(secret->password(), QStringLiteral("p2"));
  EXPECT_EQ(secret->fields.value(secretfields::signingSecret), item.fields.value(secretfields::signingSecret));
  EXPECT_EQ(passwordUnder(target.to.secretKey), QStringLiteral("p1"));
}

TEST_F(TargetResolverTest, SeveralComeInTheirOrderAndTheFirstThatFailsIsNamed) {
  saved(QStringLiteral("myweb"), QStringLiteral("alice"), QStringLiteral("s3cret"));
  const auto both = await(m_resolver.resolveAll({wish("myweb:x"), wish("web://127.0.0.1:4711/y")}));
  ASSERT_TRUE(both.ok()) << qPrintable(both.error().message);
  ASSERT_EQ(both->size(), 2);
  EXPECT_EQ(both->at(0).request.targetText, QStringLiteral("myweb:x"));
  EXPECT_EQ(both->at(1).request.to.url.address(), QStringLiteral("web://127.0.0.1:4711/y"));
  const auto wrong = await(m_resolver.resolveAll({wish("myweb"), wish("other"), wish("third")}));
  ASSERT_FALSE(wrong.ok());
  EXPECT_EQ(wrong.error().kind, ErrorKind::NotFound);
  EXPECT_TRUE(wrong.error().message.startsWith(QStringLiteral("other: "))) << qPrintable(wrong.error().message);
  const auto alone = await(m_resolver.resolveAll({wish("other")}));
  EXPECT_FALSE(alone.error().message.startsWith(QStringLiteral("other: ")));
}

TEST_F(TargetResolverTest, APasswordNeedsNoUserName) {
  const ResolvedTarget made = resolved(wish("webs://:token@example.org/a"));
  EXPECT_EQ(made.request.to.user, QString());
  EXPECT_EQ(passwordUnder(made.request.to.secretKey), QStringLiteral("token"));
  EXPECT_TRUE(made.request.to.signsIn());
  EXPECT_EQ(made.request.to.neededSecrets(), QStringList(secretfields::password));
  EXPECT_EQ(made.request.targetText, QStringLiteral("webs://:•••@example.org/a"));
  EXPECT_FALSE(resolved(wish("webs://example.org/a")).request.to.signsIn()) << "another time without it";
}

TEST_F(TargetResolverTest, APasswordAloneGoesWithNoOtherSecret) {
  Target target = testing::targetAt(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/"));
  target.to.options.isSigned = true;
  target.to.secretKey = newSecretKey();
  Secret item;
  item.fields.insert(secretfields::signingSecret, QStringLiteral("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
  ASSERT_TRUE(await(m_secrets.write(target.to.secretKey, item, SecretStore::Fallback::Session)).ok());
  ASSERT_TRUE(await(m_targets.create(target)).ok());
  EXPECT_FALSE(resolved(wish("myweb")).request.to.signsIn()) << "its item holds no password";
  TargetWish wanted = wish("myweb");
  wanted.password = QStringLiteral("p");
  EXPECT_TRUE(refused(wanted).message.startsWith(QStringLiteral("A password goes without a user name only")));
}

}  // namespace
}  // namespace courier
