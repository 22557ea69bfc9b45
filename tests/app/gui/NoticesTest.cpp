// What a person is told outside the window, and where it leads.
#include <QDialog>

#include "tests/app/gui/ApplicationFixture.h"
#include "tests/support/Deliveries.h"
#include "tests/support/FaultyServer.h"
#include "tests/support/Shots.h"
#include "widgets/jobs/JobDetail.h"
#include "widgets/jobs/JobsPage.h"
#include "widgets/window/StatusStrip.h"

namespace courier {
namespace {

using testing::await;
using testing::Reaction;
using testing::waitUntil;

class NoticesTest : public testing::ApplicationFixture {
 protected:
  NoticesTest() {
    Target wanted = testing::targetAt(QStringLiteral("myweb"), server.address());
    const auto id = await(m_services->targets().create(wanted));
    if (!id) qFatal("%s", qUtf8Printable(id.error().message));
    wanted.id = *id;
    request = testing::requestTo(wanted);
  }
  /// Sends the rows on the screen; the state its delivery came to.
  DeliveryState sendAndSettle() {
    QSignalSpy sent(page(), &QueryPage::sendRequested);
    tab()->send();
    const auto shown = qvariant_cast<ShownResult>(sent.first().first());
    const auto id = await(m_services->jobRunner().sendShownToAll(shown.job, shown.result, {request}, false));
    if (!id) qFatal("%s", qUtf8Printable(id.error().message));
    last = id->constFirst();
    DeliveryState state = DeliveryState::Waiting;
    EXPECT_TRUE(waitUntil([&] {
      state = await(m_services->outbox().find(last))->state;
      return isFinal(state) || state == DeliveryState::Held;
    }));
    for (auto* dialog : window().findChildren<QDialog*>()) dialog->close();
    window().activateWindow();
    EXPECT_TRUE(QTest::qWaitForWindowActive(&window()));
    return state;
  }
  [[nodiscard]] int unseen() { return static_cast<int>(await(m_services->notices().unseen())->size()); }
  [[nodiscard]] JobsPage* jobs() { return window().findChild<JobsPage*>(); }

  testing::FaultyServer server;
  DeliveryRequest request;
  DeliveryId last;
};

TEST_F(NoticesTest, ARefusalIsToldOnceAndNeedsYouLeadsToIt) {
  runQuery();
  server.setScript([](const testing::SeenRequest&) { return Reaction::answer(405); });
  EXPECT_EQ(sendAndSettle(), DeliveryState::Refused);
  ASSERT_TRUE(waitUntil([&] { return m_notifier->told.size() == 1; }));
  EXPECT_EQ(m_notifier->told.first().title, QStringLiteral("Result refused"));
  EXPECT_TRUE(m_notifier->told.first().text.startsWith(QStringLiteral("405: the server does not accept PUT here.")))
      << m_notifier->told.first().text.toStdString();
  // Another of the same target says nothing more.
  EXPECT_EQ(sendAndSettle(), DeliveryState::Refused);
  auto* strip = window().findChild<StatusStrip*>();
  ASSERT_TRUE(waitUntil([&] { return strip->outboxText().contains(QStringLiteral("need")); }));
  EXPECT_EQ(m_notifier->told.size(), 1);
  EXPECT_EQ(unseen(), 1);

  Q_EMIT strip->outboxClicked();
  EXPECT_EQ(window().currentPage(), jobs());
  auto* detail = jobs()->findChild<JobDetail*>();
  ASSERT_TRUE(waitUntil([&] {
    return detail->line() && detail->line()->delivery && detail->line()->delivery->id == last;
  })) << "the newest refusal is shown";
  ASSERT_TRUE(waitUntil([&] { return m_notifier->withdrawn == QStringList{m_notifier->told.first().key}; }))
      << "it is before the person, and so looked at";
  EXPECT_EQ(unseen(), 0);
}

TEST_F(NoticesTest, APauseIsToldAndSoIsTheRecoveryInItsPlace) {
  runQuery();
  server.next(Reaction::answer(401));
  EXPECT_EQ(sendAndSettle(), DeliveryState::Held);
  ASSERT_TRUE(waitUntil([&] { return m_notifier->told.size() == 1; }));
  EXPECT_EQ(m_notifier->told.first().title, QStringLiteral("Target paused"));
  ASSERT_TRUE(await(m_services->outbox().resumeTarget(request.targetId)));
  ASSERT_TRUE(waitUntil([&] { return m_notifier->told.size() == 2; }));
  EXPECT_EQ(m_notifier->told.last().title, QStringLiteral("Target accepts results again"));
  EXPECT_EQ(m_notifier->told.last().key, m_notifier->told.first().key);

  Q_EMIT m_notifier->clicked(m_notifier->told.last().key);
  EXPECT_EQ(window().currentPage(), jobs());
  auto* detail = jobs()->findChild<JobDetail*>();
  ASSERT_TRUE(
      waitUntil([&] { return detail->line() && detail->line()->delivery && detail->line()->delivery->id == last; }));
}

TEST_F(NoticesTest, NothingIsToldOfWhatGoesWell) {
  runQuery();
  EXPECT_EQ(sendAndSettle(), DeliveryState::Delivered);
  EXPECT_FALSE(waitUntil([&] { return !m_notifier->told.isEmpty(); }, 500));
  Q_EMIT window().findChild<StatusStrip*>()->outboxClicked();
  EXPECT_EQ(window().currentPage(), jobs());
}

}  // namespace
}  // namespace courier
