#include <QElapsedTimer>

#include "tests/models/schedules/ScheduleFixture.h"

namespace courier {
namespace {

using testing::utcMs;

struct SchedulerYearTest : testing::ScheduleFixture {};

/// A hundred schedules in zones that change their clocks at midnight, by half an hour, southwards, by two hours …, for
/// a year; the program ends and starts again in the middle, and the clock is set back in between.
TEST_F(SchedulerYearTest, EverySlotIsRecordedOnce) {
  const char* zones[] = {"America/New_York", "Europe/London",    "Europe/Dublin",     "Australia/Lord_Howe",
                         "Antarctica/Troll", "Pacific/Chatham",  "Africa/Cairo",      "America/Havana",
                         "America/Santiago", "America/St_Johns", "Africa/Casablanca", "Australia/Adelaide",
                         "Europe/Lisbon",    "Pacific/Norfolk"};
  const char* crons[] = {"30 2 * * *", "0 */6 * * 0",    "15 0,3 * * 5-7", "45 1 * * *",
                         "0 0 * * 0",  "*/20 1 * * 0,6", "30 23 * * 6"};
  QVector<ScheduleId> ids;
  for (size_t index = 0; index < 100; ++index) {
    Schedule wanted = schedule(qPrintable(QStringLiteral("s%1").arg(index)), crons[index % std::size(crons)],
                               zones[(index / std::size(crons) + index) % std::size(zones)]);
    wanted.missed = MissedPolicy::All;
    ids.append(created(wanted));
  }
  const qint64 begin = clock.nowMs();
  const qint64 end = utcMs("2027-01-01T00:00:00Z");
  QElapsedTimer timer;
  timer.start();
  auto scheduler = std::make_unique<Scheduler>(schedules, clock);
  scheduler->start();
  for (int step = 1; clock.nowMs() < end; ++step) {
    clock.jumpTo(qMin(end, clock.nowMs() + qint64{10} * 86'400'000));
    look(*scheduler);
    database.change(QStringLiteral("UPDATE job SET state = 'success' WHERE state = 'queued'"));
    if (step == 18) {
      scheduler = std::make_unique<Scheduler>(schedules, clock);
      scheduler->start();
    }
    if (step % 9 != 0) continue;
    clock.jumpTo(clock.nowMs() - 7'200'000);
    look(*scheduler);
    database.change(QStringLiteral("UPDATE job SET state = 'success' WHERE state = 'queued'"));
  }
  const qint64 took = timer.elapsed();
  qint64 expected = 0;
  for (const ScheduleId id : ids) {
    const Schedule one = *testing::await(schedules.find(id));
    CronWalk walk(one.cron, QTimeZone(one.zone.toUtf8()));
    QVector<qint64> wanted;
    for (auto slot = walk.next(begin); slot && slot->atMs <= end; slot = walk.next(slot->atMs))
      wanted.prepend(slot->atMs);
    QVector<qint64> found;
    for (const SlotRecord& line : history(id)) {
      EXPECT_EQ(line.state, SlotState::Queued);
      EXPECT_TRUE(line.jobId.isValid());
      found.append(line.slotMs);
    }
    EXPECT_EQ(found, wanted) << qPrintable(one.cron.text()) << " in " << qPrintable(one.zone);
    expected += wanted.size();
  }
  EXPECT_EQ(jobCount(), expected);
  EXPECT_EQ(database.value(QStringLiteral("SELECT count(DISTINCT job_id) FROM slot")).toLongLong(), expected);
  std::printf("a year of 100 schedules: %lld slots expected, %lld recorded, %lld jobs, in %lld ms\n",
              static_cast<long long>(expected),
              database.value(QStringLiteral("SELECT count(*) FROM slot")).toLongLong(),
              static_cast<long long>(jobCount()), static_cast<long long>(took));
}

}  // namespace
}  // namespace courier
