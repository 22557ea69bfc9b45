#include <QCheckBox>
#include <QSignalSpy>
#include <QToolButton>

#include "tests/support/Accessibility.h"
#include "tests/support/Shots.h"
#include "tests/widgets/send/SendDialogFixture.h"
#include "widgets/common/CheckedField.h"
#include "widgets/send/SendOutcome.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;

/// The send dialog where further targets are ticked.
class SendToSeveralTest : public testing::SendDialogFixture {
 protected:
  void open() { SendDialogFixture::open(3, false, nullptr, QStringLiteral("reports")); }
  void addTargets() {
    addTarget(QStringLiteral("reports"), QStringLiteral("webs://reports.example.org/base"), QStringLiteral("alice"),
              QStringLiteral("s3cret"));
    Target csv = addTarget(QStringLiteral("archive"), QStringLiteral("webs://archive.example.org/in"));
    csv.to.method = HttpMethod::Post;
    csv.to.options.body = {.format = BodyFormat::Csv, .gzip = true};
    ASSERT_TRUE(await(m_targets.update(csv)));
    addTarget(QStringLiteral("mirror"), QStringLiteral("web://mirror.example.org/"));
  }
  QCheckBox* box(const QString& name) { return m_dialog->findChild<QCheckBox*>(QStringLiteral("also-") + name); }
  QLineEdit* path(const QString& name) { return m_dialog->findChild<QLineEdit*>(QStringLiteral("alsoPath-") + name); }
  void unfold() { part<QToolButton>(*m_dialog, "also")->setChecked(true); }
  QStringList outcomes() {
    QStringList lines;
    for (auto* note : m_dialog->findChildren<Note*>(QStringLiteral("outcome"))) lines.append(note->text());
    return lines;
  }
};

TEST_F(SendToSeveralTest, OneTargetStaysAsSimpleAsItWas) {
  addTarget(QStringLiteral("reports"), QStringLiteral("webs://reports.example.org/base"));
  open();
  EXPECT_FALSE(part<QToolButton>(*m_dialog, "also")->isVisible()) << "there is nothing to tick";
  EXPECT_FALSE(part<QComboBox>(*m_dialog, "previewFor")->isVisible());
  EXPECT_EQ(sendButton()->text(), QStringLiteral("Send"));
  auto* target = part<QComboBox>(*m_dialog, "target");
  target->setCurrentIndex(target->count() - 1);
  EXPECT_TRUE(part<QToolButton>(*m_dialog, "also")->isVisible()) << "the saved one besides an address";
  EXPECT_FALSE(box(QStringLiteral("reports"))->isVisible()) << "folded away";
}

TEST_F(SendToSeveralTest, EachTickedTargetGetsItsOwnRequest) {
  addTargets();
  open();
  unfold();
  EXPECT_FALSE(box(QStringLiteral("reports"))->isVisible()) << "it is chosen above";
  EXPECT_FALSE(path(QStringLiteral("archive"))->isVisible());
  box(QStringLiteral("archive"))->click();
  box(QStringLiteral("mirror"))->click();
  path(QStringLiteral("archive"))->setText(QStringLiteral("today.csv"));
  EXPECT_TRUE(sendButton()->text().contains(QLatin1Char('3')));
  EXPECT_TRUE(part<Note>(*m_dialog, "alsoHint")->text().startsWith(QStringLiteral("mirror: Not encrypted")));
  EXPECT_EQ(testing::unnamedControls(*m_dialog), QStringList());
  EXPECT_TRUE(head().startsWith(QStringLiteral("PUT webs://alice:•••@reports.example.org/base")));
  testing::shoot(*m_dialog, QStringLiteral("send-several"));

  auto* shown = part<QComboBox>(*m_dialog, "previewFor");
  EXPECT_TRUE(shown->isVisible());
  ASSERT_EQ(shown->count(), 3);
  QTest::keyClick(shown, Qt::Key_Down);
  EXPECT_TRUE(head().startsWith(QStringLiteral("POST webs://archive.example.org/in/today.csv"))) << qPrintable(head());
  ASSERT_TRUE(waitUntil([this] { return size().contains(QStringLiteral("gzip")); }));
  testing::shoot(*m_dialog, QStringLiteral("send-several-other-preview"));

  click(sendButton());
  ASSERT_TRUE(waitUntil([this] { return outcomes().size() == 3 && !outcomes().contains(QString()); }));
  EXPECT_EQ(m_sends, 1);
  ASSERT_EQ(m_requests.size(), 3);
  EXPECT_EQ(m_requests[0].targetText, QStringLiteral("reports"));
  EXPECT_EQ(m_requests[1].targetText, QStringLiteral("archive:today.csv"));
  EXPECT_EQ(m_requests[1].to.method, HttpMethod::Post);
  EXPECT_EQ(m_requests[1].to.options.body.format, BodyFormat::Csv);
  EXPECT_EQ(m_requests[2].targetText, QStringLiteral("mirror"));
}

TEST_F(SendToSeveralTest, EachDeliveryHasItsLineAndItsWayToTheJobsPage) {
  addTargets();
  open();
  box(QStringLiteral("archive"))->setChecked(true);
  box(QStringLiteral("mirror"))->setChecked(true);
  click(sendButton());
  ASSERT_TRUE(waitUntil([this] { return outcomes().size() == 3 && !outcomes().contains(QString()); }));
  const auto newest = *await(m_outbox.newest(3));
  attempt(newest[2].id, answer(200));
  attempt(newest[1].id, answer(401));
  attempt(newest[0].id, answer(503));
  ASSERT_TRUE(waitUntil([this] { return outcomes()[2].contains(QStringLiteral("503")); }));
  ASSERT_TRUE(waitUntil([this] { return outcomes()[1].contains(QStringLiteral("401")); }));
  EXPECT_TRUE(outcomes()[0].startsWith(QStringLiteral("Delivered to reports")));
  EXPECT_TRUE(outcomes()[1].startsWith(QStringLiteral("archive: 401")));
  EXPECT_TRUE(outcomes()[2].startsWith(QStringLiteral("mirror: 503"))) << qPrintable(outcomes()[2]);
  testing::shoot(*m_dialog, QStringLiteral("send-several-outcomes"));
  const auto lines = m_dialog->findChildren<SendOutcome*>();
  QSignalSpy shown(m_dialog, &SendDialog::showInJobsRequested);
  click(lines[1]->findChild<Button*>(QStringLiteral("showInJobs")));
  ASSERT_EQ(shown.count(), 1);
  EXPECT_EQ(shown.at(0).at(0).value<DeliveryId>(), newest[1].id);
}

TEST_F(SendToSeveralTest, TheKeyboardAloneDoes) {
  addTargets();
  open();
  auto* fold = part<QToolButton>(*m_dialog, "also");
  fold->setFocus();
  QTest::keyClick(fold, Qt::Key_Space);
  QTest::keyClick(fold, Qt::Key_Tab);
  ASSERT_EQ(m_dialog->focusWidget(), box(QStringLiteral("archive")));
  QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Space);
  EXPECT_TRUE(box(QStringLiteral("archive"))->isChecked());
  QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Tab);
  ASSERT_EQ(m_dialog->focusWidget(), path(QStringLiteral("archive")));
  QTest::keyClicks(m_dialog->focusWidget(), QStringLiteral("x"));
  QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Tab);
  ASSERT_EQ(m_dialog->focusWidget(), box(QStringLiteral("mirror")));
  QTest::keyClick(m_dialog, Qt::Key_Return, Qt::ControlModifier);
  ASSERT_TRUE(waitUntil([this] { return outcomes().size() == 2; }));
  EXPECT_EQ(m_requests[1].targetText, QStringLiteral("archive:x"));
}

TEST_F(SendToSeveralTest, AWrongPathOrATargetThatIsGoneSendsNothing) {
  addTargets();
  open();
  box(QStringLiteral("mirror"))->setChecked(true);
  path(QStringLiteral("mirror"))->setText(QStringLiteral("../x"));
  click(sendButton());
  EXPECT_FALSE(qobject_cast<CheckedField*>(path(QStringLiteral("mirror"))->parentWidget())->error().isEmpty());
  EXPECT_TRUE(box(QStringLiteral("mirror"))->isVisible()) << "it is unfolded";
  path(QStringLiteral("mirror"))->clear();
  const Target mirror = *await(m_targets.findByName(QStringLiteral("mirror")));
  ASSERT_TRUE(await(m_targets.remove(mirror.id)));
  click(sendButton());
  ASSERT_TRUE(waitUntil([this] { return trouble().startsWith(QStringLiteral("mirror: ")); }));
  EXPECT_EQ(m_sends, 0);
  EXPECT_TRUE(await(m_outbox.newest(3))->isEmpty());
  EXPECT_TRUE(sendButton()->isEnabled());
}

TEST_F(SendToSeveralTest, AReceiversDemandedUserIsKept) {
  addTargets();
  open();
  m_dialog->useAddress(QStringLiteral("web://tester:pw-tester@127.0.0.1:4711/"));
  EXPECT_TRUE(head().startsWith(QStringLiteral("PUT web://tester:•••@127.0.0.1:4711/"))) << qPrintable(head());
  EXPECT_FALSE(part<QLineEdit>(*m_dialog, "address")->text().contains(QStringLiteral("pw-tester")));
  click(sendButton());
  ASSERT_TRUE(waitUntil([this] { return outcomes().size() == 1 && !outcomes()[0].isEmpty(); }));
  EXPECT_EQ(passwordUnder(m_requests[0].to.secretKey), QStringLiteral("pw-tester"));
}

}  // namespace
}  // namespace courier
