// What a person is told of schedules, and how often.
#include "models/notices/NoticeStore.h"
#include "models/schedules/Scheduler.h"
#include "tests/models/schedules/ScheduleFixture.h"

namespace courier {
namespace {

using testing::await;
using testing::utcMs;

/// The clock starts at 2026-01-01T00:00:00Z.
struct ScheduleNoticesTest : testing::ScheduleFixture {
  ScheduleNoticesTest() { restart(); }
  ~ScheduleNoticesTest() override { scheduler.reset(); }
  void restart() {
    scheduler = std::make_unique<Scheduler>(schedules, clock);
    scheduler->start();
    look();
  }
  void look() { testing::ScheduleFixture::look(*scheduler); }
  /// The computer sleeps until then.
  void goTo(const char* iso) {
    clock.sleep(utcMs(iso) - clock.nowMs());
    testing::ScheduleFixture::goTo(*scheduler, iso);
  }
  QVector<Notice> unseen() { return *await(notices.unseen()); }
  /// The one notice's text; "" where there is none.
  std::string told() {
    const auto all = unseen();
    EXPECT_LE(all.size(), 1);
    return all.isEmpty() ? std::string() : all.first().text.toStdString();
  }
  void fail(ScheduleId id, const char* sentence) {
    ASSERT_TRUE(await(jobs.fail(history(id).first().jobId, JobState::Error, QString::fromUtf8(sentence))).ok());
  }

  NoticeStore notices{*database, clock};
  std::unique_ptr<Scheduler> scheduler;
};

TEST_F(ScheduleNoticesTest, AFailureIsOneNoticeThatCounts) {
  const ScheduleId id = created(schedule("hourly", "0 * * * *"));
  goTo("2026-01-01T01:00:00Z");
  EXPECT_EQ(told(), "");
  fail(id, "no such table: accesses");
  EXPECT_EQ(told(), "'hourly' failed: no such table: accesses. Once that is fixed, run it again from its history.");
  EXPECT_EQ(unseen().first().scheduleId, id);
  EXPECT_EQ(unseen().first().createdMs, utcMs("2026-01-01T01:00:00Z"));
  goTo("2026-01-01T02:00:00Z");
  fail(id, "the server\nis gone.");
  EXPECT_EQ(
      told(),
      "'hourly' failed 2 times, most recently: the server is gone. Once that is fixed, run it again from its history.");
  EXPECT_EQ(unseen().first().createdMs, utcMs("2026-01-01T01:00:00Z"));

  goTo("2026-01-01T03:00:00Z");
  end(history(id).first().jobId);
  EXPECT_EQ(told(), "'hourly' failed 2 time(s) and then succeeded. You can repeat what failed from its history.");
  goTo("2026-01-01T04:00:00Z");
  fail(id, "no");
  EXPECT_EQ(told(), "'hourly' failed 3 times, most recently: no. Once that is fixed, run it again from its history.");

  EXPECT_EQ(*await(notices.markScheduleSeen(id)), 1);
  EXPECT_EQ(told(), "");
  goTo("2026-01-01T05:00:00Z");
  fail(id, "no");
  EXPECT_EQ(told(), "'hourly' failed: no. Once that is fixed, run it again from its history.");
}

TEST_F(ScheduleNoticesTest, ARunThatCannotBeQueuedFailsToo) {
  Schedule wanted = schedule("counts", "0 * * * *");
  wanted.sql = QStringLiteral("SELECT ${nothing}");
  created(wanted);
  goTo("2026-01-01T01:00:00Z");
  EXPECT_TRUE(told().starts_with("'counts' failed: Line 1, column 8: the variable ${nothing} is unknown"));
}

TEST_F(ScheduleNoticesTest, WhoStoppedOrAskedForARunIsNotTold) {
  const ScheduleId id = created(schedule("hourly", "0 * * * *"));
  goTo("2026-01-01T01:00:00Z");
  ASSERT_TRUE(await(jobs.fail(history(id).first().jobId, JobState::Killed, {})).ok());
  const auto asked = await(schedules.backfill(id, {utcMs("2025-12-31T01:00:00Z")}));
  ASSERT_TRUE(asked.ok());
  ASSERT_TRUE(await(jobs.fail(asked->first(), JobState::Error, QStringLiteral("no"))).ok());
  EXPECT_EQ(told(), "");
}

TEST_F(ScheduleNoticesTest, SlotsLeftOutBehindALongRunAreCounted) {
  const ScheduleId id = created(schedule("minutes", "* * * * *"));
  goTo("2026-01-01T00:01:00Z");
  goTo("2026-01-01T00:02:00Z");
  EXPECT_EQ(told(),
            "'minutes' skipped 1 run(s) because the previous one was still running. Let it run less often, or let one "
            "run wait for the other.");
  goTo("2026-01-01T00:03:00Z");
  EXPECT_TRUE(told().starts_with("'minutes' skipped 2 run(s) "));
  end(history(id).last().jobId);
  goTo("2026-01-01T00:04:00Z");
  EXPECT_TRUE(told().starts_with("'minutes' skipped 2 run(s) ")) << "until somebody has looked";
}

TEST_F(ScheduleNoticesTest, ALongSleepWithManySchedulesIsOneNotice) {
  for (const char* name : {"a", "b", "c"}) created(schedule(name, "0 * * * *"));
  Schedule never = schedule("never", "0 * * * *");
  never.missed = MissedPolicy::None;
  created(never);
  created(schedule("daily", "0 6 * * *"));  // one slot, and it is caught up: nothing is lost
  goTo("2026-01-01T10:30:00Z");
  EXPECT_EQ(told(),
            "While this computer slept, 4 schedule(s) missed 40 run(s); 3 was/were caught up. You can run what was "
            "left out from their histories.");
  EXPECT_FALSE(unseen().first().scheduleId.isValid());
  // Of a night with many short wakes the notice says the sum.
  database.change(QStringLiteral("UPDATE job SET state = 'success'"));
  goTo("2026-01-01T12:30:00Z");
  EXPECT_TRUE(told().starts_with("While this computer slept, 4 schedule(s) missed 48 run(s); 6 was/were caught up."));
  EXPECT_EQ(*await(notices.markScheduleSeen()), 1);
  database.change(QStringLiteral("UPDATE job SET state = 'success'"));
  goTo("2026-01-01T13:00:00Z");
  EXPECT_EQ(told(), "");
}

TEST_F(ScheduleNoticesTest, WhatWasMissedWhileTheProgramWasClosedNamesTheOne) {
  const ScheduleId id = created(schedule("hourly", "0 * * * *"));
  scheduler.reset();
  clock.jumpTo(utcMs("2026-02-20T00:30:00Z"));
  restart();
  EXPECT_EQ(told(),
            "While Query Courier was not running, 'hourly' missed 1,200 run(s); 1 was/were caught up. You can run what "
            "was left out from its history.");
  EXPECT_EQ(unseen().first().scheduleId, id);
  database.change(QStringLiteral("UPDATE job SET state = 'success'"));
  goTo("2026-02-20T10:30:00Z");
  EXPECT_TRUE(told().starts_with(
      "While Query Courier was not running or this computer slept, 'hourly' missed 1,210 run(s); 2 was/were"))
      << told();
}

TEST_F(ScheduleNoticesTest, AProgramThatStoodStillIsNotToldAsAComputerThatSlept) {
  created(schedule("minutes", "* * * * *"));
  clock.advance(utcMs("2026-01-01T01:00:30Z") - clock.nowMs());
  testing::ScheduleFixture::goTo(*scheduler, "2026-01-01T01:00:30Z");
  EXPECT_TRUE(told().starts_with("While Query Courier was held up, 'minutes' missed 59 run(s); none was caught up."))
      << told();
  database.change(QStringLiteral("UPDATE job SET state = 'success'"));
  goTo("2026-01-01T02:00:30Z");
  EXPECT_TRUE(told().starts_with("While Query Courier was held up or this computer slept, 'minutes' missed 118 run(s)"))
      << told();
}

TEST_F(ScheduleNoticesTest, ARunThatIsOnTimeIsNotCaughtUp) {
  created(schedule("minutes", "* * * * *"));
  goTo("2026-01-01T01:00:30Z");
  EXPECT_TRUE(told().starts_with("While this computer slept, 'minutes' missed 59 run(s); none was caught up."))
      << told();
}

TEST_F(ScheduleNoticesTest, ARunCutOffForGoodIsMissed) {
  Schedule wanted = schedule("hourly", "0 * * * *");
  wanted.missed = MissedPolicy::None;
  created(wanted);
  goTo("2026-01-01T01:00:00Z");
  database.change(QStringLiteral("UPDATE job SET state = 'running', runner = 'gone'"));
  ASSERT_TRUE(await(jobs.recover({QStringLiteral("gone")})).ok());
  look();
  EXPECT_TRUE(told().starts_with("While Query Courier was not running, 'hourly' missed 1 run(s); none was caught up."))
      << told();
}

TEST_F(ScheduleNoticesTest, WhatTheAdministratorForbidsIsSaidOnceForAll) {
  writePolicy(R"({"schedules": false})");
  const AdminPolicyFile policy(policyPath());
  for (const char* name : {"a", "b", "c"}) created(schedule(name, "0 * * * *"));
  scheduler = std::make_unique<Scheduler>(schedules, clock, &policy);
  scheduler->start();
  goTo("2026-01-01T10:00:00Z");
  EXPECT_EQ(told(), "The administrator allows no schedules: none runs until that changes.");
  goTo("2026-01-01T11:00:00Z");
  EXPECT_EQ(unseen().size(), 1);
}

TEST_F(ScheduleNoticesTest, ADeletedOneHasNothingMoreToTell) {
  const ScheduleId id = created(schedule("hourly", "0 * * * *"));
  goTo("2026-01-01T01:00:00Z");
  fail(id, "no");
  goTo("2026-01-01T02:00:00Z");
  ASSERT_TRUE(await(schedules.remove(id)).ok());
  EXPECT_EQ(told(), "");
  fail(id, "what it had queued still ran");
  EXPECT_EQ(told(), "");
}

TEST_F(ScheduleNoticesTest, WhatATargetHasToTellIsAnotherMatter) {
  const ScheduleId id = created(schedule("hourly", "0 * * * *"));
  goTo("2026-01-01T01:00:00Z");
  fail(id, "no");
  const qint64 first = unseen().first().id;
  EXPECT_EQ(*await(notices.markSeen(TargetId{id.value})), 0);
  EXPECT_EQ(*await(notices.markOneSeen(first + 1)), 0);
  EXPECT_EQ(*await(notices.markOneSeen(first)), 1);
  EXPECT_EQ(told(), "");
}

}  // namespace
}  // namespace courier
