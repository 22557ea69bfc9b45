#include "models/schedules/ScheduleStore.h"

#include "tests/models/schedules/ScheduleFixture.h"

namespace courier {
namespace {

using testing::await;

struct ScheduleStoreTest : testing::ScheduleFixture {};

TEST_F(ScheduleStoreTest, KeepsWhatItIsGiven) {
  Schedule wanted = schedule("hourly", "0 * * * *", "Europe/Berlin");
  wanted.delaySeconds = 300;
  wanted.priority = -1;
  wanted.retryLimit = 3;
  wanted.missed = MissedPolicy::All;
  wanted.overlap = OverlapPolicy::Queue;
  const ScheduleId id = created(wanted);
  const auto found = await(schedules.findByName(QStringLiteral("hourly")));
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->id, id);
  EXPECT_EQ(found->cron, wanted.cron);
  EXPECT_EQ(found->zone, wanted.zone);
  EXPECT_EQ(found->delaySeconds, 300);
  EXPECT_EQ(found->priority, -1);
  EXPECT_EQ(found->retryLimit, 3);
  EXPECT_EQ(found->missed, MissedPolicy::All);
  EXPECT_EQ(found->overlap, OverlapPolicy::Queue);
  EXPECT_TRUE(found->isOn);
  EXPECT_EQ(found->consideredMs, clock.nowMs());
  EXPECT_EQ(found->connectionId, connectionId);
}

TEST_F(ScheduleStoreTest, NamesAreUniqueUntilDeleted) {
  const ScheduleId first = created(schedule("a", "0 * * * *"));
  const auto second = await(schedules.create(schedule("a", "5 * * * *")));
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().kind, ErrorKind::AlreadyExists);
  EXPECT_EQ(second.error().message.toStdString(), "There is a schedule named 'a' already. Choose another name.");
  const auto missing = await(schedules.findByName(QStringLiteral("b")));
  EXPECT_EQ(missing.error().message.toStdString(), "There is no schedule named 'b'. Schedules: a.");
  ASSERT_TRUE(await(schedules.remove(first)).ok());
  EXPECT_EQ(await(schedules.find(first)).error().kind, ErrorKind::NotFound);
  EXPECT_EQ(await(schedules.remove(first)).error().kind, ErrorKind::NotFound);
  EXPECT_TRUE(await(schedules.create(schedule("a", "5 * * * *"))).ok());
}

TEST_F(ScheduleStoreTest, RefusesInSentences) {
  const auto message = [this](const std::function<void(Schedule&)>& change) {
    Schedule wanted = schedule("a", "0 * * * *");
    change(wanted);
    const auto id = await(schedules.create(wanted));
    return id ? std::string() : id.error().message.toStdString();
  };
  EXPECT_EQ(message([](Schedule& s) { s.name = QStringLiteral(" "); }), "The schedule's name is empty. Give it one.");
  EXPECT_EQ(message([](Schedule& s) { s.sql.clear(); }), "The schedule's query is empty: write a statement.");
  EXPECT_EQ(message([](Schedule& s) { s.zone = QStringLiteral("Nowhere/Atall"); }),
            "“Nowhere/Atall” is no time zone. Write a name such as Europe/Berlin or UTC.");
  EXPECT_EQ(message([](Schedule& s) { s.priority = 3; }), "Priority 3 is out of range (-2 to 2).");
  EXPECT_EQ(message([](Schedule& s) { s.delaySeconds = -1; }), "The delay -1 is out of range (0 to 86400 seconds).");
}

TEST_F(ScheduleStoreTest, ANewTimeBeginsNow) {
  const ScheduleId id = created(schedule("a", "0 * * * *"));
  const qint64 then = clock.nowMs();
  clock.advance(86'400'000);
  Schedule changed = *await(schedules.find(id));
  changed.sql = QStringLiteral("SELECT 2");
  changed.name = QStringLiteral("b");
  ASSERT_TRUE(await(schedules.update(changed)).ok());
  EXPECT_EQ(await(schedules.find(id))->consideredMs, then);
  changed.zone = QStringLiteral("Asia/Tokyo");
  ASSERT_TRUE(await(schedules.update(changed)).ok());
  EXPECT_EQ(await(schedules.find(id))->consideredMs, clock.nowMs());
  ASSERT_TRUE(await(schedules.setOn(id, false)).ok());
  EXPECT_TRUE(await(schedules.views())->isEmpty());
  clock.advance(86'400'000);
  ASSERT_TRUE(await(schedules.setOn(id, true)).ok());
  EXPECT_EQ(await(schedules.find(id))->consideredMs, clock.nowMs());
}

TEST_F(ScheduleStoreTest, AScheduleRunsOnceAtATimeAndAnSqliteFileHasOneRun) {
  Connection other;
  other.name = QStringLiteral("other");
  other.file = QStringLiteral("/elsewhere.db");
  const ConnectionId otherId = *await(connections.create(other));
  const auto queue = [&](ScheduleId id, ConnectionId connection, int priority) {
    Job job;
    job.kind = JobKind::Scheduled;
    job.sql = QStringLiteral("SELECT 1");
    job.scheduleId = id;
    job.connectionId = connection;
    job.priority = priority;
    return *await(jobs.create(job));
  };
  const ScheduleId a = created(schedule("a", "* * * * *"));
  const ScheduleId b = created(schedule("b", "* * * * *"));
  const ScheduleId c = created(schedule("c", "* * * * *"));
  const JobId low = queue(a, connectionId, -2);
  const JobId high = queue(b, connectionId, 2);
  const JobId elsewhere = queue(c, otherId, -1);
  const JobId again = queue(c, otherId, 1);
  const auto take = [&] {
    const auto job = *await(jobs.takeQueued(QStringLiteral("r")));
    return job ? job->id : JobId{};
  };
  EXPECT_EQ(take(), high);
  EXPECT_EQ(take(), again);
  EXPECT_EQ(take(), JobId{});
  end(again);
  EXPECT_EQ(take(), elsewhere);
  EXPECT_EQ(take(), JobId{});
  end(high);
  EXPECT_EQ(take(), low);
}

}  // namespace
}  // namespace courier
