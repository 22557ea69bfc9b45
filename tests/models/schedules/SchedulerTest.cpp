#include "models/schedules/Scheduler.h"

#include <QElapsedTimer>

#include "tests/models/schedules/ScheduleFixture.h"

namespace courier {
namespace {

using testing::await;
using testing::utcMs;
using testing::waitUntil;

/// The clock starts at 2026-01-01T00:00:00Z.
struct SchedulerTest : testing::ScheduleFixture {
  SchedulerTest() {
    scheduler = std::make_unique<Scheduler>(schedules, clock);
    scheduler->start();
  }
  ~SchedulerTest() override { scheduler.reset(); }
  void goTo(const char* iso) { testing::ScheduleFixture::goTo(*scheduler, iso); }
  /// The newest line of the history in short: "queued", "missed 3: Not run: …".
  std::string newest(ScheduleId id) {
    const auto lines = history(id);
    if (lines.isEmpty()) return "nothing";
    const SlotRecord& line = lines.first();
    QString text = slotStateKey(line.state);
    if (line.missed > 0) text += QStringLiteral(" %1: %2").arg(line.missed).arg(line.reason);
    return text.toStdString();
  }
  void restart() {
    scheduler = std::make_unique<Scheduler>(schedules, clock);
    scheduler->start();
  }
  std::unique_ptr<Scheduler> scheduler;
};

TEST_F(SchedulerTest, QueuesAJobWhenItsSlotComes) {
  Schedule wanted = schedule("counts", "0 * * * *");
  wanted.sql = QStringLiteral("SELECT '${slot}', ${job_id}");
  wanted.priority = 1;
  const ScheduleId id = created(wanted);
  goTo("2026-01-01T00:59:59Z");
  EXPECT_EQ(jobCount(), 0);
  QSignalSpy queued(scheduler.get(), &Scheduler::queued);
  goTo("2026-01-01T01:00:00Z");
  ASSERT_EQ(history(id).size(), 1);
  EXPECT_FALSE(queued.isEmpty());
  const SlotRecord line = history(id).first();
  EXPECT_EQ(line.slotMs, utcMs("2026-01-01T01:00:00Z"));
  EXPECT_EQ(line.state, SlotState::Queued);
  const Job job = *await(jobs.find(line.jobId));
  EXPECT_EQ(job.kind, JobKind::Scheduled);
  EXPECT_EQ(job.scheduleId, id);
  EXPECT_EQ(job.priority, 1);
  EXPECT_EQ(job.connectionName, QStringLiteral("db"));
  EXPECT_EQ(job.sql, QStringLiteral("SELECT '2026-01-01T01:00:00Z', %1").arg(job.id.value));
  goTo("2026-01-01T01:00:30Z");
  EXPECT_EQ(jobCount(), 1);
}

TEST_F(SchedulerTest, IsDoneOnlyOnceWhatCameDueMeanwhileIsDecided) {
  restart();  // reads the schedules while there is none
  const auto id = schedules.create(schedule("counts", "0 * * * *"));
  clock.jumpTo(utcMs("2026-01-01T01:00:00Z"));
  look(*scheduler);
  EXPECT_EQ(history(*await(id)).size(), 1);
}

TEST_F(SchedulerTest, ItsTimerLooksByItself) {
  const ScheduleId id = created(schedule("counts", "0 * * * *"));
  testing::ScheduleFixture::goTo(*scheduler, "2026-01-01T00:59:59Z");
  clock.jumpTo(utcMs("2026-01-01T01:00:00Z"));
  EXPECT_TRUE(waitUntil([&] { return !history(id).isEmpty(); }));
}

TEST_F(SchedulerTest, TheDelayIsWaitedFor) {
  Schedule wanted = schedule("counts", "0 * * * *");
  wanted.delaySeconds = 600;
  const ScheduleId id = created(wanted);
  goTo("2026-01-01T01:09:59Z");
  EXPECT_EQ(jobCount(), 0);
  goTo("2026-01-01T01:10:00Z");
  ASSERT_EQ(jobCount(), 1);
  EXPECT_EQ(history(id).first().slotMs, utcMs("2026-01-01T01:00:00Z"));
}

TEST_F(SchedulerTest, AVariableThatIsNotKnownFailsTheJob) {
  Schedule wanted = schedule("counts", "0 * * * *");
  wanted.sql = QStringLiteral("SELECT ${nothing}");
  const ScheduleId id = created(wanted);
  goTo("2026-01-01T01:00:00Z");
  const Job job = *await(jobs.find(history(id).first().jobId));
  EXPECT_EQ(job.state, JobState::Error);
  EXPECT_TRUE(job.error.startsWith(QStringLiteral("Line 1, column 8: the variable ${nothing} is unknown")));
}

TEST_F(SchedulerTest, AZoneThatIsNoneIsToldAndNotRun) {
  const ScheduleId id = created(schedule("counts", "0 * * * *"));
  database.change(QStringLiteral("UPDATE schedule SET zone = 'Berlin'"));
  goTo("2026-01-01T05:00:00Z");
  EXPECT_EQ(jobCount(), 0);
  EXPECT_TRUE(history(id).isEmpty());
  EXPECT_FALSE(await(schedules.find(id))->isOn);
  EXPECT_EQ(database
                .value(QStringLiteral("SELECT count(*) FROM notice WHERE kind = 'schedule_failed' AND text LIKE "
                                      "'%Did you mean Europe/Berlin? It is switched off%'"))
                .toInt(),
            1);
  // It runs again once somebody has chosen.
  Schedule mended = *await(schedules.find(id));
  mended.zone = QStringLiteral("Europe/Berlin");
  mended.isOn = true;
  ASSERT_TRUE(await(schedules.update(mended)).ok());
  goTo("2026-01-01T06:00:00Z");
  EXPECT_EQ(jobCount(), 1);
}

TEST_F(SchedulerTest, OverlapsAreSkippedOrOneIsQueued) {
  const ScheduleId skips = created(schedule("skips", "* * * * *"));
  Schedule wanted = schedule("queues", "* * * * *");
  wanted.overlap = OverlapPolicy::Queue;
  const ScheduleId queues = created(wanted);
  goTo("2026-01-01T00:01:00Z");
  ASSERT_EQ(jobCount(), 2);
  for (int count = 0; count < 2; ++count) {
    database.change(QStringLiteral("UPDATE job SET state = 'running', runner = 'r'"));
  }
  goTo("2026-01-01T00:02:00Z");
  EXPECT_EQ(newest(skips), "skipped 1: Not run: the previous run was still running.");
  EXPECT_EQ(newest(queues), "queued");
  goTo("2026-01-01T00:03:00Z");
  EXPECT_EQ(newest(queues), "skipped 1: Not run: an earlier run was still waiting.");
  EXPECT_EQ(jobCount(), 3);
  end(history(skips).last().jobId);
  goTo("2026-01-01T00:04:00Z");
  EXPECT_EQ(newest(skips), "queued");
}

TEST_F(SchedulerTest, MissedSlotsFollowThePolicy) {
  const ScheduleId once = created(schedule("once", "0 * * * *"));
  Schedule wanted = schedule("none", "0 * * * *");
  wanted.missed = MissedPolicy::None;
  const ScheduleId none = created(wanted);
  wanted = schedule("all", "0 * * * *");
  wanted.missed = MissedPolicy::All;
  const ScheduleId all = created(wanted);
  goTo("2026-01-06T00:30:00Z");  // 120 slots
  EXPECT_EQ(history(once).size(), 2);
  EXPECT_EQ(newest(once), "queued");
  EXPECT_EQ(history(once).last().missed, 119);
  ASSERT_EQ(history(none).size(), 1);
  EXPECT_EQ(history(none).first().missed, 120);
  EXPECT_TRUE(history(none).first().reason.startsWith(QStringLiteral("Not run: ")));
  const auto lines = history(all);
  ASSERT_EQ(lines.size(), 101);
  EXPECT_EQ(lines.last().missed, 20);
  EXPECT_EQ(lines.first().slotMs, utcMs("2026-01-06T00:00:00Z"));
  EXPECT_EQ(jobCount(), 101);
}

TEST_F(SchedulerTest, ACatchUpIsNotTooLate) {
  const ScheduleId daily = created(schedule("daily", "0 6 * * *"));
  const ScheduleId weekly = created(schedule("weekly", "0 6 * * 5"));
  const ScheduleId yearly = created(schedule("yearly", "0 6 2 1 *"));
  goTo("2026-01-08T05:00:00Z");  // 23 hours behind the day's, 6 days behind Friday's
  EXPECT_EQ(newest(daily), "queued");
  EXPECT_EQ(history(daily).last().missed, 6);
  EXPECT_EQ(newest(weekly), "queued");
  EXPECT_EQ(newest(yearly), "queued");
  goTo("2027-01-10T07:00:00Z");
  EXPECT_EQ(newest(yearly), "missed 1: Not run: 8 days late.");
}

TEST_F(SchedulerTest, ThirtyDaysOfMinutesAreOneRowAndOneRun) {
  const ScheduleId id = created(schedule("minutes", "* * * * *"));
  scheduler.reset();
  clock.advance(qint64{30} * 86'400'000);
  QElapsedTimer timer;
  timer.start();
  scheduler = std::make_unique<Scheduler>(schedules, clock);
  scheduler->start();
  ASSERT_TRUE(waitUntil([&] { return jobCount() == 1; }));
  const qint64 took = timer.elapsed();
  std::printf("30 days of absence: %lld ms\n", static_cast<long long>(took));
  EXPECT_LT(took, 1000);
  const auto lines = history(id);
  ASSERT_EQ(lines.size(), 2);
  EXPECT_EQ(lines.first().state, SlotState::Queued);
  EXPECT_EQ(lines.first().slotMs, clock.nowMs());
  EXPECT_EQ(lines.last().state, SlotState::Missed);
  EXPECT_EQ(lines.last().missed, 43'199);
}

TEST_F(SchedulerTest, ARunThatWasCutOffIsCaughtUpByPolicy) {
  const ScheduleId once = created(schedule("once", "0 * * * *"));
  Schedule wanted = schedule("none", "0 * * * *");
  wanted.missed = MissedPolicy::None;
  const ScheduleId none = created(wanted);
  goTo("2026-01-01T01:00:00Z");
  database.change(QStringLiteral("UPDATE job SET state = 'running', runner = 'gone'"));
  scheduler.reset();
  clock.advance(20'000);
  EXPECT_EQ(await(jobs.recover({QStringLiteral("gone")}))->size(), 2);
  restart();
  ASSERT_TRUE(waitUntil([&] { return jobCount() == 3; }));
  look(*scheduler);
  EXPECT_EQ(newest(once), "queued");
  EXPECT_EQ(history(once).size(), 1);
  EXPECT_EQ(await(jobs.find(history(once).first().jobId))->state, JobState::Queued);
  EXPECT_EQ(newest(none), "missed 1: Cut off: the program ended before the result was queued.");
  EXPECT_EQ(jobCount(), 3);
}

TEST_F(SchedulerTest, ARunFoundCutOffSinceItWasLookedAtIsDecidedOnNext) {
  Schedule wanted = schedule("all", "* * * * *");
  wanted.missed = MissedPolicy::All;
  const ScheduleId id = created(wanted);
  goTo("2026-01-01T00:01:00Z");
  database.change(QStringLiteral("UPDATE job SET state = 'running', runner = 'gone'"));
  scheduler.reset();
  clock.jumpTo(utcMs("2026-01-01T00:05:00Z"));
  const auto view = await(schedules.views())->first();
  CronWalk walk(view.schedule.cron, QTimeZone::utc());
  const SchedulePlan plan = planSchedule(view.schedule, walk, view.situation, clock.nowMs());
  ASSERT_TRUE(await(jobs.recover({QStringLiteral("gone")})).ok());
  ASSERT_EQ(await(schedules.carryOut(view.schedule, plan))->size(), 4);
  EXPECT_EQ(history(id).last().state, SlotState::Interrupted);
  restart();
  look(*scheduler);
  EXPECT_EQ(history(id).size(), 5);
  for (const SlotRecord& line : history(id)) EXPECT_EQ(line.state, SlotState::Queued) << line.slotMs;
}

TEST_F(SchedulerTest, ARunThatIsStoppedAsTheProgramEndsIsCaughtUp) {
  const ScheduleId stopped = created(schedule("stopped", "0 * * * *"));
  const ScheduleId quick = created(schedule("quick", "0 * * * *"));
  goTo("2026-01-01T01:00:00Z");
  database.change(QStringLiteral("UPDATE job SET state = 'running', runner = 'mine'"));
  scheduler.reset();
  EXPECT_EQ(*await(schedules.interruptRunning(QStringLiteral("other"))), 0);
  EXPECT_EQ(*await(schedules.interruptRunning(QStringLiteral("mine"))), 2);
  end(history(quick).first().jobId);
  ASSERT_TRUE(await(jobs.fail(history(stopped).first().jobId, JobState::Killed, {})).ok());
  restart();
  ASSERT_TRUE(waitUntil([&] { return jobCount() == 3; }));
  look(*scheduler);
  EXPECT_EQ(jobCount(), 3);
  EXPECT_EQ(history(quick).size(), 1);
  EXPECT_EQ(await(jobs.find(history(quick).first().jobId))->state, JobState::Success);
  EXPECT_EQ(await(jobs.find(history(stopped).first().jobId))->state, JobState::Queued);
}

TEST_F(SchedulerTest, AClockThatIsSetBackRunsNothingTwice) {
  const ScheduleId id = created(schedule("quarters", "*/15 * * * *"));
  const auto finishAll = [this] { database.change(QStringLiteral("UPDATE job SET state = 'success'")); };
  for (const char* at : {"2026-01-01T00:15:00Z", "2026-01-01T00:30:00Z", "2026-01-01T00:45:00Z"}) {
    goTo(at);
    finishAll();
  }
  for (const char* at : {"2026-01-01T00:10:00Z", "2026-01-01T00:15:00Z", "2026-01-01T00:30:00Z"}) goTo(at);
  EXPECT_EQ(jobCount(), 3);
  // Forward by two hours: what already ran is not said to be missed.
  goTo("2026-01-01T02:00:00Z");
  EXPECT_EQ(jobCount(), 4);
  const auto lines = history(id);
  ASSERT_EQ(lines.size(), 5);
  EXPECT_EQ(lines[1].missed, 4);  // 01:00 to 01:45
  finishAll();
  // Wrong by a year, and put right: the next slot runs all the same.
  goTo("2027-01-01T00:00:00Z");
  finishAll();
  goTo("2026-01-01T02:14:00Z");
  const qint64 before = jobCount();
  goTo("2026-01-01T02:15:00Z");
  EXPECT_EQ(jobCount(), before + 1);
}

TEST_F(SchedulerTest, TheAdministratorCanSwitchAllOff) {
  writePolicy(R"({"schedules": false})");
  const AdminPolicyFile policy(policyPath());
  scheduler = std::make_unique<Scheduler>(schedules, clock, &policy);
  scheduler->start();
  const ScheduleId id = created(schedule("counts", "0 * * * *"));
  goTo("2026-01-01T01:00:00Z");
  EXPECT_EQ(newest(id), "skipped 1: Not run: the administrator allows no schedules.");
  QFile::remove(policyPath());
  goTo("2026-01-01T02:00:00Z");
  EXPECT_EQ(newest(id), "queued");
}

TEST_F(SchedulerTest, SwitchedOffAndDeletedOnesRest) {
  const ScheduleId off = created(schedule("off", "0 * * * *"));
  ASSERT_TRUE(await(schedules.setOn(off, false)).ok());
  const ScheduleId gone = created(schedule("gone", "0 * * * *"));
  ASSERT_TRUE(await(schedules.remove(gone)).ok());
  (void)created(schedule("demand", ""));
  (void)created(schedule("never", "0 0 31 2 *"));
  goTo("2026-01-01T05:00:00Z");
  EXPECT_EQ(jobCount(), 0);
  ASSERT_TRUE(await(schedules.setOn(off, true)).ok());
  goTo("2026-01-01T06:00:00Z");
  EXPECT_EQ(history(off).size(), 1);
}

}  // namespace
}  // namespace courier
