// What schedules have to tell, outside the window and in it.
#include <QDialog>

#include "app/gui/NoticeWatch.h"
#include "tests/app/gui/ApplicationFixture.h"
#include "tests/support/Shots.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/Note.h"
#include "widgets/schedules/HistoryDialog.h"
#include "widgets/schedules/NoticeList.h"
#include "widgets/schedules/SchedulesPage.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;

class ScheduleNoticesWindowTest : public testing::ApplicationFixture {
 protected:
  Schedule made(const QString& name, const QString& sql) {
    const auto connections = await(m_services->connections().all());
    if (!connections || connections->isEmpty()) qFatal("no connection");
    Schedule schedule;
    schedule.name = name;
    schedule.cron = *CronExpression::parse(QStringLiteral("0 0 1 1 *"));
    schedule.zone = QStringLiteral("UTC");
    schedule.sql = sql;
    schedule.connectionId = connections->first().id;
    const auto id = await(m_services->schedules().create(schedule));
    if (!id) qFatal("%s", qUtf8Printable(id.error().message));
    return *await(m_services->schedules().find(*id));
  }
  /// A slot of this minute, as the scheduler would queue it.
  void runSlot(const Schedule& schedule) {
    SchedulePlan sendTo;
    sendTo.run = {m_services->clock().nowMs() / 1000 * 1000};
    sendTo.consideredMs = schedule.consideredMs;
    ASSERT_EQ(await(m_services->schedules().carryOut(schedule, sendTo))->size(), 1);
    m_services->wake();
  }
  /// As after `count` slots that nobody ran.
  QFuture<Expected<QVector<JobId>>> miss(const Schedule& schedule, qint64 count) {
    SlotRecord record;
    record.scheduleId = schedule.id;
    record.slotMs = schedule.consideredMs - 60'000;
    record.state = SlotState::Missed;
    record.missed = count;
    record.recordedMs = schedule.consideredMs;
    SchedulePlan sendTo;
    sendTo.records = {record};
    sendTo.fromMs = sendTo.consideredMs = schedule.consideredMs;
    return m_services->schedules().carryOut(schedule, sendTo);
  }
  SchedulesPage* schedules() { return window().findChild<SchedulesPage*>(); }
  QList<Note*> notes() {
    QList<Note*> shown;
    for (auto* note : schedules()->findChild<NoticeList*>()->findChildren<Note*>()) {
      if (!note->isHidden()) shown.append(note);
    }
    return shown;
  }
};

TEST_F(ScheduleNoticesWindowTest, AFailureIsToldOnceAndItsHistoryIsTheAnswer) {
  const Schedule schedule = made(QStringLiteral("hourly"), QStringLiteral("SELECT * FROM nowhere"));
  runSlot(schedule);
  ASSERT_TRUE(waitUntil([&] { return m_notifier->told.size() == 1; }));
  EXPECT_EQ(m_notifier->told.first().title, QStringLiteral("Schedule failed"));
  EXPECT_TRUE(m_notifier->told.first().text.startsWith(QStringLiteral("'hourly' failed: "))) << "and why";
  EXPECT_TRUE(m_notifier->told.first().text.contains(QStringLiteral("nowhere")));

  Q_EMIT m_notifier->clicked(m_notifier->told.first().key);
  EXPECT_EQ(window().currentPage(), schedules());
  ASSERT_EQ(notes().size(), 1);
  ASSERT_TRUE(waitUntil([&] { return schedules()->table()->model()->rowCount() == 1; }));
  testing::shoot(window(), QStringLiteral("app-schedule-failed"));
  EXPECT_TRUE(notes().first()->text().contains(QStringLiteral("'hourly' failed: ")));
  notes().first()->findChildren<Button*>().first()->click();
  ASSERT_TRUE(waitUntil([&] { return window().findChild<HistoryDialog*>() != nullptr; }));
  ASSERT_TRUE(waitUntil([&] { return m_notifier->withdrawn == QStringList{kSchedulesKey}; }));
  EXPECT_TRUE(notes().isEmpty());
}

TEST_F(ScheduleNoticesWindowTest, ALongSleepIsOneMessage) {
  QVector<Schedule> many;
  for (int number = 1; number <= 7; ++number)
    many.append(made(QStringLiteral("s%1").arg(number), QStringLiteral("SELECT 1")));
  QVector<QFuture<Expected<QVector<JobId>>>> written;
  for (const Schedule& schedule : many) written.append(miss(schedule, 44));
  for (const auto& one : written) ASSERT_TRUE(await(one).ok());
  ASSERT_TRUE(waitUntil([&] { return !m_notifier->told.isEmpty(); }));
  EXPECT_FALSE(waitUntil([&] { return m_notifier->told.size() > 1; }, 600));
  EXPECT_EQ(m_notifier->told.first().title, QStringLiteral("Runs missed"));
  EXPECT_TRUE(m_notifier->told.first().text.startsWith(
      QStringLiteral("While this computer slept, 7 schedules missed 308 runs; none was caught up.")))
      << m_notifier->told.first().text.toStdString();
  ASSERT_EQ(notes().size(), 1);
  notes().first()->findChildren<Button*>().last()->click();
  ASSERT_TRUE(waitUntil([&] { return m_notifier->withdrawn == QStringList{kSchedulesKey}; }));
  EXPECT_TRUE(notes().isEmpty());
}

}  // namespace
}  // namespace courier
