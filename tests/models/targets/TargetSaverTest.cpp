#include "models/targets/TargetSaver.h"

#include <gtest/gtest.h>

#include "models/secrets/SecretStore.h"
#include "tests/support/Deliveries.h"
#include "tests/support/FakeClock.h"
#include "tests/support/TempDatabase.h"

namespace courier {
namespace {

using testing::await;

constexpr auto session = SecretStore::Fallback::Session;

class TargetSaverTest : public ::testing::Test {
 protected:
  static TargetDraft draft(const QString& name = QStringLiteral("myweb")) {
    TargetDraft made;
    made.target = testing::targetAt(name, QStringLiteral("webs://reports.example.org/in"));
    return made;
  }
  static TargetDraft signedDraft() {
    TargetDraft made = draft();
    made.target.to.user = QStringLiteral("ada");
    made.target.to.options.isSigned = true;
    made.secrets = {{secretfields::password, QStringLiteral("p1")},
                    {secretfields::signingSecret, QStringLiteral("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")}};
    return made;
  }
  Target save(const TargetDraft& wanted) {
    const auto saved = await(m_saver.save(wanted, session));
    if (!saved) {
      ADD_FAILURE() << qPrintable(saved.error().message);
      return {};
    }
    return *await(m_targets.find(saved->id));
  }
  Error refused(const TargetDraft& wanted) {
    const auto saved = await(m_saver.save(wanted, session));
    EXPECT_FALSE(saved.ok());
    return saved ? Error() : saved.error();
  }
  QHash<QString, QString> item(const QString& key) {
    const auto secret = await(m_secrets.read(key));
    return secret ? secret->fields : QHash<QString, QString>();
  }

  testing::TempDatabase m_database;
  testing::FakeClock m_clock;
  TargetStore m_targets{*m_database, m_clock};
  SessionSecretStore m_secrets;
  TargetSaver m_saver{m_targets, m_secrets};
};

TEST_F(TargetSaverTest, WithoutAnythingSecretThereIsNoItem) {
  EXPECT_EQ(save(draft()).to.secretKey, QString());
}

TEST_F(TargetSaverTest, OneItemHoldsAllThatIsNeededAndNoMore) {
  TargetDraft wanted = signedDraft();
  wanted.secrets.insert(secretfields::token, QStringLiteral("not-needed"));
  const Target target = save(wanted);
  EXPECT_EQ(item(target.to.secretKey).size(), 2);
  EXPECT_EQ(item(target.to.secretKey).value(secretfields::password), QStringLiteral("p1"));
}

TEST_F(TargetSaverTest, ANewPasswordKeepsTheOtherSecretsAndTakesTheOldItemAway) {
  const Target before = save(signedDraft());
  TargetDraft change{before, {{secretfields::password, QStringLiteral("p2")}}};
  const Target after = save(change);
  EXPECT_NE(after.to.secretKey, before.to.secretKey);
  EXPECT_EQ(item(after.to.secretKey).value(secretfields::password), QStringLiteral("p2"));
  EXPECT_TRUE(item(after.to.secretKey).contains(secretfields::signingSecret));
  EXPECT_TRUE(item(before.to.secretKey).isEmpty());
}

TEST_F(TargetSaverTest, WhatChangesNoSecretKeepsTheItem) {
  const Target before = save(signedDraft());
  TargetDraft change{before, {}};
  change.target.to.rowCap = 7;
  const Target after = save(change);
  EXPECT_EQ(after.to.secretKey, before.to.secretKey);
  EXPECT_EQ(after.to.rowCap, 7);
}

TEST_F(TargetSaverTest, ASecretThatIsNotNeededAnyMoreGoes) {
  const Target before = save(signedDraft());
  TargetDraft change{before, {}};
  change.target.to.options.isSigned = false;
  const Target after = save(change);
  EXPECT_EQ(item(after.to.secretKey).keys(), QStringList{secretfields::password});
  change = {after, {}};
  change.target.to.user.clear();
  EXPECT_EQ(save(change).to.secretKey, QString());
  EXPECT_TRUE(item(after.to.secretKey).isEmpty());
}

TEST_F(TargetSaverTest, SaysWhichSecretIsMissing) {
  TargetDraft wanted = draft();
  wanted.target.to.options.auth = AuthKind::Bearer;
  const Error error = refused(wanted);
  EXPECT_EQ(error.kind, ErrorKind::SecretMissing);
  EXPECT_EQ(error.detail, secretfields::token);
  EXPECT_EQ(error.message, QStringLiteral("The token is missing. Enter it."));
  EXPECT_TRUE(await(m_targets.all())->isEmpty());
}

TEST_F(TargetSaverTest, RefusesSecretsThatCannotBeSent) {
  TargetDraft wanted = draft();
  wanted.target.to.options.auth = AuthKind::Bearer;
  for (const QString& token : {QStringLiteral("two\r\nlines"), QString(), QStringLiteral("schlüssel")}) {
    wanted.secrets = {{secretfields::token, token}};
    const Error error = refused(wanted);
    EXPECT_EQ(error.kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(token.isEmpty() || !error.message.contains(token));
  }
  TargetDraft weak = signedDraft();
  weak.secrets.insert(secretfields::signingSecret, QStringLiteral("whsec_short"));
  EXPECT_EQ(refused(weak).kind, ErrorKind::InvalidInput);
}

TEST_F(TargetSaverTest, ATargetThatCannotBeSavedLeavesNoItemAndNoneIsLost) {
  const Target first = save(signedDraft());
  const Error error = refused(signedDraft());  // the name is taken
  EXPECT_EQ(error.kind, ErrorKind::AlreadyExists);
  EXPECT_EQ(item(first.to.secretKey).size(), 2);
  EXPECT_EQ(await(m_targets.all())->size(), 1);
}

TEST_F(TargetSaverTest, AnItemThatIsGoneCanBeEnteredAnew) {
  const Target before = save(signedDraft());
  ASSERT_TRUE(await(m_secrets.remove(before.to.secretKey)).ok());
  EXPECT_EQ(refused({before, {}}).kind, ErrorKind::SecretMissing);
  TargetDraft again{before, signedDraft().secrets};
  EXPECT_EQ(item(save(again).to.secretKey).size(), 2);
}

TEST_F(TargetSaverTest, AnotherServersItemStaysForWhatStillWaits) {
  const Target before = save(signedDraft());
  TargetDraft change{before, {{secretfields::password, QStringLiteral("p2")}}};
  change.target.to.url = testing::urlOf(QStringLiteral("webs://other.example.org/in"));
  (void)save(change);
  EXPECT_EQ(item(before.to.secretKey).size(), 2);
}

TEST_F(TargetSaverTest, APasswordNeedsNoUserName) {
  TargetDraft alone = draft();
  alone.secrets = {{secretfields::password, QStringLiteral("token")}};
  const Target target = save(alone);
  EXPECT_TRUE(target.to.signsIn());
  EXPECT_EQ(item(target.to.secretKey).value(secretfields::password), QStringLiteral("token"));
  const Target again = save({target, {}});
  EXPECT_EQ(again.to.secretKey, target.to.secretKey) << "it stays";
  TargetDraft signing{again, {{secretfields::signingSecret, QStringLiteral("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")}}};
  signing.target.to.options.isSigned = true;
  EXPECT_EQ(refused(signing).kind, ErrorKind::InvalidInput);
}

TEST_F(TargetSaverTest, WhoClearsTheUserNameEndsTheSignIn) {
  TargetDraft named = draft();
  named.target.to.user = QStringLiteral("ada");
  named.secrets = {{secretfields::password, QStringLiteral("p")}};
  TargetDraft cleared{save(named), {}};
  cleared.target.to.user.clear();
  const Target target = save(cleared);
  EXPECT_FALSE(target.to.signsIn());
  EXPECT_EQ(target.to.secretKey, QString());
}

}  // namespace
}  // namespace courier
