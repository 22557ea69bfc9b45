#include <QCheckBox>
#include <QSignalSpy>

#include "tests/support/Shots.h"
#include "tests/widgets/send/SendDialogFixture.h"
#include "widgets/common/CheckedField.h"
#include "widgets/send/SendDialog.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;

class SendDialogTest : public testing::SendDialogFixture {};

TEST_F(SendDialogTest, ShowsWhatBecameOfIt) {
  const Target target = addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"));
  open();
  click(sendButton());
  ASSERT_TRUE(waitUntil([this] { return !outcome().isEmpty(); }));
  const DeliveryId id = await(m_outbox.newest(1))->constFirst().id;
  attempt(id, answer(503));
  ASSERT_TRUE(waitUntil([this] { return outcome().contains(QStringLiteral("503")); }));
  testing::shoot(*m_dialog, QStringLiteral("send-waiting"));
  m_clock.advance(60'000);
  attempt(id, answer(201));
  ASSERT_TRUE(waitUntil([this] { return outcome().contains(QStringLiteral("Delivered")); }));
  testing::shoot(*m_dialog, QStringLiteral("send-delivered"));
  QSignalSpy shown(m_dialog, &SendDialog::showInJobsRequested);
  click(part<Button>(*m_dialog, "showInJobs"));
  EXPECT_EQ(shown.count(), 1);
  EXPECT_EQ(m_sends, 1);
}

TEST_F(SendDialogTest, WithNoTargetYetOffersTheReceiver) {
  open();
  QSignalSpy asked(m_dialog, &SendDialog::receiverRequested);
  click(part<Button>(*m_dialog, "tryHere"));
  ASSERT_EQ(asked.count(), 1);
  m_dialog->useAddress(QStringLiteral("web://127.0.0.1:4711/"));
  EXPECT_TRUE(head().startsWith(QStringLiteral("PUT web://127.0.0.1:4711/")));
  testing::shoot(*m_dialog, QStringLiteral("send-typed"));
  click(sendButton());
  ASSERT_TRUE(waitUntil([this] { return !outcome().isEmpty(); }));
  EXPECT_EQ(m_request.to.url.address(), QStringLiteral("web://127.0.0.1:4711/"));
  EXPECT_TRUE(m_request.to.secretKey.isEmpty());
}

TEST_F(SendDialogTest, BeginsWhereAPersonTypes) {
  open();
  EXPECT_TRUE(waitUntil([this] { return edit("address")->hasFocus(); }));
  // "Try it here" comes after the fields that it fills in, before what is only looked at.
  QWidgetList order;
  for (QWidget* now = edit("address"); !order.contains(now); now = now->nextInFocusChain()) order.append(now);
  const auto place = [&](const QWidget* widget) { return order.indexOf(widget); };
  EXPECT_GT(place(part<Button>(*m_dialog, "tryHere")), place(edit("password")));
  EXPECT_LT(place(part<Button>(*m_dialog, "tryHere")), place(part<Button>(*m_dialog, "copyCurl")));
  m_dialog->useAddress(QStringLiteral("web://127.0.0.1:4711/"));
  EXPECT_TRUE(edit("address")->hasFocus());
  EXPECT_LT(place(part<Button>(*m_dialog, "tryHere")), place(part<Button>(*m_dialog, "copyCurl")));
  delete m_dialog;
  addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"));
  open();
  EXPECT_TRUE(waitUntil([this] { return part<QComboBox>(*m_dialog, "target")->hasFocus(); }));
}

TEST_F(SendDialogTest, ATypedPasswordGoesToTheSecretStore) {
  open();
  edit("address")->setFocus();
  QTest::keyClicks(edit("address"), QStringLiteral("web://alice:s3cret@reports.example.org/x"));
  click(sendButton());
  ASSERT_TRUE(waitUntil([this] { return !outcome().isEmpty(); }));
  EXPECT_EQ(passwordUnder(m_request.to.secretKey), QStringLiteral("s3cret"));
  EXPECT_EQ(m_request.targetText, QStringLiteral("web://alice:•••@reports.example.org/x"));
  EXPECT_FALSE(edit("address")->text().contains(QStringLiteral("s3cret")));
}

TEST_F(SendDialogTest, APasswordGoesWithoutAUserName) {
  open();
  edit("address")->setFocus();
  QTest::keyClicks(edit("address"), QStringLiteral("web://:t0ken@reports.example.org/x"));
  QTest::keyClick(edit("address"), Qt::Key_Tab);
  EXPECT_EQ(edit("address")->text(), QStringLiteral("web://reports.example.org/x"));
  EXPECT_EQ(edit("user")->text(), QString());
  EXPECT_EQ(edit("password")->text(), QStringLiteral("t0ken"));
  EXPECT_TRUE(head().contains(QStringLiteral("Authorization: Basic")));
  EXPECT_FALSE(head().contains(QStringLiteral("t0ken")));
  click(sendButton());
  ASSERT_TRUE(waitUntil([this] { return !outcome().isEmpty(); }));
  EXPECT_EQ(passwordUnder(m_request.to.secretKey), QStringLiteral("t0ken"));
  EXPECT_EQ(m_request.to.user, QString());
}

TEST_F(SendDialogTest, WithoutAKeychainThePersonChooses) {
  SessionSecretStore session(SecretStore::Place::Session);
  open(3, false, &session);
  edit("address")->setText(QStringLiteral("webs://reports.example.org/x"));
  edit("user")->setText(QStringLiteral("alice"));
  edit("password")->setText(QStringLiteral("s3cret"));
  click(sendButton());
  ASSERT_TRUE(waitUntil([this] { return trouble().contains(QStringLiteral("no keychain")); }));
  EXPECT_EQ(m_sends, 0);
  click(part<Button>(*m_dialog, "acceptSession"));
  ASSERT_TRUE(waitUntil([this] { return !outcome().isEmpty(); }));
  EXPECT_EQ(await(session.read(m_request.to.secretKey))->password(), QStringLiteral("s3cret"));
}

TEST_F(SendDialogTest, AnIncompleteResultAsksForATick) {
  addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"));
  open(3, true);
  EXPECT_FALSE(sendButton()->isEnabled());
  QTest::keyClick(m_dialog, Qt::Key_Return, Qt::ControlModifier);
  EXPECT_EQ(m_sends, 0);
  part<QCheckBox>(*m_dialog, "incomplete")->setChecked(true);
  EXPECT_TRUE(sendButton()->isEnabled());
  click(sendButton());
  ASSERT_TRUE(waitUntil([this] { return m_sends == 1; }));
  EXPECT_TRUE(m_moreRows);
}

TEST_F(SendDialogTest, WrongPathsAndAddressesAreSaidAtOnce) {
  addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"));
  open();
  edit("path")->setText(QStringLiteral("../x"));
  EXPECT_FALSE(qobject_cast<CheckedField*>(edit("path")->parentWidget())->error().isEmpty());
  click(sendButton());
  auto* box = part<QComboBox>(*m_dialog, "target");
  box->setCurrentIndex(box->count() - 1);
  click(sendButton());
  EXPECT_FALSE(qobject_cast<CheckedField*>(edit("address")->parentWidget())->error().isEmpty());
  EXPECT_EQ(m_sends, 0);
}

TEST_F(SendDialogTest, APausedTargetIsSaidBefore) {
  const Target target = addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"),
                                  QStringLiteral("alice"), QStringLiteral("old"));
  attempt(addDelivery(QStringLiteral("clicks"), target, {}), answer(401));
  open();
  ASSERT_TRUE(waitUntil([this] { return part<Note>(*m_dialog, "hint")->text().startsWith(QStringLiteral("401")); }));
}

TEST_F(SendDialogTest, AFailureKeepsTheDialogReady) {
  addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"));
  m_failure = Error::of(ErrorKind::Storage, QStringLiteral("The disk is full."));
  open();
  click(sendButton());
  ASSERT_TRUE(waitUntil([this] { return trouble() == QStringLiteral("The disk is full."); }));
  EXPECT_TRUE(sendButton()->isEnabled());
  m_failure.reset();
  click(sendButton());
  ASSERT_TRUE(waitUntil([this] { return !outcome().isEmpty(); }));
}

}  // namespace
}  // namespace courier
