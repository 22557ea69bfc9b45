// The slot of a run that goes on in its database while the program that began it ends.
#include "tests/models/schedules/ScheduleFixture.h"

namespace courier {
namespace {

using testing::await;
using testing::utcMs;

struct LastingSlotsTest : testing::ScheduleFixture {
  LastingSlotsTest() {
    id = created(schedule("hourly", "0 * * * *"));
    Scheduler scheduler(schedules, clock);
    scheduler.start();
    goTo(scheduler, "2026-01-01T01:00:00Z");
    database.change(QStringLiteral("UPDATE job SET state = 'running', runner = 'mine'"));
    job = history(id).first().jobId;
  }
  /// What the program that begins next finds.
  void beginAnew() {
    EXPECT_TRUE(await(jobs.recover({QStringLiteral("mine")}))->isEmpty());
    Scheduler next(schedules, clock);
    next.start();
    look(next);
  }
  void expectOneRun() {
    EXPECT_EQ(jobCount(), 1);
    ASSERT_EQ(history(id).size(), 1);
    EXPECT_EQ(history(id).first().state, SlotState::Queued);
    EXPECT_EQ(history(id).first().jobId, job);
    EXPECT_EQ(await(jobs.find(job))->state, JobState::Queued);
  }
  ScheduleId id;
  JobId job;
};

TEST_F(LastingSlotsTest, IsNotCaughtUp) {
  ASSERT_TRUE(await(jobs.keepRemote(job, QStringLiteral("77"))).ok());
  EXPECT_EQ(*await(schedules.interruptRunning(QStringLiteral("mine"))), 0);
  EXPECT_EQ(history(id).first().state, SlotState::Queued);
  beginAnew();
  expectOneRun();
}

TEST_F(LastingSlotsTest, NorIsOneWhoseNumberCameAsTheProgramEnded) {
  EXPECT_EQ(*await(schedules.interruptRunning(QStringLiteral("mine"))), 1);
  ASSERT_TRUE(await(jobs.keepRemote(job, QStringLiteral("77"))).ok());
  beginAnew();
  expectOneRun();
}

}  // namespace
}  // namespace courier
