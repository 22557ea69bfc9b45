#include "widgets/schedules/HistoryDialog.h"

#include <QSignalSpy>

#include "models/schedules/ScheduleStore.h"
#include "tests/support/Accessibility.h"
#include "tests/support/Shots.h"
#include "tests/widgets/PagesFixture.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/Note.h"
#include "widgets/schedules/BackfillDialog.h"

namespace courier {
namespace {

using testing::await;
using testing::shoot;
using testing::unnamedControls;
using testing::waitUntil;

class ScheduleDialogsTest : public testing::PagesFixture {
 protected:
  Schedule hourly() {
    Schedule schedule;
    schedule.name = QStringLiteral("hourly_count_example");
    schedule.cron = *CronExpression::parse(QStringLiteral("0 * * * *"));
    schedule.zone = QStringLiteral("Asia/Tokyo");
    schedule.sql = QStringLiteral("SELECT 1");
    schedule.id = *await(m_schedules.create(schedule));
    return schedule;
  }
  void record(const Schedule& schedule, int hoursAgo, const char* state, const char* reason, int missed) {
    m_database.change(QStringLiteral("INSERT INTO slot (schedule_id, slot, state, reason, missed, recorded_at) "
                                     "VALUES (?, ?, ?, ?, ?, ?)"),
                      {schedule.id.value, hour(hoursAgo), QString::fromLatin1(state), QString::fromLatin1(reason),
                       missed, m_clock.nowMs()});
  }
  [[nodiscard]] qint64 hour(int ago) const {
    constexpr qint64 hourMs = 3'600'000;
    return m_clock.nowMs() / hourMs * hourMs - ago * hourMs;
  }

  ScheduleStore m_schedules{*m_database, m_clock};
};

TEST_F(ScheduleDialogsTest, TheHistoryOffersTheMissedSlotAgain) {
  const Schedule schedule = hourly();
  record(schedule, 3, "missed", "Not run: 3 hours late.", 1);
  record(schedule, 2, "skipped", "Not run: the previous run was still running.", 1);
  ASSERT_TRUE(await(m_schedules.backfill(schedule.id, {hour(1)})).ok());
  auto* dialog = new HistoryDialog(m_schedules, schedule, m_clock);
  dialog->setAttribute(Qt::WA_DeleteOnClose, false);
  QSignalSpy shown(dialog, &HistoryDialog::shown);
  QSignalSpy wanted(dialog, &HistoryDialog::backfillWanted);
  QSignalSpy job(dialog, &HistoryDialog::jobWanted);
  dialog->open();
  ASSERT_TRUE(waitUntil([&] { return !shown.isEmpty(); }));
  QCoreApplication::processEvents();  // the layout follows the words
  shoot(*dialog, QStringLiteral("schedule-history"));
  EXPECT_EQ(unnamedControls(*dialog), QStringList());
  auto* table = part<DataTable>(*dialog, "slots");
  ASSERT_EQ(table->model()->rowCount(), 3);
  EXPECT_FALSE(part<Button>(*dialog, "runSlot")->isEnabled());
  click(part<Button>(*dialog, "openJob"));
  EXPECT_EQ(job.size(), 1);
  table->selectRow(2);
  click(part<Button>(*dialog, "runSlot"));
  ASSERT_EQ(wanted.size(), 1);
  EXPECT_EQ(wanted.first().at(1).value<QVector<qint64>>(), QVector<qint64>{hour(3)});
  // The owner carries it out; the list follows by itself.
  dialog->report(await(m_schedules.backfill(schedule.id, {hour(3)})));
  EXPECT_TRUE(waitUntil([&] { return table->model()->index(2, 1).data().toString() == QStringLiteral("waiting"); }));
  EXPECT_TRUE(part<Note>(*dialog, "note")->text().endsWith(QStringLiteral("is queued.")));
  delete dialog;
}

TEST_F(ScheduleDialogsTest, AnEmptyHistorySaysWhenItIsDue) {
  auto dialog = std::make_unique<HistoryDialog>(m_schedules, hourly(), m_clock);
  dialog->setAttribute(Qt::WA_DeleteOnClose, false);
  QSignalSpy shown(dialog.get(), &HistoryDialog::shown);
  dialog->open();
  ASSERT_TRUE(waitUntil([&] { return !shown.isEmpty(); }));
  shoot(*dialog, QStringLiteral("schedule-history-empty"));
  EXPECT_FALSE(part<DataTable>(*dialog, "slots")->isVisible());
  EXPECT_FALSE(part<Button>(*dialog, "openJob")->isEnabled());
}

TEST_F(ScheduleDialogsTest, TheBackfillListsItsSlotsAndQueuesThem) {
  const Schedule schedule = hourly();
  record(schedule, 3, "missed", "Not run: 3 hours late.", 1);
  ASSERT_TRUE(await(m_schedules.backfill(schedule.id, {hour(2)})).ok());
  auto dialog = std::make_unique<BackfillDialog>(m_schedules, schedule, m_clock);
  dialog->setAttribute(Qt::WA_DeleteOnClose, false);
  QSignalSpy listed(dialog.get(), &BackfillDialog::listed);
  QSignalSpy queued(dialog.get(), &BackfillDialog::queued);
  dialog->setRange(hour(3), hour(1));
  dialog->open();
  ASSERT_TRUE(waitUntil([&] { return !listed.isEmpty(); }));
  shoot(*dialog, QStringLiteral("backfill"));
  EXPECT_EQ(unnamedControls(*dialog), QStringList());
  auto* table = part<DataTable>(*dialog, "slots");
  ASSERT_EQ(table->model()->rowCount(), 3);
  EXPECT_EQ(table->model()->index(0, 1).data().toString(), QStringLiteral("missed"));
  EXPECT_EQ(table->model()->index(1, 1).data().toString(), QStringLiteral("already queued"));
  EXPECT_EQ(part<Button>(*dialog, "run")->text(), QStringLiteral("Run 3 slots"));
  click(part<Button>(*dialog, "run"));
  ASSERT_TRUE(waitUntil([&] { return !queued.isEmpty(); }));
  EXPECT_EQ(m_database.value(QStringLiteral("SELECT count(*) FROM job WHERE kind = 'backfill'")).toInt(), 4);
  EXPECT_FALSE(part<Button>(*dialog, "run")->isEnabled());
}

TEST_F(ScheduleDialogsTest, TheBackfillTakesAHundredAtATime) {
  const Schedule schedule = hourly();
  auto dialog = std::make_unique<BackfillDialog>(m_schedules, schedule, m_clock);
  dialog->setAttribute(Qt::WA_DeleteOnClose, false);
  QSignalSpy queued(dialog.get(), &BackfillDialog::queued);
  dialog->setRange(hour(149), hour(0));
  dialog->open();
  EXPECT_EQ(dialog->range().total, 150);
  shoot(*dialog, QStringLiteral("backfill-many"));
  click(part<Button>(*dialog, "run"));
  ASSERT_TRUE(waitUntil([&] { return !queued.isEmpty(); }));
  // The rest is offered next.
  EXPECT_EQ(dialog->range().total, 50);
  EXPECT_EQ(part<Button>(*dialog, "run")->text(), QStringLiteral("Run 50 slots"));
}

}  // namespace
}  // namespace courier
