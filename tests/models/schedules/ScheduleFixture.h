#pragma once

#include <gtest/gtest.h>

#include <QFile>
#include <QSignalSpy>

#include "models/jobs/JobStore.h"
#include "models/query/ConnectionStore.h"
#include "models/schedules/ScheduleJobs.h"
#include "models/schedules/Scheduler.h"
#include "tests/support/FakeClock.h"
#include "tests/support/Schedules.h"
#include "tests/support/TempDatabase.h"

namespace courier::testing {

/// Schedules on a fresh courier.db, by a clock that stands still.
struct ScheduleFixture : public ::testing::Test {
  ScheduleFixture() {
    Connection connection;
    connection.name = QStringLiteral("db");
    connection.file = QStringLiteral("/somewhere.db");
    connectionId = *await(connections.create(connection));
  }

  [[nodiscard]] Schedule schedule(const char* name, const char* cron, const char* zone = "UTC") const {
    Schedule made = scheduleOf(name, cron, zone);
    made.sql = QStringLiteral("SELECT 1");
    made.connectionId = connectionId;
    return made;
  }
  ScheduleId created(const Schedule& wanted) {
    const auto id = await(schedules.create(wanted));
    if (!id) qFatal("%s", qUtf8Printable(id.error().message));
    return *id;
  }
  /// Lets the scheduler decide on all that is due now.
  void look(Scheduler& scheduler) {
    QSignalSpy looked(&scheduler, &Scheduler::looked);
    scheduler.wake();
    if (!waitUntil([&] { return !looked.isEmpty(); }, 60'000)) qFatal("the scheduler did not end");
  }
  void goTo(Scheduler& scheduler, const char* iso) {
    clock.jumpTo(utcMs(iso));
    look(scheduler);
  }
  QVector<SlotRecord> history(ScheduleId id) { return *await(schedules.history(id, 0)); }
  qint64 jobCount() { return database.value(QStringLiteral("SELECT count(*) FROM job")).toLongLong(); }
  /// The job of the schedule's newest slot ends well.
  void end(JobId id) { ASSERT_TRUE(await(jobs.succeed(id, 0, false, {}, {})).ok()); }
  [[nodiscard]] QString policyPath() const { return database.folder() + QStringLiteral("/policy.json"); }
  /// What the administrator's file says from now on.
  void writePolicy(const QByteArray& json) {
    QFile file(policyPath());
    if (!file.open(QIODevice::WriteOnly) || file.write(json) != json.size()) qFatal("no policy");
  }

  TempDatabase database;
  FakeClock clock;
  ConnectionStore connections{*database, clock};
  JobStore jobs{*database, clock, schedulejobs::afterEnd};
  ScheduleStore schedules{*database, clock};
  ConnectionId connectionId;
};

}  // namespace courier::testing
