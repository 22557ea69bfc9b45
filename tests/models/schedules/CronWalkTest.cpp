#include "models/schedules/CronWalk.h"

#include <gtest/gtest.h>

#include <QDateTime>
#include <QElapsedTimer>
#include <limits>

namespace courier {
namespace {

qint64 ms(const char* iso) {
  return QDateTime::fromString(QString::fromLatin1(iso), Qt::ISODate).toMSecsSinceEpoch();
}

CronWalk walk(const char* text, const char* zone) {
  return {*CronExpression::parse(QString::fromLatin1(text)), QTimeZone(zone)};
}

std::string after(const char* text, const char* zone, const char* from, int count = 1) {
  CronWalk one = walk(text, zone);
  QStringList found;
  qint64 at = ms(from);
  for (int index = 0; index < count; ++index) {
    const auto slot = one.next(at);
    if (!slot) break;
    at = slot->atMs;
    found.append(QDateTime::fromMSecsSinceEpoch(at, Qt::UTC).toString(Qt::ISODate));
  }
  return found.join(u' ').toStdString();
}

TEST(CronWalk, IsStrictlyAfter) {
  EXPECT_EQ(after("* * * * *", "UTC", "2026-01-01T00:00:00Z"), "2026-01-01T00:01:00Z");
  CronWalk one = walk("* * * * *", "UTC");
  EXPECT_EQ(one.next(ms("2026-01-01T00:00:00Z") - 1)->atMs, ms("2026-01-01T00:00:00Z"));
  EXPECT_EQ(one.next(ms("2026-01-01T00:00:00Z") + 1)->atMs, ms("2026-01-01T00:01:00Z"));
}

TEST(CronWalk, LeapDaysAreFound) {
  EXPECT_EQ(after("0 0 29 2 *", "UTC", "2026-01-01T00:00:00Z", 2), "2028-02-29T00:00:00Z 2032-02-29T00:00:00Z");
  EXPECT_EQ(after("0 0 29 2 *", "UTC", "2096-03-01T00:00:00Z"), "2104-02-29T00:00:00Z");
}

TEST(CronWalk, ADayThatAZoneLeftOutRunsOnceAtItsEnd) {
  // Samoa had no 30 December 2011: 31 December began at 10:00 UTC of the 30th.
  EXPECT_EQ(after("0 12 * * *", "Pacific/Apia", "2011-12-29T00:00:00Z", 3),
            "2011-12-29T22:00:00Z 2011-12-30T10:00:00Z 2011-12-30T22:00:00Z");
  EXPECT_EQ(after("0 * * * *", "Pacific/Apia", "2011-12-30T09:30:00Z", 2), "2011-12-30T10:00:00Z 2011-12-30T11:00:00Z");
  EXPECT_EQ(after("0 12 30 12 *", "Pacific/Apia", "2011-12-01T00:00:00Z", 2),
            "2011-12-30T10:00:00Z 2012-12-29T22:00:00Z");
}

TEST(CronWalk, GapsSayThatTheyMovedTheSlot) {
  CronWalk fixed = walk("30 2 * * *", "Europe/Berlin");
  EXPECT_EQ(fixed.next(ms("2026-03-28T12:00:00Z")), (CronSlot{ms("2026-03-29T01:00:00Z"), true}));
  EXPECT_EQ(fixed.next(ms("2026-03-29T01:00:00Z")), (CronSlot{ms("2026-03-30T00:30:00Z"), false}));
  // A slot of its own stands at the gap's end.
  EXPECT_EQ(walk("0 2,3 * * *", "Europe/Berlin").next(ms("2026-03-28T12:00:00Z")),
            (CronSlot{ms("2026-03-29T01:00:00Z"), false}));
}

TEST(CronWalk, HalfHoursAndMidnights) {
  EXPECT_EQ(after("15 2 * * *", "Australia/Lord_Howe", "2026-10-03T12:00:00Z", 2),
            "2026-10-03T15:30:00Z 2026-10-04T15:15:00Z");
  // 01:30 to 02:00 comes twice in April: once for fixed times.
  EXPECT_EQ(after("45 1 * * *", "Australia/Lord_Howe", "2026-04-04T12:00:00Z", 2),
            "2026-04-04T14:45:00Z 2026-04-05T15:15:00Z");
  EXPECT_EQ(after("*/15 1 5 4 *", "Australia/Lord_Howe", "2026-04-04T12:00:00Z", 6),
            "2026-04-04T14:00:00Z 2026-04-04T14:15:00Z 2026-04-04T14:30:00Z 2026-04-04T14:45:00Z "
            "2026-04-04T15:00:00Z 2026-04-04T15:15:00Z");
  EXPECT_EQ(after("@daily", "Africa/Cairo", "2026-04-23T12:00:00Z", 2), "2026-04-23T22:00:00Z 2026-04-24T21:00:00Z");
}

TEST(CronWalk, SecondsOfOldOffsetsAreKept) {
  EXPECT_EQ(after("0 12 * * *", "America/New_York", "1880-01-01T00:00:00Z"), "1880-01-01T16:56:02Z");
}

TEST(CronWalk, FarAndEarlyYearsEnd) {
  EXPECT_EQ(after("0 12 * * *", "Europe/Berlin", "8888-07-01T00:00:00Z"), "8888-07-01T10:00:00Z");
  EXPECT_EQ(after("0 0 1 1 *", "UTC", "9999-06-01T00:00:00Z"), "");
  CronWalk early = walk("0 12 * * *", "UTC");
  EXPECT_EQ(early.next(-100'000'000'000'000)->atMs % 86'400'000, -43'200'000);
  for (const qint64 extreme :
       {std::numeric_limits<qint64>::min(), std::numeric_limits<qint64>::max(), qint64{-377'705'116'800'000},
        qint64{-300'000'000'000'000}, qint64{253'402'300'799'999}, qint64{300'000'000'000'000}}) {
    (void)walk("*/5 * * * *", "Europe/Berlin").next(extreme);
    (void)walk("0 0 29 2 *", "Europe/Berlin").next(extreme);
  }
  EXPECT_FALSE(walk("0 0 1 1 *", "Nowhere/Atall").next(0).has_value());
}

TEST(CronWalk, CountsWhatItWouldWalkThrough) {
  const char* texts[] = {"* * * * *",  "*/7 1-3 * * *", "0-59 0-23 * * *",
                         "30 2 * * *", "0 0 1 * 1",     "5 */2 1-7 3,10 *"};
  const char* zones[] = {"UTC", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Pacific/Apia"};
  for (const char* text : texts) {
    for (const char* zone : zones) {
      for (const char* from : {"2011-11-20T03:17:41Z", "2026-02-27T23:59:59Z", "2026-10-20T10:00:00Z"}) {
        CronWalk one = walk(text, zone);
        const qint64 begin = ms(from);
        const qint64 end = begin + qint64{45} * 86'400'000 + 12'345'678;
        qint64 walked = 0;
        std::optional<CronSlot> last;
        for (auto slot = one.next(begin); slot && slot->atMs <= end; slot = one.next(slot->atMs)) {
          ++walked;
          last = slot;
        }
        EXPECT_EQ(one.count(begin, end), walked) << text << " in " << zone << " from " << from;
        EXPECT_EQ(one.last(begin, end), last) << text << " in " << zone << " from " << from;
      }
    }
  }
}

TEST(CronWalk, CountsTenYearsOfMinutesAtOnce) {
  QElapsedTimer timer;
  timer.start();
  EXPECT_EQ(walk("* * * * *", "Europe/Berlin").count(ms("2026-01-01T00:00:00Z"), ms("2036-01-01T00:00:00Z")),
            3652LL * 1440);
  std::printf("ten years of minutes counted in %lld ms\n", static_cast<long long>(timer.elapsed()));
  EXPECT_LT(timer.elapsed(), 5000);
}

}  // namespace
}  // namespace courier
