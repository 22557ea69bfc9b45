#include "models/schedules/SlotRange.h"

#include <gtest/gtest.h>

#include <QElapsedTimer>

#include "models/base/Wording.h"
#include "tests/models/schedules/ScheduleFixture.h"
#include "tests/support/Schedules.h"

namespace courier {
namespace {

using slotrange::between;
using slotrange::instantOf;
using testing::utcMs;

Schedule scheduleOf(const char* cron, const char* zone = "UTC") {
  return testing::scheduleOf("", cron, zone);
}

TEST(SlotRangeTest, BothEndsAreIn) {
  const SlotRange range =
      between(scheduleOf("0 * * * *"), utcMs("2026-11-23T09:00:00Z"), utcMs("2026-11-23T12:00:00Z"));
  EXPECT_EQ(range.slotsMs, QVector<qint64>({utcMs("2026-11-23T09:00:00Z"), utcMs("2026-11-23T10:00:00Z"),
                                            utcMs("2026-11-23T11:00:00Z"), utcMs("2026-11-23T12:00:00Z")}));
  EXPECT_EQ(range.total, 4);
  EXPECT_FALSE(range.isCut());
}

TEST(SlotRangeTest, AreCutAtAHundredAndCountedToTheEnd) {
  QElapsedTimer timer;
  timer.start();
  const SlotRange range =
      between(scheduleOf("* * * * *"), utcMs("2016-01-01T00:00:00Z"), utcMs("2025-12-31T23:59:00Z"));
  EXPECT_EQ(range.slotsMs.size(), 100);
  EXPECT_EQ(range.slotsMs.last(), utcMs("2016-01-01T01:39:00Z"));
  EXPECT_EQ(range.total, 3653 * 1440);
  EXPECT_TRUE(range.isCut());
  EXPECT_LT(timer.elapsed(), 5000);
}

TEST(SlotRangeTest, ExactlyAHundredAreAll) {
  const SlotRange range =
      between(scheduleOf("* * * * *"), utcMs("2026-01-01T00:00:00Z"), utcMs("2026-01-01T01:39:00Z"));
  EXPECT_EQ(range.slotsMs.size(), 100);
  EXPECT_FALSE(range.isCut());
}

TEST(SlotRangeTest, OnDemandHasTheOneThatWasChosen) {
  Schedule schedule = scheduleOf("0 * * * *");
  schedule.cron = {};
  const SlotRange range = between(schedule, 12'345, 0);
  EXPECT_EQ(range.slotsMs, QVector<qint64>{12'345});
  EXPECT_EQ(range.total, 1);
}

TEST(SlotRangeTest, NothingLiesBetween) {
  EXPECT_EQ(between(scheduleOf("0 * * * *"), utcMs("2026-01-02T00:00:00Z"), utcMs("2026-01-01T00:00:00Z")).total, 0);
  EXPECT_EQ(between(scheduleOf("0 0 31 2 *"), utcMs("2000-01-02T00:00:00Z"), utcMs("2026-01-01T00:00:00Z")).total, 0);
  EXPECT_EQ(between(scheduleOf("0 12 * * *"), utcMs("2026-01-01T12:01:00Z"), utcMs("2026-01-02T11:59:00Z")).total, 0);
}

TEST(SlotRangeTest, ALocalTimeIsTheFirstOfTwoOrTheEndOfItsGap) {
  const struct {
    const char* zone;
    const char* local;
    const char* utc;
  } cases[] = {
      {"Europe/Berlin", "2026-11-23T07:30:00", "2026-11-23T06:30:00Z"},
      {"Europe/Berlin", "2026-10-25T02:30:00", "2026-10-25T00:30:00Z"},  // twice: the first
      {"Europe/Berlin", "2026-03-29T02:30:00", "2026-03-29T01:00:00Z"},  // never: when it is 03:00
      {"Europe/Berlin", "2026-03-29T03:00:00", "2026-03-29T01:00:00Z"},
      {"Europe/Berlin", "2026-03-29T01:59:00", "2026-03-29T00:59:00Z"},
      {"America/New_York", "2026-11-01T01:30:00", "2026-11-01T05:30:00Z"},
      {"America/New_York", "2026-03-08T02:15:00", "2026-03-08T07:00:00Z"},
      {"Asia/Kathmandu", "2026-11-23T00:00:00", "2026-11-22T18:15:00Z"},
      {"Australia/Lord_Howe", "2026-10-04T02:10:00", "2026-10-03T15:30:00Z"},
      {"UTC", "2026-11-23T07:30:00", "2026-11-23T07:30:00Z"},
  };
  for (const auto& test : cases) {
    const QDateTime local = QDateTime::fromString(QString::fromLatin1(test.local), Qt::ISODate);
    EXPECT_EQ(instantOf(local.date(), local.time(), QTimeZone(test.zone)), utcMs(test.utc))
        << test.zone << ' ' << test.local;
  }
}

TEST(SlotTextTest, SaysTheOffset) {
  EXPECT_EQ(slotText(utcMs("2026-11-23T12:30:00Z"), QTimeZone("America/New_York")).toStdString(),
            "Mon 23 Nov 2026 07:30 −05:00");
  EXPECT_EQ(slotText(utcMs("2026-10-25T00:30:00Z"), QTimeZone("Europe/Berlin")).toStdString(),
            "Sun 25 Oct 2026 02:30 +02:00");
  EXPECT_EQ(slotText(utcMs("2026-10-25T01:30:00Z"), QTimeZone("Europe/Berlin")).toStdString(),
            "Sun 25 Oct 2026 02:30 +01:00");
  EXPECT_EQ(slotText(utcMs("2026-10-25T01:30:05Z"), QTimeZone("Asia/Kathmandu")).toStdString(),
            "Sun 25 Oct 2026 07:15:05 +05:45");
}

}  // namespace
}  // namespace courier
