#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QToolButton>

#include "tests/support/Accessibility.h"
#include "tests/support/Shots.h"
#include "tests/widgets/targets/TargetDialogFixture.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;

class TargetDialogTest : public testing::TargetDialogFixture {};

TEST_F(TargetDialogTest, APastedAddressFillsTheFields) {
  open();
  paste(QStringLiteral("https://alice:p%40ss@reports.example.org:8080/path?method=post"));
  EXPECT_EQ(edit("address")->text(), QStringLiteral("webs://reports.example.org:8080/path"));
  EXPECT_EQ(edit("user")->text(), QStringLiteral("alice"));
  EXPECT_EQ(edit("password")->text(), QStringLiteral("p@ss"));
  EXPECT_EQ(edit("password")->echoMode(), QLineEdit::Password);
  EXPECT_EQ(part<QComboBox>(*m_dialog, "method")->currentText(), QStringLiteral("POST"));
  QTest::keySequence(edit("address"), QKeySequence::Undo);
  EXPECT_FALSE(edit("address")->text().contains(QStringLiteral("p%40ss")));
  QTest::keyClicks(edit("name"), QStringLiteral("myweb"));
  save();
  ASSERT_TRUE(isSaved());
  const Target target = stored(m_saved);
  EXPECT_EQ(target.name, QStringLiteral("myweb"));
  EXPECT_EQ(target.to.method, HttpMethod::Post);
  EXPECT_EQ(passwordUnder(target.to.secretKey), QStringLiteral("p@ss"));
}

TEST_F(TargetDialogTest, ATypedPasswordLeavesTheAddressOnFocusOut) {
  open();
  edit("address")->setFocus();
  QTest::keyClicks(edit("address"), QStringLiteral("web://bob:secret@127.0.0.1:8080/x"));
  QTest::keyClick(edit("address"), Qt::Key_Tab);
  EXPECT_EQ(edit("address")->text(), QStringLiteral("web://127.0.0.1:8080/x"));
  EXPECT_EQ(edit("user")->text(), QStringLiteral("bob"));
  EXPECT_EQ(edit("password")->text(), QStringLiteral("secret"));
}

TEST_F(TargetDialogTest, SaysWhatIsWrongBelowTheField) {
  open();
  save();
  EXPECT_FALSE(error("name").isEmpty());
  EXPECT_FALSE(error("address").isEmpty());
  QTest::keyClicks(edit("name"), QStringLiteral("web"));
  edit("address")->setText(QStringLiteral("web://host:99999/"));
  edit("user")->setText(QStringLiteral("alice"));
  save();
  EXPECT_TRUE(error("address").contains(QStringLiteral("99999")));
  EXPECT_FALSE(error("name").isEmpty());
  EXPECT_FALSE(error("password").isEmpty());
  // Long sentences get the room they need: the dialog grows.
  for (auto* label : m_dialog->findChildren<QLabel*>()) {
    EXPECT_TRUE(waitUntil([&] {
      return !label->isVisible() || label->height() >= label->heightForWidth(label->width());
    })) << qPrintable(label->text());
  }
  EXPECT_TRUE(isSettled());
  testing::shoot(*m_dialog, QStringLiteral("target-dialog-errors"));
  edit("address")->setText(QStringLiteral("web://host/"));
  EXPECT_TRUE(error("address").isEmpty());
  EXPECT_FALSE(m_saved.isValid());
}

TEST_F(TargetDialogTest, WarnsOfAnUnencryptedAddressElsewhere) {
  open();
  auto* warning = part<Note>(*m_dialog, "unencrypted");
  edit("address")->setText(QStringLiteral("web://reports.example.org/"));
  EXPECT_TRUE(warning->text().contains(QStringLiteral("Not encrypted")));
  edit("address")->setText(QStringLiteral("web://127.0.0.1/"));
  EXPECT_TRUE(warning->text().isEmpty());
  edit("address")->setText(QStringLiteral("webs://reports.example.org/"));
  EXPECT_TRUE(warning->text().isEmpty());
}

TEST_F(TargetDialogTest, ATakenNameKeepsTheDialogOpenAndNoSecretBehind) {
  addTarget(QStringLiteral("myweb"), QStringLiteral("webs://a.example.org/"));
  open();
  edit("name")->setText(QStringLiteral("myweb"));
  edit("address")->setText(QStringLiteral("webs://b.example.org/"));
  edit("user")->setText(QStringLiteral("alice"));
  edit("password")->setText(QStringLiteral("secret"));
  save();
  ASSERT_TRUE(waitUntil([this] { return !error("name").isEmpty(); }));
  EXPECT_TRUE(m_dialog->isVisible());
  EXPECT_EQ(edit("password")->text(), QStringLiteral("secret"));
  edit("name")->setText(QStringLiteral("other"));
  save();
  ASSERT_TRUE(isSaved());
  EXPECT_EQ(passwordUnder(stored(m_saved).to.secretKey), QStringLiteral("secret"));
}

TEST_F(TargetDialogTest, WithoutAKeychainThePersonChooses) {
  SessionSecretStore session(SecretStore::Place::Session);
  open({}, &session);
  edit("name")->setText(QStringLiteral("myweb"));
  edit("address")->setText(QStringLiteral("webs://reports.example.org/"));
  edit("user")->setText(QStringLiteral("alice"));
  edit("password")->setText(QStringLiteral("secret"));
  save();
  ASSERT_TRUE(waitUntil([this] { return !note().isEmpty(); }));
  EXPECT_EQ(note(), QStringLiteral("This computer has no keychain: the password is kept until Query Courier closes."));
  EXPECT_TRUE(await(m_targets.all())->isEmpty());
  EXPECT_TRUE(isSettled());
  testing::shoot(*m_dialog, QStringLiteral("target-dialog-no-keychain"));
  click(part<Button>(*m_dialog, "acceptSession"));
  ASSERT_TRUE(isSaved());
  EXPECT_EQ(await(session.read(stored(m_saved).to.secretKey))->password(), QStringLiteral("secret"));
}

TEST_F(TargetDialogTest, AStoredPasswordIsNeitherShownNorLost) {
  const Target target = addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"),
                                  QStringLiteral("alice"), QStringLiteral("secret"));
  open(target);
  EXPECT_EQ(edit("password")->text(), QString());
  EXPECT_EQ(edit("password")->placeholderText(), QStringLiteral("in the keychain"));
  click(part<QToolButton>(*m_dialog, "options"));
  part<QSpinBox>(*m_dialog, "rowCap")->setValue(500);
  EXPECT_EQ(testing::unnamedControls(*m_dialog), QStringList());
  EXPECT_TRUE(isSettled());
  testing::shoot(*m_dialog, QStringLiteral("target-dialog-edit"));
  save();
  ASSERT_TRUE(isSaved());
  EXPECT_EQ(stored(target.id).to.rowCap, 500);
  EXPECT_EQ(stored(target.id).to.secretKey, target.to.secretKey);
  EXPECT_EQ(passwordUnder(target.to.secretKey), QStringLiteral("secret"));
}

TEST_F(TargetDialogTest, ANewPasswordReplacesTheItemAndResumesAPausedTarget) {
  const Target target = addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"),
                                  QStringLiteral("alice"), QStringLiteral("old"));
  const DeliveryId id = addDelivery(QStringLiteral("clicks"), target, {});
  ASSERT_EQ(attempt(id, answer(401)).state, DeliveryState::Held);
  ASSERT_EQ(stored(target.id).state, TargetState::Paused);
  open(stored(target.id));
  EXPECT_TRUE(note().startsWith(QStringLiteral("401")));
  edit("password")->setText(QStringLiteral("new"));
  save();
  ASSERT_TRUE(isSaved());
  const Target after = stored(target.id);
  EXPECT_EQ(after.state, TargetState::Active);
  EXPECT_EQ(passwordUnder(after.to.secretKey), QStringLiteral("new"));
  EXPECT_EQ(passwordUnder(target.to.secretKey), QStringLiteral("(none)"));
  const Delivery delivery = *await(m_outbox.find(id));
  EXPECT_EQ(delivery.state, DeliveryState::Waiting);
  EXPECT_EQ(delivery.to.secretKey, after.to.secretKey);
}

TEST_F(TargetDialogTest, AnotherCertificateEndsWithTheRefusedResultsSent) {
  const Target target = addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"));
  AttemptReport untrusted = testing::unanswered(AttemptOutcome::NotSent, ReasonKind::Tls, {});
  untrusted.certificateIssuer = QStringLiteral("Acme CA");
  for (const char* path : {"a", "b"}) {
    const DeliveryId id = addDelivery(QStringLiteral("clicks"), target, QString::fromLatin1(path));
    ASSERT_EQ(attempt(id, untrusted).reasonKind, ReasonKind::Untrusted);
  }
  attempt(addDelivery(QStringLiteral("clicks"), target, QStringLiteral("c")), answer(405));
  ASSERT_EQ(await(m_outbox.counts())->unanswered, 3);
  open(stored(target.id));
  auto* least = control<QComboBox>("tlsMinimum");
  least->setCurrentIndex(least->count() - 1);
  save();
  ASSERT_TRUE(isSaved());
  const auto counts = *await(m_outbox.counts());
  EXPECT_EQ(counts.waiting, 2);
  EXPECT_EQ(counts.unanswered, 1) << "a 405 has another mend";
}

TEST_F(TargetDialogTest, ClearingTheUserTakesThePasswordAway) {
  const Target target = addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"),
                                  QStringLiteral("alice"), QStringLiteral("old"));
  open(target);
  edit("user")->clear();
  save();
  ASSERT_TRUE(isSaved());
  EXPECT_TRUE(stored(target.id).to.secretKey.isEmpty());
  EXPECT_EQ(passwordUnder(target.to.secretKey), QStringLiteral("(none)"));
}

TEST_F(TargetDialogTest, APasswordGoesWithoutAUserName) {
  open();
  paste(QStringLiteral("https://:t0ken@api.example.org/in"));
  EXPECT_EQ(edit("user")->text(), QString());
  EXPECT_EQ(edit("password")->text(), QStringLiteral("t0ken"));
  edit("name")->setText(QStringLiteral("api"));
  save();
  ASSERT_TRUE(isSaved());
  const Target target = stored(m_saved);
  EXPECT_TRUE(target.to.signsIn());
  EXPECT_EQ(passwordUnder(target.to.secretKey), QStringLiteral("t0ken"));
  // Kept where nothing is typed anew.
  delete m_dialog;
  m_saved = {};
  open(target);
  EXPECT_EQ(edit("password")->placeholderText(), QStringLiteral("in the keychain"));
  edit("name")->setText(QStringLiteral("token"));
  save();
  ASSERT_TRUE(isSaved());
  EXPECT_EQ(passwordUnder(stored(m_saved).to.secretKey), QStringLiteral("t0ken"));
}

TEST_F(TargetDialogTest, AnAddressTypedInPlaceGetsANewPasswordWithoutAName) {
  Target wanted;
  wanted.to.url = url(QStringLiteral("webs://reports.example.org/x"));
  wanted.to.user = QStringLiteral("alice");
  wanted.to.secretKey = QStringLiteral("oldkey");
  const Target target = await(m_targets.findOrCreateUnnamed(wanted))->target;
  open(target);
  EXPECT_FALSE(edit("name")->isVisible());
  edit("password")->setText(QStringLiteral("new"));
  save();
  ASSERT_TRUE(isSaved());
  EXPECT_TRUE(stored(target.id).name.isEmpty());
  EXPECT_EQ(passwordUnder(stored(target.id).to.secretKey), QStringLiteral("new"));
}

TEST_F(TargetDialogTest, AStoreThatFailsIsSaidAndNothingIsLost) {
  open();
  edit("name")->setText(QStringLiteral("myweb"));
  edit("address")->setText(QStringLiteral("webs://reports.example.org/"));
  m_database.change(QStringLiteral("DROP TABLE target"));
  save();
  ASSERT_TRUE(waitUntil([this] { return !note().isEmpty(); }));
  EXPECT_TRUE(m_dialog->isVisible());
  EXPECT_EQ(edit("name")->text(), QStringLiteral("myweb"));
  EXPECT_TRUE(part<Button>(*m_dialog, "save")->isEnabled());
}

TEST_F(TargetDialogTest, SaysWhenTheSecretWasUsedAndWhichSchedulesSendThere) {
  Target target = addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"),
                            QStringLiteral("alice"), QStringLiteral("s3cret"));
  const auto use = [this] { return control<QLabel>("use")->text(); };
  open(target);
  EXPECT_TRUE(waitUntil([&] { return use() == QStringLiteral("Password in the keychain, never used"); }))
      << qPrintable(use());
  m_dialog->reject();
  ASSERT_TRUE(await(m_targets.noteSecretUsed(target.id, target.to.secretKey)));
  m_database.change(QStringLiteral("INSERT INTO schedule (name, cron, zone, sql, plan, created_at) VALUES "
                                   "('nightly', '', 'UTC', 'SELECT 1', json_object('targetId', ?), 0)"),
                    {target.id.value});
  open(stored(target.id));
  ASSERT_TRUE(waitUntil([&] { return use().endsWith(QStringLiteral("nightly")); })) << qPrintable(use());
  EXPECT_TRUE(use().contains(QStringLiteral("last used today 09:00"))) << qPrintable(use());
  EXPECT_TRUE(waitUntil([this] { return isSettled(); }));
  testing::shoot(*m_dialog, QStringLiteral("target-used"));
}

}  // namespace
}  // namespace courier
