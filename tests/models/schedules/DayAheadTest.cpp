#include "models/schedules/DayAhead.h"

#include <gtest/gtest.h>

#include <QElapsedTimer>
#include <array>

#include "tests/support/Schedules.h"

namespace courier {
namespace {

using dayahead::hourMarks;
using dayahead::runsAhead;
using testing::utcMs;

Schedule scheduleOf(qint64 id, const char* name, const char* cron, const char* zone = "UTC", qint64 delaySeconds = 0) {
  Schedule schedule = testing::scheduleOf(name, cron, zone);
  schedule.id.value = id;
  schedule.delaySeconds = delaySeconds;
  return schedule;
}

TEST(DayAheadTest, RunsOfTheNextDayStandByTheirMinutes) {
  const RunsAhead ahead = runsAhead({scheduleOf(1, "hourly", "0 * * * *"), scheduleOf(2, "daily", "30 7 * * *"),
                                     scheduleOf(3, "breakfast", "30 7 * * *")},
                                    utcMs("2026-11-23T09:00:00Z"));
  EXPECT_EQ(ahead.total, 26);
  ASSERT_EQ(ahead.bars.size(), 25);
  // What is due at this very instant is not ahead; what is due a day later to the instant is.
  EXPECT_EQ(ahead.bars.first().startMs, utcMs("2026-11-23T10:00:00Z"));
  EXPECT_EQ(ahead.bars.last().startMs, utcMs("2026-11-24T09:00:00Z"));
  const RunsBar& both = ahead.bars[ahead.busiest()];
  EXPECT_EQ(both.startMs, utcMs("2026-11-24T07:30:00Z"));
  EXPECT_EQ(both.count, 2);
  EXPECT_EQ(both.names, QStringList({QStringLiteral("daily"), QStringLiteral("breakfast")}));
  EXPECT_EQ(both.firstSchedule.value, 2);
}

TEST(DayAheadTest, ARunStandsWhereItsDelayEnds) {
  // Its slot, 08:55, has passed; its run has not begun.
  const RunsAhead ahead = runsAhead({scheduleOf(1, "late", "55 8 * * *", "UTC", 600)}, utcMs("2026-11-23T09:00:00Z"));
  ASSERT_EQ(ahead.bars.size(), 1);
  EXPECT_EQ(ahead.bars.first().startMs, utcMs("2026-11-23T09:05:00Z"));
}

TEST(DayAheadTest, ZonesMeetInOneMinute) {
  const RunsAhead ahead = runsAhead(
      {scheduleOf(1, "tokyo", "0 9 * * *", "Asia/Tokyo"), scheduleOf(2, "york", "0 19 * * *", "America/New_York")},
      utcMs("2026-11-23T09:00:00Z"));
  ASSERT_EQ(ahead.bars.size(), 1);
  EXPECT_EQ(ahead.bars.first().startMs, utcMs("2026-11-24T00:00:00Z"));
  EXPECT_EQ(ahead.bars.first().count, 2);
}

TEST(DayAheadTest, WhatIsOffOrNeverDueIsNotShown) {
  Schedule off = scheduleOf(1, "off", "* * * * *");
  off.isOn = false;
  Schedule onDemand = scheduleOf(2, "by hand", "0 0 * * *");
  onDemand.cron = {};
  const RunsAhead ahead =
      runsAhead({off, onDemand, scheduleOf(3, "never", "0 0 31 2 *"), scheduleOf(4, "next month", "0 0 1 * *")},
                utcMs("2026-11-23T09:00:00Z"));
  EXPECT_EQ(ahead.total, 0);
  EXPECT_TRUE(ahead.bars.isEmpty());
  EXPECT_EQ(ahead.busiest(), -1);
  EXPECT_EQ(ahead.nearest(0), -1);
}

TEST(DayAheadTest, TheNearestBarIsFoundOnBothSides) {
  const RunsAhead ahead = runsAhead({scheduleOf(1, "six", "0 */6 * * *")}, utcMs("2026-11-23T09:00:00Z"));
  ASSERT_EQ(ahead.bars.size(), 4);
  EXPECT_EQ(ahead.nearest(utcMs("2026-11-23T00:00:00Z")), 0);
  EXPECT_EQ(ahead.nearest(utcMs("2026-11-23T14:59:00Z")), 0);
  EXPECT_EQ(ahead.nearest(utcMs("2026-11-23T15:01:00Z")), 1);
  EXPECT_EQ(ahead.nearest(utcMs("2026-11-30T00:00:00Z")), 3);
}

TEST(DayAheadTest, AHundredSchedulesOfEveryMinuteAreQuick) {
  QVector<Schedule> schedules;
  static constexpr std::array zones = {"UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo"};
  for (int at = 0; at < 100; ++at) {
    // Every one has a delay of its own, so that none is another's.
    schedules.append(scheduleOf(at + 1, "minutely", "* * * * *", zones.at(static_cast<size_t>(at) % zones.size()), at));
    schedules.last().name = QStringLiteral("minutely %1").arg(at);
  }
  QElapsedTimer timer;
  timer.start();
  const RunsAhead ahead = runsAhead(schedules, utcMs("2026-11-23T09:00:00Z"));
  const qint64 tookMs = timer.elapsed();
  RecordProperty("took_ms", static_cast<int>(tookMs));
  EXPECT_EQ(ahead.total, 144'000);
  EXPECT_LT(tookMs, 3000);
  const RunsBar& bar = ahead.bars[ahead.busiest()];
  EXPECT_EQ(bar.count, 100);
  EXPECT_EQ(bar.names.size(), dayahead::mostNames);
}

TEST(DayAheadTest, HourMarksFollowTheZone) {
  const auto hours = [](const char* zone, const char* from, int step) {
    QStringList found;
    for (const HourMark& mark : hourMarks(utcMs(from), QTimeZone(zone), step)) {
      found.append(QStringLiteral("%1@%2").arg(mark.hour).arg(
          QDateTime::fromMSecsSinceEpoch(mark.atMs, Qt::UTC).toString(QStringLiteral("HH:mm"))));
    }
    return found.join(QLatin1Char(' ')).toStdString();
  };
  EXPECT_EQ(hours("UTC", "2026-11-23T09:10:00Z", 6), "12@12:00 18@18:00 0@00:00 6@06:00");
  EXPECT_EQ(hours("Asia/Kathmandu", "2026-11-23T09:10:00Z", 6), "18@12:15 0@18:15 6@00:15 12@06:15");
  // Clocks go back at 01:00 UTC: local noon is an hour later in UTC.
  EXPECT_EQ(hours("Europe/Berlin", "2026-10-24T10:30:00Z", 12), "0@22:00");
  EXPECT_EQ(hours("Europe/Berlin", "2026-10-24T11:30:00Z", 12), "0@22:00 12@11:00");
}

}  // namespace
}  // namespace courier
