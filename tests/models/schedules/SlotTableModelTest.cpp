#include <gtest/gtest.h>
#include <QAbstractItemModelTester>

#include "models/base/TableRoles.h"
#include "models/outbox/Outbox.h"
#include "models/schedules/SlotTableModel.h"
#include "tests/models/schedules/ScheduleFixture.h"

namespace courier {
namespace {

using testing::await;
using testing::utcMs;

struct SlotTableModelTest : public testing::ScheduleFixture {
  SlotTableModelTest() { clock.jumpTo(utcMs("2026-11-23T09:00:00Z")); }

  void read(ScheduleId id) {
    const auto found = await(schedules.find(id));
    ASSERT_TRUE(found.ok());
    model.setZone(found->zone);
    const auto lines = await(schedules.historyLines(id, 0));
    ASSERT_TRUE(lines.ok());
    model.setRows(*lines);
  }
  [[nodiscard]] std::string text(int row, int column) const {
    return model.index(row, column).data().toString().toStdString();
  }
  [[nodiscard]] std::string note(int row, int column) const {
    return model.index(row, column).data(NoteRole).toString().toStdString();
  }
  [[nodiscard]] Tone tone(int row) const {
    return static_cast<Tone>(model.index(row, SlotTableModel::OutcomeColumn).data(ToneRole).toInt());
  }

  SlotTableModel model{clock};
  QAbstractItemModelTester tester{&model};
};

TEST_F(SlotTableModelTest, EachSlotSaysWhatBecameOfIt) {
  const ScheduleId id = created(schedule("hourly", "0 * * * *", "America/New_York"));
  Scheduler scheduler(schedules, clock);
  scheduler.start();
  goTo(scheduler, "2026-11-23T10:00:00Z");
  const JobId first = history(id).first().jobId;
  ASSERT_TRUE(await(jobs.succeed(first, 3, false, {}, {})).ok());
  goTo(scheduler, "2026-11-23T11:00:10Z");
  const JobId second = history(id).first().jobId;
  ASSERT_TRUE(await(jobs.fail(second, JobState::Error, QStringLiteral("no such table: sales"))).ok());
  goTo(scheduler, "2026-11-23T12:00:00Z");
  goTo(scheduler, "2026-11-23T13:00:00Z");  // the last run is still waiting
  read(id);
  ASSERT_EQ(model.rowCount(), 4);
  EXPECT_EQ(text(0, SlotTableModel::SlotColumn), "Mon 23 Nov 2026 08:00 −05:00");
  EXPECT_EQ(text(0, SlotTableModel::OutcomeColumn), "skipped");
  EXPECT_EQ(note(0, SlotTableModel::OutcomeColumn), "Not run: the previous run was still running.");
  EXPECT_EQ(tone(0), Tone::Warn);
  EXPECT_EQ(text(0, SlotTableModel::JobColumn), "–");
  EXPECT_EQ(text(0, SlotTableModel::LateColumn), "–") << "it did not run, be it on time or not";
  EXPECT_EQ(text(1, SlotTableModel::OutcomeColumn), "waiting");
  EXPECT_EQ(text(1, SlotTableModel::LateColumn), "–");
  EXPECT_EQ(text(2, SlotTableModel::OutcomeColumn), "failed");
  EXPECT_EQ(note(2, SlotTableModel::OutcomeColumn), "no such table: sales");
  EXPECT_EQ(text(2, SlotTableModel::LateColumn), "10 s");
  EXPECT_EQ(tone(2), Tone::Bad);
  EXPECT_EQ(text(3, SlotTableModel::OutcomeColumn), "ran");
  EXPECT_EQ(note(3, SlotTableModel::OutcomeColumn), "3 row(s)");
  EXPECT_EQ(text(3, SlotTableModel::LateColumn), "on time");
  EXPECT_EQ(text(3, SlotTableModel::JobColumn), QString::number(first.value).toStdString());
}

TEST_F(SlotTableModelTest, HowLateARunBeganIsMeasuredByTheDelayOfThatTime) {
  Schedule wanted = schedule("hourly", "0 * * * *");
  wanted.delaySeconds = 600;
  wanted.id = created(wanted);
  Scheduler scheduler(schedules, clock);
  scheduler.start();
  goTo(scheduler, "2026-11-23T10:10:17Z");
  ASSERT_TRUE(await(jobs.succeed(history(wanted.id).first().jobId, 3, false, {}, {})).ok());
  read(wanted.id);
  EXPECT_EQ(text(0, SlotTableModel::LateColumn), "17 s");
  wanted.delaySeconds = 0;
  ASSERT_TRUE(await(schedules.update(wanted)).ok());
  read(wanted.id);
  EXPECT_EQ(text(0, SlotTableModel::LateColumn), "17 s");
}

TEST_F(SlotTableModelTest, ManyMissedOnesAreOneLine) {
  Schedule wanted = schedule("minutely", "* * * * *");
  wanted.missed = MissedPolicy::None;
  const ScheduleId id = created(wanted);
  Scheduler scheduler(schedules, clock);
  scheduler.start();
  goTo(scheduler, "2026-12-02T09:00:30Z");
  read(id);
  const int row = model.rowCount() - 1;
  EXPECT_EQ(text(row, SlotTableModel::OutcomeColumn), "missed");
  EXPECT_TRUE(note(row, SlotTableModel::OutcomeColumn).find("slot(s), this one the last. Not run:") !=
              std::string::npos)
      << note(row, SlotTableModel::OutcomeColumn);
  EXPECT_EQ(tone(row), Tone::Bad);
}

TEST_F(SlotTableModelTest, ABackfilledSlotSaysSo) {
  const ScheduleId id = created(schedule("hourly", "0 * * * *"));
  ASSERT_TRUE(await(schedules.backfill(id, {utcMs("2026-11-20T09:00:00Z")})).ok());
  read(id);
  EXPECT_EQ(text(0, SlotTableModel::OutcomeColumn), "waiting");
  EXPECT_EQ(note(0, SlotTableModel::JobColumn), "backfill");
  const auto records = await(schedules.records(id, {utcMs("2026-11-20T09:00:00Z"), utcMs("2026-11-20T10:00:00Z")}));
  ASSERT_TRUE(records.ok());
  ASSERT_EQ(records->size(), 1);
  EXPECT_TRUE(records->first().jobId.isValid());
}

TEST_F(SlotTableModelTest, ItsJobsNewestDeliveryStandsBesideIt) {
  database.change(
      QStringLiteral("INSERT INTO target (id, name, address, created_at) VALUES (1, 'myweb', "
                     "'web://127.0.0.1:1/x', 0)"));
  const ScheduleId id = created(schedule("hourly", "0 * * * *"));
  const auto queued = await(schedules.backfill(id, {utcMs("2026-11-20T09:00:00Z")}));
  ASSERT_TRUE(queued.ok());
  for (const char* state : {"refused", "delivered"}) {
    database.change(
        QStringLiteral("INSERT INTO delivery (idempotency_key, job_id, target_id, target_text, address, "
                       "origin, method, state, spool_name, content_type, body_bytes, body_sha256, rows, "
                       "created_at, next_try_at, give_up_at) VALUES (?, ?, 1, 'myweb', "
                       "'web://127.0.0.1:1/x', 'web://127.0.0.1:1', 'PUT', ?, 's', 't', 1, x'00', 1, 1, 1, 1)"),
        {QString::fromLatin1(state), queued->first().value, QString::fromLatin1(state)});
  }
  read(id);
  EXPECT_EQ(text(0, SlotTableModel::DeliveryColumn), "delivered");
}

}  // namespace
}  // namespace courier
