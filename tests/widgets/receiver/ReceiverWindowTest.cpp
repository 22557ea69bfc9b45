#include "widgets/receiver/ReceiverWindow.h"

#include <gtest/gtest.h>

#include <QLabel>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>
#include <QWindow>

#include "models/targets/TargetUrl.h"
#include "tests/support/Accessibility.h"
#include "tests/support/Await.h"
#include "tests/support/Shots.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/Note.h"

namespace courier {
namespace {

using testing::waitUntil;

class ReceiverWindowTest : public ::testing::Test {
 protected:
  ReceiverWindowTest() { m_window.open(); }
  int put(const QByteArray& body, const QString& path = QStringLiteral("path")) {
    QNetworkRequest request(TargetUrl::parse(m_window.address())->url.joined(path)->url.httpUrl());
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json; charset=utf-8"));
    request.setRawHeader("Authorization", "Basic YWxpY2U6czNjcmV0");
    std::unique_ptr<QNetworkReply> reply(m_network.put(request, body));
    EXPECT_TRUE(waitUntil([&] { return reply->isFinished(); }));
    return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
  }
  DataTable* requests() {
    for (auto* found : m_window.findChildren<DataTable*>()) {
      if (found->accessibleName() == QStringLiteral("Requests")) return found;
    }
    qFatal("no table");
  }
  int rows() { return requests()->model()->rowCount(); }
  QString text(const QString& name) {
    for (auto* view : m_window.findChildren<QPlainTextEdit*>()) {
      if (view->accessibleName() == name) return view->toPlainText();
    }
    qFatal("no text");
  }
  SystemClock m_clock;
  ReceiverWindow m_window{m_clock};
  QNetworkAccessManager m_network;
};

const QByteArray result =
    R"({"column_names":["code","cnt"],"column_types":["string","long"],"data":[["200",4981],["404",17],["500",2]]})";

TEST_F(ReceiverWindowTest, ShowsARequestAsItArrived) {
  EXPECT_EQ(testing::unnamedControls(m_window), QStringList());
  testing::shoot(m_window, QStringLiteral("receiver-empty"));
  EXPECT_EQ(put(result), 201);
  ASSERT_TRUE(waitUntil([this] { return rows() == 1; }));
  EXPECT_TRUE(text(QStringLiteral("Request line and headers")).startsWith(QStringLiteral("PUT /path")));
  EXPECT_FALSE(text(QStringLiteral("Request line and headers")).contains(QStringLiteral("YWxpY2U6czNjcmV0")));
  EXPECT_TRUE(text(QStringLiteral("Body")).contains(QStringLiteral("[\"200\", 4981]")));
  auto* tabs = m_window.findChild<QTabBar*>();
  ASSERT_TRUE(waitUntil([&] { return tabs->isTabEnabled(1); }));
  testing::shoot(m_window, QStringLiteral("receiver"));
  tabs->setCurrentIndex(1);
  testing::shoot(m_window, QStringLiteral("receiver-grid"));
  EXPECT_EQ(testing::unnamedControls(m_window), QStringList());
}

TEST_F(ReceiverWindowTest, IsNotLockedByADialogOfItsOwner) {
  QWidget owner;
  owner.show();
  ReceiverWindow window(m_clock, &owner);
  window.open();
  EXPECT_EQ(window.windowHandle()->transientParent(), nullptr);
  EXPECT_TRUE(window.isWindow());
  EXPECT_FALSE(window.address().isEmpty());
}

TEST_F(ReceiverWindowTest, AnyOtherBodyHasNoGrid) {
  EXPECT_EQ(put("hello, there: not JSON"), 201);
  ASSERT_TRUE(waitUntil([this] { return rows() == 1; }));
  EXPECT_EQ(text(QStringLiteral("Body")), QStringLiteral("hello, there: not JSON"));
  QTest::qWait(50);
  EXPECT_FALSE(m_window.findChild<QTabBar*>()->isTabEnabled(1));
}

TEST_F(ReceiverWindowTest, KeepsTheNewestTwenty) {
  for (int request = 0; request < 23; ++request) put(result, QStringLiteral("path%1").arg(request));
  ASSERT_TRUE(waitUntil([this] {
    return rows() == 20 &&
           requests()->model()->index(0, RequestTableModel::NumberColumn).data() == QStringLiteral("23");
  }));
  EXPECT_EQ(requests()->currentIndex().row(), 0);
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
