#include <gtest/gtest.h>
#include <QDropEvent>
#include <QLabel>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QUrl>

#include "models/storage/Settings.h"
#include "tests/support/Accessibility.h"
#include "tests/support/Shots.h"
#include "tests/support/TempDatabase.h"
#include "widgets/common/Button.h"
#include "widgets/common/Dialog.h"
#include "widgets/window/MainWindow.h"
#include "widgets/window/QuitQuestion.h"
#include "widgets/window/RailButton.h"
#include "widgets/window/StatusStrip.h"

namespace courier {
namespace {

using testing::await;

class MainWindowTest : public ::testing::Test {
 protected:
  MainWindowTest() : m_settings(*m_database) {
    if (!await(m_settings.load())) qFatal("settings");
  }
  void makePages(MainWindow& window) {
    const char* names[] = {"Query", "Targets", "Jobs"};
    const char* icons[] = {"query", "targets", "jobs"};
    for (int index = 0; index < 3; ++index) {
      m_pages[index] = new QLabel(QString::fromLatin1(names[index]));
      window.addPage(QString::fromLatin1(icons[index]), QString::fromLatin1(names[index]), m_pages[index]);
    }
  }
  testing::TempDatabase m_database;
  Settings m_settings;
  QWidget* m_pages[3] = {};
};

TEST_F(MainWindowTest, KeysAndRailSwitchPages) {
  MainWindow window(m_settings);
  makePages(window);
  window.show();
  ASSERT_TRUE(QTest::qWaitForWindowActive(&window));
  EXPECT_EQ(window.currentPage(), m_pages[0]);
  QTest::keyClick(&window, Qt::Key_3, Qt::ControlModifier);
  EXPECT_EQ(window.currentPage(), m_pages[2]);
  const auto buttons = window.findChildren<RailButton*>();
  ASSERT_EQ(buttons.size(), 3);
  QTest::mouseClick(buttons[1], Qt::LeftButton);
  EXPECT_EQ(window.currentPage(), m_pages[1]);
  EXPECT_TRUE(buttons[1]->isChecked());
  EXPECT_FALSE(buttons[2]->isChecked());
}

TEST_F(MainWindowTest, TheFootSpeaksForThePageAndTheOutbox) {
  MainWindow window(m_settings);
  makePages(window);
  window.setPageText(m_pages[0], QStringLiteral("3 rows"));
  window.setPageText(m_pages[1], QStringLiteral("2 targets"));
  auto* strip = window.findChild<StatusStrip*>();
  EXPECT_EQ(strip->text(), QStringLiteral("3 rows"));
  window.showPage(m_pages[1]);
  EXPECT_EQ(strip->text(), QStringLiteral("2 targets"));
  EXPECT_EQ(strip->outboxText(), QString());
  window.setOutbox(2, 1);
  EXPECT_TRUE(strip->outboxText().contains(QLatin1Char('2')));
  EXPECT_TRUE(strip->outboxText().contains(QLatin1Char('1')));
  QSignalSpy clicked(&window, &MainWindow::outboxClicked);
  window.show();
  auto* outbox = strip->findChild<QAbstractButton*>();
  QTest::mouseClick(outbox, Qt::LeftButton);
  EXPECT_EQ(clicked.count(), 1);
  window.setBadge(m_pages[2], 1);
  EXPECT_EQ(testing::unnamedControls(window), QStringList());
  testing::shoot(window, QStringLiteral("window"));
}

TEST_F(MainWindowTest, RemembersItsPlace) {
  {
    MainWindow window(m_settings);
    makePages(window);
    window.resize(777, 555);
    window.show();
    EXPECT_TRUE(window.close());
  }
  const MainWindow again(m_settings);
  EXPECT_EQ(again.size(), QSize(777, 555));
}

TEST_F(MainWindowTest, ClosesOnlyIfItsGuardAgrees) {
  MainWindow window(m_settings);
  makePages(window);
  bool mayClose = false;
  window.setCloseGuard([&mayClose] { return mayClose; });
  window.show();
  QSignalSpy closed(&window, &MainWindow::closed);
  EXPECT_FALSE(window.close());
  EXPECT_TRUE(window.isVisible());
  mayClose = true;
  EXPECT_TRUE(window.close());
  EXPECT_EQ(closed.count(), 1);
  mayClose = false;
  window.show();
  window.closeUnasked();
  EXPECT_EQ(closed.count(), 2);
  EXPECT_FALSE(window.isVisible());
}

TEST_F(MainWindowTest, AsksWhetherToKeepRunningOrToQuit) {
  MainWindow window(m_settings);
  makePages(window);
  window.show();
  const QString pending =
      QStringLiteral("2 deliveries wait and 3 schedules are on. Nothing runs until you start Query Courier again.");
  for (const auto offer :
       {QuitQuestion::Offer::KeepOrQuit, QuitQuestion::Offer::QuitOnly, QuitQuestion::Offer::QuitOrForget}) {
    const bool canKeep = offer == QuitQuestion::Offer::KeepOrQuit;
    auto* question = new QuitQuestion(pending, offer, &window);
    QSignalSpy kept(question, &QuitQuestion::keepChosen);
    QSignalSpy quit(question, &QuitQuestion::quitChosen);
    question->open();
    EXPECT_EQ(testing::unnamedControls(*question), QStringList());
    testing::shoot(*question, canKeep ? QStringLiteral("keep-or-quit") : QStringLiteral("quit"));
    // Enter keeps it running where that is offered, and quits only at the button for it.
    QTest::keyClick(question, Qt::Key_Return);
    EXPECT_EQ(kept.count(), canKeep ? 1 : 0);
    EXPECT_EQ(quit.count(), 0);
    if (!canKeep) {
      auto* button = question->findChild<Button*>(QStringLiteral("quit"));
      button->setFocus();
      QTest::keyClick(button, Qt::Key_Return);
      EXPECT_EQ(quit.count(), 1);
    }
    auto* refused = new QuitQuestion(pending, offer, &window);
    QSignalSpy quitAgain(refused, &QuitQuestion::quitChosen);
    refused->open();
    QTest::keyClick(refused, Qt::Key_Escape);
    EXPECT_EQ(quitAgain.count(), 0);
  }
}

TEST_F(MainWindowTest, TakesDroppedFilesAndNothingElse) {
  MainWindow window(m_settings);
  makePages(window);
  window.show();
  QSignalSpy dropped(&window, &MainWindow::filesDropped);
  const auto drop = [&](const QList<QUrl>& urls) {
    QMimeData data;
    data.setUrls(urls);
    QDragEnterEvent enter(QPoint(200, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &enter);
    if (!enter.isAccepted()) return;
    QDropEvent event(QPointF(200, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &event);
  };
  drop({QUrl(QStringLiteral("https://example.org/x.db"))});
  drop({QUrl::fromLocalFile(QStringLiteral("/tmp/a.db")), QUrl(QStringLiteral("https://example.org/x.db"))});
  EXPECT_EQ(dropped.count(), 0);
  drop({QUrl::fromLocalFile(QStringLiteral("/tmp/a.db"))});
  drop({QUrl::fromLocalFile(QStringLiteral("/tmp/a.csv")), QUrl::fromLocalFile(QStringLiteral("/tmp/b.csv"))});
  ASSERT_EQ(dropped.count(), 2);
  EXPECT_EQ(dropped[0][0].toStringList(), QStringList(QStringLiteral("/tmp/a.db")));
  EXPECT_EQ(dropped[1][0].toStringList(), (QStringList{QStringLiteral("/tmp/a.csv"), QStringLiteral("/tmp/b.csv")}));
}

}  // namespace
}  // namespace courier
