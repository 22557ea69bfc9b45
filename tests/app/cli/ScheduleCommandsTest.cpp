#include <gtest/gtest.h>

#include "app/Services.h"
#include "tests/support/Await.h"
#include "tests/support/Program.h"

namespace courier {
namespace {

using testing::await;
using testing::CourierProgram;
using testing::ProgramEnd;

/// sched:* as a person types it.
class ScheduleCommand : public ::testing::Test {
 protected:
  ProgramEnd run(const QStringList& words) const { return program.run(words); }
  ProgramEnd next(const QString& what, const QStringList& words = {}) const {
    return run(QStringList{QStringLiteral("sched:next"), what, QStringLiteral("-f"), QStringLiteral("tsv"),
                           QStringLiteral("--from"), QStringLiteral("2026-03-08T06:30:00Z")} +
               words);
  }
  void save(const QString& name, const QString& cron, const QString& zone) const {
    Services services({program.dataFolder(), Owner::Role::Command, {}});
    ASSERT_TRUE(services.open().ok());
    Schedule schedule;
    schedule.name = name;
    schedule.cron = *CronExpression::parse(cron);
    schedule.zone = zone;
    schedule.sql = QStringLiteral("SELECT 1");
    const auto created = await(services.schedules().create(schedule));
    ASSERT_TRUE(created.ok()) << created.error().message.toStdString();
  }

  CourierProgram program;
};

TEST_F(ScheduleCommand, NextPrintsInstantsAndNothingElse) {
  const ProgramEnd end = next(QStringLiteral("30 2 * * *"), {QStringLiteral("-t"), QStringLiteral("America/New_York"),
                                                             QStringLiteral("-n"), QStringLiteral("3")});
  EXPECT_EQ(end.code, 0) << end.err.toStdString();
  EXPECT_EQ(end.out.toStdString(), "2026-03-08T07:00:00Z\n2026-03-09T06:30:00Z\n2026-03-10T06:30:00Z\n");
  EXPECT_EQ(end.err.toStdString(), "");
}

TEST_F(ScheduleCommand, NextIsStrictlyAfterFromAndGivesFive) {
  const ProgramEnd end = next(QStringLiteral("30 * * * *"), {QStringLiteral("--timezone=UTC")});
  EXPECT_EQ(end.out.toStdString(),
            "2026-03-08T07:30:00Z\n2026-03-08T08:30:00Z\n2026-03-08T09:30:00Z\n2026-03-08T10:30:00Z\n"
            "2026-03-08T11:30:00Z\n");
}

TEST_F(ScheduleCommand, NextTellsWhatIsWrong) {
  ProgramEnd end = next(QStringLiteral("0 24 * * *"));
  EXPECT_EQ(end.code, 2);
  EXPECT_EQ(end.out.toStdString(), "");
  EXPECT_EQ(end.err.toStdString(), "Column 3, hour: 24 is out of range (0 to 23).\n");
  end = next(QStringLiteral("nobody"));
  EXPECT_EQ(end.code, 2);
  EXPECT_EQ(end.err.toStdString(), "There is no schedule named 'nobody', because none has been saved yet.\n");
  end = next(QStringLiteral("0 * * * *"), {QStringLiteral("-t"), QStringLiteral("Nowhere/Atall")});
  EXPECT_EQ(end.code, 2);
  end = run(
      {QStringLiteral("sched:next"), QStringLiteral("0 * * * *"), QStringLiteral("--from"), QStringLiteral("soon")});
  EXPECT_EQ(end.code, 2);
  end = next(QStringLiteral("0 0 31 2 *"));
  EXPECT_EQ(end.code, 0);
  EXPECT_EQ(end.out.toStdString(), "");
  EXPECT_EQ(end.err.toStdString(), "Never: no year has such a date.\n");
}

TEST_F(ScheduleCommand, SchedulesAreListedAskedAndDeletedByName) {
  save(QStringLiteral("daily"), QStringLiteral("0 9 * * *"), QStringLiteral("Asia/Tokyo"));
  EXPECT_EQ(next(QStringLiteral("daily"), {QStringLiteral("-n"), QStringLiteral("1")}).out.toStdString(),
            "2026-03-09T00:00:00Z\n");
  ProgramEnd end = run({QStringLiteral("sched:list"), QStringLiteral("-f"), QStringLiteral("csv")});
  EXPECT_EQ(end.code, 0);
  EXPECT_TRUE(end.out.contains("daily,0 9 * * *,Asia/Tokyo,")) << end.out.toStdString();
  EXPECT_TRUE(end.out.contains("T09:00:00+09:00")) << end.out.toStdString();
  end = run({QStringLiteral("sched:history"), QStringLiteral("daily"), QStringLiteral("10")});
  EXPECT_EQ(end.code, 0) << end.err.toStdString();
  end = run({QStringLiteral("sched:delete"), QStringLiteral("daily")});
  EXPECT_EQ(end.err.toStdString(), "Schedule 'daily' is deleted.\n");
  EXPECT_EQ(run({QStringLiteral("sched:delete"), QStringLiteral("daily")}).code, 2);
}

TEST_F(ScheduleCommand, WhatFailedIsSaidOnceBesideTheList) {
  save(QStringLiteral("daily"), QStringLiteral("0 9 * * *"), QStringLiteral("UTC"));
  const auto failOnce = [this] {
    Services services({program.dataFolder(), Owner::Role::Command, {}});
    ASSERT_TRUE(services.open().ok());
    const auto schedule = await(services.schedules().findByName(QStringLiteral("daily")));
    ASSERT_TRUE(schedule.ok());
    SchedulePlan sendTo;
    sendTo.run = {services.clock().nowMs()};
    sendTo.consideredMs = schedule->consideredMs;
    const auto jobs = await(services.schedules().carryOut(*schedule, sendTo));
    ASSERT_TRUE(jobs.ok());
    ASSERT_TRUE(await(services.jobs().fail(jobs->first(), JobState::Error, QStringLiteral("no such table: x"))).ok());
  };
  for (const QStringList& words : {QStringList{QStringLiteral("sched:list")},
                                   QStringList{QStringLiteral("sched:history"), QStringLiteral("daily")}}) {
    failOnce();
    ProgramEnd end = run(words + QStringList{QStringLiteral("-f"), QStringLiteral("csv")});
    EXPECT_EQ(end.code, 0);
    EXPECT_TRUE(end.err.startsWith("Notice of 20")) << end.err.toStdString();
    EXPECT_TRUE(end.err.contains("Z: 'daily' failed: no such table: x. Once that is fixed, run it again"));
    EXPECT_FALSE(end.out.contains("Notice")) << "what is read by programs holds the list alone";
    EXPECT_EQ(run(words).err.toStdString(), "");
  }
}

}  // namespace
}  // namespace courier
