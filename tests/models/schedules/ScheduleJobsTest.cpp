// A history's line that stands for many missed slots, as some of them are run after all.
#include "tests/models/schedules/ScheduleFixture.h"

namespace courier {
namespace {

using testing::await;
using testing::utcMs;

/// The clock starts at 2026-01-01T00:00:00Z; an hourly schedule missed ten slots, 01:00 to 10:00, in one row.
struct MissedLinesTest : testing::ScheduleFixture {
  MissedLinesTest() {
    Schedule wanted = schedule("hourly", "0 * * * *");
    wanted.missed = MissedPolicy::None;
    id = created(wanted);
    Scheduler scheduler(schedules, clock);
    clock.jumpTo(utcMs("2026-01-01T10:30:00Z"));
    scheduler.start();
    look(scheduler);
  }
  void run(std::initializer_list<const char*> slots) {
    QVector<qint64> slotsMs;
    for (const char* slot : slots) slotsMs.append(utcMs(slot));
    ASSERT_TRUE(await(schedules.backfill(id, slotsMs)).ok());
  }
  /// Newest first: "10h missed 10" or, of a slot that ran, "10h ran".
  std::string lines() {
    QStringList words;
    for (const SlotRecord& line : history(id)) {
      const QString hour = QDateTime::fromMSecsSinceEpoch(line.slotMs, Qt::UTC).toString(QStringLiteral("h:mm"));
      words.append(line.state == SlotState::Missed ? QStringLiteral("%1 missed %2").arg(hour).arg(line.missed)
                                                   : hour + QStringLiteral(" ran"));
    }
    return words.join(QStringLiteral(", ")).toStdString();
  }
  ScheduleId id;
};

TEST_F(MissedLinesTest, TheNewestLeavesTheRestToTheOneBefore) {
  ASSERT_EQ(lines(), "10:00 missed 10");
  run({"2026-01-01T10:00:00Z"});
  EXPECT_EQ(lines(), "10:00 ran, 9:00 missed 9");
  EXPECT_TRUE(history(id).last().reason.startsWith(QStringLiteral("Not run: ")));
  run({"2026-01-01T09:00:00Z", "2026-01-01T08:00:00Z"});
  EXPECT_EQ(lines(), "10:00 ran, 9:00 ran, 8:00 ran, 7:00 missed 7");
}

TEST_F(MissedLinesTest, OneFromItsMiddleIsCountedNoLonger) {
  run({"2026-01-01T05:00:00Z"});
  EXPECT_EQ(lines(), "10:00 missed 9, 5:00 ran");
  run({"2026-01-01T01:00:00Z", "2026-01-01T09:00:00Z"});
  EXPECT_EQ(lines(), "10:00 missed 7, 9:00 ran, 5:00 ran, 1:00 ran");
  run({"2026-01-01T10:00:00Z"});
  EXPECT_EQ(lines(), "10:00 ran, 9:00 ran, 8:00 missed 6, 5:00 ran, 1:00 ran");
  run({"2026-01-01T05:00:00Z"});
  EXPECT_EQ(lines(), "10:00 ran, 9:00 ran, 8:00 missed 6, 5:00 ran, 1:00 ran") << "it had run already";
}

TEST_F(MissedLinesTest, AllOfItLeavesNoLine) {
  run({"2026-01-01T10:00:00Z", "2026-01-01T09:00:00Z", "2026-01-01T08:00:00Z", "2026-01-01T07:00:00Z",
       "2026-01-01T06:00:00Z", "2026-01-01T05:00:00Z", "2026-01-01T04:00:00Z", "2026-01-01T03:00:00Z",
       "2026-01-01T02:00:00Z", "2026-01-01T01:00:00Z"});
  EXPECT_EQ(lines().find("missed"), std::string::npos);
  EXPECT_EQ(history(id).size(), 10);
}

TEST_F(MissedLinesTest, WhatItDoesNotStandForLeavesItAlone) {
  run({"2025-12-31T23:00:00Z"});
  EXPECT_EQ(lines(), "10:00 missed 10, 23:00 ran") << "before the schedule was made";
  run({"2026-01-01T04:10:00Z"});
  EXPECT_EQ(lines(), "10:00 missed 10, 4:10 ran, 23:00 ran") << "no slot of it";
  run({"2026-01-01T10:20:00Z"});
  EXPECT_EQ(lines(), "10:20 ran, 10:00 missed 10, 4:10 ran, 23:00 ran");
}

}  // namespace
}  // namespace courier
