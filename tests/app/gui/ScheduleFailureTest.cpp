// A schedule that cannot run, as the window tells it.
#include <QLabel>

#include "tests/app/gui/ApplicationFixture.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/Note.h"
#include "widgets/jobs/JobsPage.h"
#include "widgets/schedules/SchedulesPage.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;
using ScheduleFailureTest = testing::ApplicationFixture;

TEST_F(ScheduleFailureTest, AFailureBeforeItsQueryRanAppearsAtOnce) {
  Target target;
  target.name = QStringLiteral("myweb");
  target.to.url = TargetUrl::parse(QStringLiteral("web://127.0.0.1:9/nobody"))->url;
  target.id = *await(m_services->targets().create(target));
  Schedule schedule;
  schedule.name = QStringLiteral("hourly");
  schedule.cron = *CronExpression::parse(QStringLiteral("0 * * * *"));
  schedule.zone = QStringLiteral("Etc/UTC");
  schedule.sql = QStringLiteral("SELECT 1");
  schedule.connectionId = await(m_services->connections().all())->first().id;
  schedule.sendTo = DeliveryRequest{};
  schedule.sendTo->targetId = target.id;
  schedule.sendTo->targetText = target.name;
  schedule.sendTo->to = target.to;
  const auto id = await(m_services->schedules().create(schedule));
  ASSERT_TRUE(id.ok());
  // Deleted while the page lists it: the row says so without being asked.
  auto* schedules = window().findChild<SchedulesPage*>();
  ASSERT_TRUE(waitUntil([&] { return schedules->table()->model()->rowCount() == 1; }));
  ASSERT_TRUE(await(m_services->targets().remove(target.id)).ok());
  auto* lacks = schedules->findChild<Note*>(QStringLiteral("lacks"));
  EXPECT_TRUE(waitUntil([&] { return lacks->text().contains(QStringLiteral("myweb")); }));
  // The scheduler's own writing: the job fails in the same moment in which it is made.
  auto* jobs = window().findChild<JobsPage*>();
  ASSERT_TRUE(waitUntil([&] { return !jobs->statusText().isEmpty(); }));
  ASSERT_TRUE(await(m_services->schedules().backfill(*id, {m_services->clock().nowMs() / 1000 * 1000})).ok());
  DataTable* list = nullptr;
  for (auto* table : jobs->findChildren<DataTable*>()) {
    if (table->accessibleName() == QStringLiteral("Jobs")) list = table;
  }
  ASSERT_NE(list, nullptr);
  EXPECT_TRUE(waitUntil([&] { return list->model()->rowCount() == 1; }, 3000)) << "nobody pressed anything";
  EXPECT_EQ(list->model()->index(0, JobTableModel::StateColumn).data().toString(), QStringLiteral("error"));
}

}  // namespace
}  // namespace courier
