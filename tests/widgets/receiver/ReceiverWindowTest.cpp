#include "widgets/receiver/ReceiverWindow.h"

#include <QClipboard>
#include <QComboBox>
#include <QElapsedTimer>
#include <QFile>
#include <QGuiApplication>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabBar>
#include <QTcpServer>
#include <QTest>
#include <QWindow>

#include "tests/support/Accessibility.h"
#include "tests/support/ReceiverPeer.h"
#include "tests/support/Shots.h"
#include "tests/widgets/receiver/ReceiverWindowFixture.h"
#include "widgets/common/EmptyState.h"

namespace courier {
namespace {

using testing::waitUntil;

class ReceiverWindowTest : public testing::ReceiverWindowFixture {};

TEST_F(ReceiverWindowTest, ShowsARequestAsItArrived) {
  EXPECT_EQ(testing::unnamedControls(m_window), QStringList());
  testing::shoot(m_window, QStringLiteral("receiver-empty"));
  EXPECT_EQ(put(result), 201);
  ASSERT_TRUE(waitUntil([this] { return rows() == 1; }));
  EXPECT_TRUE(text(QStringLiteral("Request line and headers")).startsWith(QStringLiteral("PUT /path")));
  EXPECT_FALSE(text(QStringLiteral("Request line and headers")).contains(QStringLiteral("YWxpY2U6")));
  EXPECT_TRUE(text(QStringLiteral("Body")).contains(QStringLiteral("[\"200\", 4981]")));
  auto* tabs = m_window.findChild<QTabBar*>();
  ASSERT_TRUE(waitUntil([&] { return noGrid().isEmpty(); }));
  testing::shoot(m_window, QStringLiteral("receiver"));
  tabs->setCurrentIndex(1);
  testing::shoot(m_window, QStringLiteral("receiver-grid"));
  EXPECT_EQ(testing::unnamedControls(m_window), QStringList());
}

TEST_F(ReceiverWindowTest, GivesTheFocusBackWhereItWas) {
  QWidget owner;
  auto* other = new QLineEdit(&owner);
  auto* place = new QLineEdit(&owner);
  owner.show();
  owner.activateWindow();
  ASSERT_TRUE(QTest::qWaitForWindowActive(&owner));
  other->setFocus();
  place->setFocus();
  ReceiverWindow window(m_settings, m_clock, &owner);
  window.open();
  ASSERT_TRUE(waitUntil([&] { return !place->hasFocus(); }));
  window.close();
  EXPECT_TRUE(waitUntil([&] { return place->hasFocus(); }));
}

TEST_F(ReceiverWindowTest, IsNotLockedByADialogOfItsOwner) {
  QWidget owner;
  owner.show();
  ReceiverWindow window(m_settings, m_clock, &owner);
  window.open();
  EXPECT_EQ(window.windowHandle()->transientParent(), nullptr);
  EXPECT_TRUE(window.isWindow());
  EXPECT_FALSE(window.address().isEmpty());
}

TEST_F(ReceiverWindowTest, ObeysItsFieldsFromTheNextRequestOn) {
  EXPECT_EQ(put(result), 201);
  auto* status = part<QComboBox>("status");
  status->setCurrentIndex(status->findData(503));
  part<QSpinBox>("retryAfter")->setValue(20);
  EXPECT_EQ(put(result), 503);
  EXPECT_EQ(m_retryAfter, QByteArray("20"));
  // Any status can be typed; what is none leaves the last one.
  status->lineEdit()->selectAll();
  QTest::keyClicks(status->lineEdit(), QStringLiteral("451"));
  EXPECT_EQ(put(result), 451);
  status->lineEdit()->selectAll();
  QTest::keyClicks(status->lineEdit(), QStringLiteral("999"));
  QTest::keyClick(status->lineEdit(), Qt::Key_Return);
  EXPECT_TRUE(status->currentText().startsWith(QStringLiteral("451 ")));
  EXPECT_EQ(put(result), 451);
  status->setCurrentIndex(status->findData(200));
  part<QSpinBox>("retryAfter")->setValue(0);
  part<QSpinBox>("delay")->setValue(1);
  QElapsedTimer took;
  took.start();
  EXPECT_EQ(put(result), 200);
  EXPECT_EQ(m_retryAfter, QByteArray());
  EXPECT_GE(took.elapsed(), 990);
  part<QSpinBox>("delay")->setValue(0);
  EXPECT_FALSE(part<QLineEdit>("password")->isEnabled());
  QTest::keyClicks(part<QLineEdit>("user"), QStringLiteral("alice:"));
  QTest::keyClicks(part<QLineEdit>("password"), QStringLiteral("wrong"));
  EXPECT_EQ(put(result), 401);
  part<QLineEdit>("password")->setText(QString::fromUtf8(demanded));
  EXPECT_EQ(put(result), 200);
  ASSERT_TRUE(waitUntil([this] { return rows() == 7; }));
  testing::shoot(m_window, QStringLiteral("receiver-fields"));
}

TEST_F(ReceiverWindowTest, SaysThatASenderDidNotWait) {
  part<QSpinBox>("delay")->setValue(600);
  const auto port = static_cast<quint16>(TargetUrl::parse(m_window.address())->url.httpUrl().port());
  testing::Peer peer(port);
  peer.send(testing::smallPut);
  ASSERT_TRUE(testing::hasReadAll(port));
  EXPECT_EQ(rows(), 0);
  peer.drop();
  ASSERT_TRUE(waitUntil([this] { return rows() == 1; }));
  EXPECT_EQ(requests()->model()->index(0, RequestTableModel::AnswerColumn).data().toString(), QStringLiteral("none"));
}

TEST_F(ReceiverWindowTest, NoSecretIsShownCopiedOrSaved) {
  const QVector<QPair<QByteArray, QByteArray>> secrets = {{"Proxy-Authorization", "Basic hushA"},
                                                          {"Cookie", "id=hushB"},
                                                          {"webhook-signature", "v1,hushC"},
                                                          {"X-Auth-Token", "hushD"},
                                                          {"X-CLIENT-SECRET", "hushE"},
                                                          {"x-api-key", "hushF"},
                                                          {"X-Password", "hushG"},
                                                          {"Idempotency-Key", "shown-1"}};
  put(result, QStringLiteral("path"), secrets);
  ASSERT_TRUE(waitUntil([this] { return rows() == 1; }));
  auto* head = view(QStringLiteral("Request line and headers"));
  head->selectAll();
  head->copy();
  const QString copied = QGuiApplication::clipboard()->text();
  EXPECT_TRUE(copied.contains(QStringLiteral("shown-1")));
  EXPECT_EQ(copied.count(QStringLiteral("•••")), 8);
  EXPECT_FALSE(copied.contains(QStringLiteral("hush")));
  EXPECT_FALSE(head->toPlainText().contains(QStringLiteral("hush")));
  const QStringList saved = savedFiles();
  ASSERT_EQ(saved.size(), 1);
  QFile file(saved.first());
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  EXPECT_EQ(file.readAll(), result);
  part<QLineEdit>("user")->setText(QStringLiteral("alice"));
  part<QLineEdit>("password")->setText(QString::fromUtf8(demanded));
  EXPECT_EQ(part<QLineEdit>("password")->echoMode(), QLineEdit::Password);
  for (auto* button : m_window.findChildren<Button*>()) {
    if (button->accessibleName() == QStringLiteral("Copy the address")) button->click();
  }
  EXPECT_EQ(QGuiApplication::clipboard()->text(), m_window.address());
  EXPECT_FALSE(m_window.address().contains(QString::fromUtf8(demanded)));
}

TEST_F(ReceiverWindowTest, ClearsItsList) {
  auto* clear = part<Button>("clear");
  EXPECT_FALSE(clear->isEnabled());
  put(result);
  put(result);
  ASSERT_TRUE(waitUntil([this] { return rows() == 2; }));
  EXPECT_TRUE(clear->isEnabled());
  clear->click();
  EXPECT_EQ(rows(), 0);
  EXPECT_FALSE(clear->isEnabled());
  EXPECT_TRUE(m_window.findChild<EmptyState*>()->isVisibleTo(&m_window));
  EXPECT_EQ(text(QStringLiteral("Body")), QString());
  EXPECT_EQ(text(QStringLiteral("Request line and headers")), QString());
  EXPECT_EQ(savedFiles(), QStringList());
  // It goes on with the next request.
  put(result);
  ASSERT_TRUE(waitUntil([this] { return rows() == 1; }));
  EXPECT_EQ(requests()->model()->index(0, RequestTableModel::NumberColumn).data(), QStringLiteral("3"));
  EXPECT_FALSE(text(QStringLiteral("Body")).isEmpty());
}

TEST_F(ReceiverWindowTest, KeepsTheNewestTwenty) {
  for (int request = 0; request < 23; ++request) put(result, QStringLiteral("path%1").arg(request));
  ASSERT_TRUE(waitUntil([this] {
    return rows() == 20 &&
           requests()->model()->index(0, RequestTableModel::NumberColumn).data() == QStringLiteral("23");
  }));
  EXPECT_EQ(requests()->currentIndex().row(), 0);
}

TEST_F(ReceiverWindowTest, OffersItselfWithTheUserItDemands) {
  QSignalSpy wanted(&m_window, &ReceiverWindow::targetWanted);
  part<QLineEdit>("user")->setText(QStringLiteral("a@/b ü"));
  part<QLineEdit>("password")->setText(QStringLiteral("p:%@/"));
  part<Button>("use")->click();
  ASSERT_EQ(wanted.count(), 1);
  const auto parsed = TargetUrl::parse(wanted[0][0].toString());
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->url.address(), m_window.address());
  EXPECT_EQ(parsed->user, QStringLiteral("a@/b ü"));
  EXPECT_EQ(parsed->password, QStringLiteral("p:%@/"));
}

TEST_F(ReceiverWindowTest, KeepsItsPortOverAStopWhileItIsFree) {
  const QString before = m_window.address();
  m_window.stop();
  EXPECT_TRUE(m_window.findChild<EmptyState*>()->isVisibleTo(&m_window));
  testing::shoot(m_window, QStringLiteral("receiver-stopped"));
  m_window.start();
  EXPECT_EQ(m_window.address(), before);
  m_window.stop();
  QTcpServer other;
  ASSERT_TRUE(other.listen(QHostAddress::LocalHost, static_cast<quint16>(TargetUrl::parse(before)->url.port())));
  m_window.start();
  EXPECT_FALSE(m_window.address().isEmpty());
  EXPECT_NE(m_window.address(), before);
  EXPECT_TRUE(part<Note>("note")->text().contains(QString::number(other.serverPort())));
  EXPECT_EQ(put(result), 201);
}

TEST_F(ReceiverWindowTest, KeepsItsPortOverARestartAndAsksBeforeItTakesAnother) {
  const QString before = m_window.address();
  m_window.stop();
  auto later = std::make_unique<ReceiverWindow>(m_settings, m_clock);
  later->start();
  EXPECT_EQ(later->address(), before);
  later.reset();
  QTcpServer other;
  ASSERT_TRUE(other.listen(QHostAddress::LocalHost, static_cast<quint16>(TargetUrl::parse(before)->url.port())));
  ReceiverWindow elsewhere(m_settings, m_clock);
  elsewhere.start();
  EXPECT_NE(elsewhere.address(), before);
  auto* note = elsewhere.findChild<Note*>(QStringLiteral("note"));
  EXPECT_TRUE(note->text().contains(QString::number(other.serverPort()))) << note->text().toStdString();
  // Nobody agreed: the old one is taken again once it is free.
  elsewhere.stop();
  other.close();
  elsewhere.start();
  EXPECT_EQ(elsewhere.address(), before);
  EXPECT_TRUE(note->text().isEmpty());
  elsewhere.stop();
  ASSERT_TRUE(other.listen(QHostAddress::LocalHost, static_cast<quint16>(TargetUrl::parse(before)->url.port())));
  elsewhere.start();
  elsewhere.findChild<Button*>(QStringLiteral("keepPort"))->click();
  const QString agreed = elsewhere.address();
  elsewhere.stop();
  other.close();
  elsewhere.start();
  EXPECT_EQ(elsewhere.address(), agreed);
}

TEST_F(ReceiverWindowTest, StopsStartsAndOffersItself) {
  QSignalSpy wanted(&m_window, &ReceiverWindow::targetWanted);
  QTest::mouseClick(m_window.findChild<Button*>(QStringLiteral("use")), Qt::LeftButton);
  ASSERT_EQ(wanted.count(), 1);
  EXPECT_EQ(wanted[0][0].toString(), m_window.address());
  auto* toggle = m_window.findChild<Button*>(QStringLiteral("switch"));
  QTest::mouseClick(toggle, Qt::LeftButton);
  EXPECT_TRUE(m_window.address().isEmpty());
  EXPECT_FALSE(m_window.findChild<Button*>(QStringLiteral("use"))->isEnabled());
  QTest::mouseClick(toggle, Qt::LeftButton);
  EXPECT_TRUE(m_window.address().startsWith(QStringLiteral("web://127.0.0.1:")));
  m_window.close();
  EXPECT_TRUE(m_window.address().isEmpty());
}

}  // namespace
}  // namespace courier
