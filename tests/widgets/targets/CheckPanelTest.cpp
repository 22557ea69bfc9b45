#include <QApplication>
#include <QComboBox>
#include <QLabel>

#include "tests/support/Accessibility.h"
#include "tests/support/FaultyServer.h"
#include "tests/support/Shots.h"
#include "tests/widgets/targets/TargetDialogFixture.h"

namespace courier {
namespace {

using testing::FaultyServer;
using testing::Reaction;
using testing::waitUntil;

class TargetCheckPanelTest : public testing::TargetDialogFixture {
 protected:
  void openAt(const QString& address, const QString& user = {}, const QString& password = {}) {
    open();
    edit("address")->setText(address);
    edit("user")->setText(user);
    edit("password")->setText(password);
  }
  [[nodiscard]] Button* check() const { return control<Button>("check"); }
  [[nodiscard]] QString question() const { return control<Note>("checkQuestion")->text(); }
  [[nodiscard]] QString line(int step) const {
    return control<QLabel>(qPrintable(QStringLiteral("check%1").arg(step)))->text();
  }
  [[nodiscard]] bool isDone() const {
    return waitUntil([this] { return check()->text() == QStringLiteral("Check again"); });
  }
  [[nodiscard]] bool isInSight(const QWidget* widget) const {
    const QWidget* view = m_dialog->findChild<QScrollArea*>()->viewport();
    return view->rect().contains(QRect(widget->mapTo(view, QPoint()), widget->size()));
  }
  FaultyServer m_server;
};

TEST_F(TargetCheckPanelTest, SaysWhatItWillSendThenTheFiveLines) {
  openAt(m_server.address(), QStringLiteral("alice"), QStringLiteral("secret"));
  click(check());
  EXPECT_TRUE(question().startsWith(QStringLiteral("Query Courier will send an empty test body to web://alice:")));
  EXPECT_FALSE(question().contains(QStringLiteral("secret")));
  EXPECT_EQ(m_server.connectionCount(), 0);
  EXPECT_TRUE(isSettled());
  EXPECT_TRUE(waitUntil([this] { return isInSight(control<Button>("checkSend")); }, 5000));
  testing::shoot(*m_dialog, QStringLiteral("target-check-question"));
  click(control<Button>("checkSend"));
  ASSERT_TRUE(isDone());
  EXPECT_TRUE(line(0).startsWith(QStringLiteral("ok – ")));
  EXPECT_TRUE(line(1).startsWith(QStringLiteral("ok – ")));
  EXPECT_TRUE(line(2).startsWith(QStringLiteral("not done – ")));
  EXPECT_TRUE(line(3).startsWith(QStringLiteral("ok – ")));
  EXPECT_TRUE(line(4).startsWith(QStringLiteral("ok – ")));
  ASSERT_EQ(m_server.requestCount(), 1);
  EXPECT_EQ(m_server.requests()[0].header("Authorization"), "Basic " + QByteArray("alice:secret").toBase64());
  EXPECT_EQ(m_server.requests()[0].header("Query-Courier-Check"), QByteArray("true"));
  EXPECT_EQ(m_server.requests()[0].bodyBytes, 0);
  EXPECT_EQ(testing::unnamedControls(*m_dialog), QStringList());
  EXPECT_FALSE(m_saved.isValid());
}

TEST_F(TargetCheckPanelTest, WithoutTheTestBodyNothingIsSent) {
  openAt(m_server.address());
  click(check());
  click(control<Button>("checkWithout"));
  ASSERT_TRUE(isDone());
  EXPECT_TRUE(line(1).startsWith(QStringLiteral("ok – ")));
  EXPECT_EQ(line(4), QStringLiteral("not done – nothing was sent"));
  EXPECT_EQ(m_server.requestCount(), 0);
}

TEST_F(TargetCheckPanelTest, ARefusalIsSaidInPlainWords) {
  m_server.next(Reaction::answer(405));
  openAt(m_server.address());
  click(check());
  click(control<Button>("checkSend"));
  ASSERT_TRUE(isDone());
  EXPECT_TRUE(line(4).startsWith(QStringLiteral("failed – 405: the server does not accept PUT here.")));
  EXPECT_TRUE(isSettled());
  testing::shoot(*m_dialog, QStringLiteral("target-check-failed"));
}

TEST_F(TargetCheckPanelTest, ChecksWithTheStoredSecretOrTheTypedOne) {
  const Target target =
      addTarget(QStringLiteral("myweb"), m_server.address(), QStringLiteral("alice"), QStringLiteral("stored"));
  open(target);
  click(check());
  click(control<Button>("checkSend"));
  ASSERT_TRUE(isDone());
  auto* kind = control<QComboBox>("auth");
  kind->setCurrentIndex(kind->findData(static_cast<int>(AuthKind::Bearer)));
  edit("token")->setText(QStringLiteral("typed-token"));
  click(check());
  click(control<Button>("checkSend"));
  ASSERT_TRUE(isDone());
  ASSERT_EQ(m_server.requestCount(), 2);
  EXPECT_EQ(m_server.requests()[0].header("Authorization"), "Basic " + QByteArray("alice:stored").toBase64());
  EXPECT_EQ(m_server.requests()[1].header("Authorization"), QByteArray("Bearer typed-token"));
  EXPECT_EQ(passwordUnder(stored(target.id).to.secretKey), QStringLiteral("stored"));
}

TEST_F(TargetCheckPanelTest, AsksAgainWhereTheAddressChanged) {
  openAt(m_server.address());
  click(check());
  edit("address")->setText(m_server.address(QStringLiteral("/other")));
  EXPECT_TRUE(question().isEmpty());
  click(check());
  auto* method = control<QComboBox>("method");
  method->setCurrentIndex(method->findData(static_cast<int>(HttpMethod::Post)));
  click(control<Button>("checkSend"));
  EXPECT_TRUE(question().contains(QStringLiteral("by POST")));
  EXPECT_EQ(m_server.requestCount(), 0);
}

TEST_F(TargetCheckPanelTest, CanBeStopped) {
  m_server.next(Reaction::silence());
  openAt(m_server.address());
  click(check());
  click(control<Button>("checkSend"));
  ASSERT_TRUE(waitUntil([this] { return m_server.requestCount() == 1; }));
  EXPECT_EQ(check()->text(), QStringLiteral("Stop"));
  click(check());
  EXPECT_EQ(check()->text(), QStringLiteral("Check again"));
  EXPECT_EQ(line(4), QStringLiteral("not done – stopped"));
}

TEST_F(TargetCheckPanelTest, MayBeClosedWhileItRuns) {
  m_server.next(Reaction::silence());
  openAt(m_server.address());
  click(check());
  click(control<Button>("checkSend"));
  ASSERT_TRUE(waitUntil([this] { return m_server.requestCount() == 1; }));
  QTest::keyClick(m_dialog, Qt::Key_Escape);
  // What was typed is not lost unasked.
  click(control<Button>("agree"));
  EXPECT_TRUE(waitUntil([this] { return m_dialog.isNull(); }));
}

TEST_F(TargetCheckPanelTest, TabGoesThroughTheDialogAsItIsRead) {
  openAt(m_server.address());
  click(check());
  edit("name")->setFocus();
  QStringList seen;
  for (int step = 0; step < 12; ++step) {
    seen.append(QApplication::focusWidget()->objectName());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
  }
  EXPECT_EQ(seen.join(u' '), QStringLiteral("name address user password checkSend checkWithout keep signInFold options "
                                            "guardFold wayFold check"));
}

TEST_F(TargetCheckPanelTest, WrongFieldsAreSaidBeforeAnythingIsAsked) {
  openAt(QStringLiteral("web://host:99999/"));
  click(check());
  EXPECT_FALSE(error("address").isEmpty());
  EXPECT_TRUE(question().isEmpty());
}

}  // namespace
}  // namespace courier
