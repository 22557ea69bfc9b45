#include <QFile>
#include "models/query/SampleDatabase.h"
#include "tests/app/gui/ApplicationFixture.h"
#include "tests/support/Accessibility.h"
#include "tests/support/Shots.h"
#include "widgets/jobs/JobsPage.h"
#include "widgets/query/RunBar.h"
#include "widgets/send/SendDialog.h"
#include "widgets/targets/TargetsPage.h"
#include "widgets/window/QuitQuestion.h"
#include "widgets/window/RailButton.h"
#include "widgets/window/StatusStrip.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;
using ApplicationTest = testing::ApplicationFixture;

TEST_F(ApplicationTest, AFirstStartIsOneKeyFromRowsAndTwoFromADelivery) {
  EXPECT_EQ(tab()->editor()->sql(), QString::fromUtf16(kSampleQuery));
  EXPECT_TRUE(m_services->owner().isOwner());
  runQuery();
  ASSERT_EQ(tab()->results()->grid()->model()->rowCount(), 3);
  EXPECT_TRUE(window().findChild<StatusStrip*>()->text().startsWith(QStringLiteral("3 rows")));
  testing::shoot(window(), QStringLiteral("app-query"));
  EXPECT_EQ(testing::unnamedControls(*page()), QStringList());
  QTest::mouseClick(tab()->bar()->sendButton(), Qt::LeftButton);
  auto* dialog = window().findChild<SendDialog*>();
  ASSERT_NE(dialog, nullptr);
  EXPECT_TRUE(waitUntil([&] { return dialog->isVisible(); }));
  testing::shoot(*dialog, QStringLiteral("app-send"));
  dialog->reject();
}

TEST_F(ApplicationTest, TheRunIsInTheHistory) {
  runQuery();
  QTest::keyClick(&window(), Qt::Key_4, Qt::ControlModifier);
  EXPECT_EQ(window().currentPage(), window().findChild<JobsPage*>());
  EXPECT_TRUE(waitUntil([&] { return window().findChild<StatusStrip*>()->text().contains(QLatin1Char('1')); }));
  testing::shoot(window(), QStringLiteral("app-jobs"));
  QTest::keyClick(&window(), Qt::Key_2, Qt::ControlModifier);
  EXPECT_EQ(window().currentPage(), window().findChild<TargetsPage*>());
  testing::shoot(window(), QStringLiteral("app-targets"));
}

TEST_F(ApplicationTest, WhatWaitsIsCountedAndSaidBeforeItCloses) {
  runQuery();
  const auto parsed = TargetUrl::parse(QStringLiteral("web://127.0.0.1:9/nobody-listens"));
  ASSERT_TRUE(parsed);
  Target wanted;
  wanted.to.url = parsed->url;
  const auto target = await(m_services->targets().findOrCreateUnnamed(wanted));
  ASSERT_TRUE(target);
  QSignalSpy sent(page(), &QueryPage::sendRequested);
  tab()->send();
  ASSERT_EQ(sent.count(), 1);
  const auto shown = qvariant_cast<ShownResult>(sent.first().first());
  DeliveryRequest request;
  request.targetId = target->target.id;
  request.targetText = parsed->url.address();
  request.to.url = parsed->url;
  ASSERT_TRUE(await(m_services->jobRunner().sendShownToAll(shown.job, shown.result, {request}, false)));
  auto* strip = window().findChild<StatusStrip*>();
  ASSERT_TRUE(waitUntil([&] { return strip->outboxText() == QStringLiteral("Outbox: 1 waiting"); }))
      << strip->outboxText().toStdString();
  QSignalSpy finished(m_program.get(), &Application::finished);
  for (auto* dialog : window().findChildren<SendDialog*>()) dialog->close();
  EXPECT_FALSE(window().close());
  QuitQuestion* question = nullptr;
  ASSERT_TRUE(waitUntil([&] { return (question = window().findChild<QuitQuestion*>()) != nullptr; }));
  QTest::mouseClick(question->findChild<Button*>(QStringLiteral("quit")), Qt::LeftButton);
  EXPECT_TRUE(waitUntil([&] { return finished.count() == 1; }));
  EXPECT_FALSE(m_services->owner().isOwner());
}

TEST_F(ApplicationTest, TheNextStartFindsWhatWasTyped) {
  tab()->editor()->load({}, 0);
  tab()->focusEditor();
  QTest::keyClicks(tab()->editor(), QStringLiteral("SELECT 'kept'"));
  QSignalSpy finished(m_program.get(), &Application::finished);
  EXPECT_TRUE(window().close());
  EXPECT_TRUE(waitUntil([&] { return finished.count() == 1; }));
  end();
  start();
  EXPECT_EQ(tab()->editor()->sql(), QStringLiteral("SELECT 'kept'"));
  EXPECT_TRUE(tab()->editor()->hasFocus()) << "one can type on";
}

TEST_F(ApplicationTest, ASecondWindowBringsTheFirstToTheFrontAndEnds) {
  Services other(ServicesOptions{m_folder.filePath(QStringLiteral("data")), {}, {}});
  const auto opened = other.open();
  ASSERT_TRUE(opened) << opened.error().message.toStdString();
  Application second(other, *opened);
  QSignalSpy finished(&second, &Application::finished);
  QSignalSpy raised(&m_services->owner(), &Owner::raiseAsked);
  // With a file, which the first one opens.
  const QString file = m_folder.filePath(QStringLiteral("a % file\n.sql"));
  QFile sql(file);
  ASSERT_TRUE(sql.open(QIODevice::WriteOnly));
  sql.write("SELECT 'handed over'");
  sql.close();
  second.start({file});
  ASSERT_TRUE(waitUntil([&] { return finished.count() == 1; }));
  EXPECT_EQ(raised.count(), 1);
  EXPECT_TRUE(waitUntil([&] { return tab()->editor()->sql() == QStringLiteral("SELECT 'handed over'"); }));
  EXPECT_FALSE(second.window().isVisible());
}

}  // namespace
}  // namespace courier
