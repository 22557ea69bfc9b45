#include "app/SpoolCleaner.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QUuid>

#include "models/secrets/SecretStore.h"
#include "tests/support/FakeClock.h"
#include "tests/support/TempDatabase.h"

namespace courier {
namespace {

using testing::await;

class SpoolCleanerTest : public ::testing::Test {
 protected:
  SpoolCleanerTest() {
    if (!QDir().mkpath(spool()) || !QDir().mkpath(rows()) || !QDir().mkpath(m_runners.folder()) || !m_runners.lock())
      qFatal("no folders");
    m_startedMs = QFileInfo(lockPath(m_runners.name())).lastModified().toMSecsSinceEpoch();
    m_clock.jumpTo(m_startedMs + hoursMs(24));
  }
  static qint64 hoursMs(qint64 hours) { return hours * 3'600'000; }
  QString spool() const { return m_database.folder() + QStringLiteral("/spool"); }
  QString rows() const { return m_database.folder() + QStringLiteral("/cache"); }
  QString lockPath(const QString& name) const { return m_runners.folder() + u'/' + name + QStringLiteral(".lock"); }
  static void setTime(const QString& path, qint64 ms) {
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite)) qFatal("no file");
    if (!file.setFileTime(QDateTime::fromMSecsSinceEpoch(ms), QFileDevice::FileModificationTime)) qFatal("no time");
  }
  QString add(const QString& suffix, qint64 writtenMs) {
    const QString name = QUuid::createUuid().toString(QUuid::WithoutBraces) + suffix;
    setTime(spool() + u'/' + name, writtenMs);
    return name;
  }
  void addJob(const QString& file, qint64 endedMs) {
    m_database.change(
        QStringLiteral("INSERT INTO job (kind, state, sql, created_at, ended_at, spool_name, spool_bytes) "
                       "VALUES ('on_demand', 'success', 'S', 0, ?, ?, 7)"),
        {endedMs, file});
  }
  bool has(const QString& name) const { return QFile::exists(spool() + u'/' + name); }

  testing::TempDatabase m_database;
  testing::FakeClock m_clock;
  RunnerLock m_runners{m_database.folder() + QStringLiteral("/run")};
  JobStore m_jobs{*m_database, m_clock};
  TargetStore m_targets{*m_database, m_clock};
  SessionSecretStore m_secrets;
  AdminPolicyFile m_policy{m_database.folder() + QStringLiteral("/policy.json")};
  SpoolCleaner m_cleaner{{m_jobs, m_targets, m_secrets, m_runners, m_policy, m_clock, spool(), rows()}};
  qint64 m_startedMs = 0;
};

TEST_F(SpoolCleanerTest, SweepsWhatKilledProcessesLeftAndNothingElse) {
  const qint64 beforeMs = m_startedMs - hoursMs(2);
  const QString deadPart = add(QStringLiteral(".json.part"), beforeMs);
  const QString deadBody = add(QStringLiteral(".json"), beforeMs);
  const QString named = add(QStringLiteral(".json"), beforeMs);
  addJob(named, m_clock.nowMs());
  const QString livePart = add(QStringLiteral(".json.part"), m_startedMs + 1000);
  const QString liveBody = add(QStringLiteral(".json"), m_startedMs + 1000);
  const QString foreign = QStringLiteral("notes.txt");
  setTime(spool() + u'/' + foreign, beforeMs);
  ASSERT_TRUE(await(m_cleaner.clean()));
  EXPECT_FALSE(has(deadPart));
  EXPECT_FALSE(has(deadBody));
  for (const QString& name : {named, livePart, liveBody, foreign}) EXPECT_TRUE(has(name)) << name.toStdString();
}

TEST_F(SpoolCleanerTest, SweepsTheRowsThatKilledProcessesLeft) {
  const QString dead = rows() + QStringLiteral("/rows-abcDEF.tmp");
  const QString live = rows() + QStringLiteral("/rows-ghiJKL.tmp");
  const QString foreign = rows() + QStringLiteral("/rows.txt");
  setTime(dead, m_startedMs - hoursMs(2));
  setTime(live, m_startedMs + 1000);
  setTime(foreign, m_startedMs - hoursMs(2));
  ASSERT_TRUE(await(m_cleaner.clean()));
  EXPECT_FALSE(QFile::exists(dead));
  EXPECT_TRUE(QFile::exists(live));
  EXPECT_TRUE(QFile::exists(foreign));
}

TEST_F(SpoolCleanerTest, SparesTheFilesOfAnOlderProcessWhileItLives) {
  const qint64 beforeMs = m_startedMs - hoursMs(2);
  const QString part = add(QStringLiteral(".json.part"), beforeMs);
  const QString body = add(QStringLiteral(".json"), beforeMs);
  {
    RunnerLock older(m_runners.folder());
    ASSERT_TRUE(older.lock());
    setTime(lockPath(older.name()), beforeMs - 1000);
    EXPECT_EQ(m_runners.oldestAliveMs(), beforeMs - 1000);
    ASSERT_TRUE(await(m_cleaner.clean()));
    EXPECT_TRUE(has(part));
    EXPECT_TRUE(has(body));
  }
  // A dead one's lock file says nothing.
  setTime(lockPath(QStringLiteral("dead")), beforeMs - 1000);
  EXPECT_EQ(m_runners.oldestAliveMs(), m_startedMs);
  ASSERT_TRUE(await(m_cleaner.clean()));
  EXPECT_FALSE(has(part));
  EXPECT_FALSE(has(body));
}

TEST_F(SpoolCleanerTest, SparesYoungFilesWhateverTheClockDid) {
  m_clock.jumpTo(m_startedMs - hoursMs(10));
  const QString part = add(QStringLiteral(".json.part"), m_clock.nowMs() - 60'000);
  const QString old = add(QStringLiteral(".json.part"), m_clock.nowMs() - hoursMs(2));
  ASSERT_TRUE(await(m_cleaner.clean()));
  EXPECT_TRUE(has(part));
  EXPECT_FALSE(has(old));
}

TEST_F(SpoolCleanerTest, LetsBodiesGoAsTheAdministratorSays) {
  const QString body = add(QStringLiteral(".json"), m_startedMs + 1);
  addJob(body, m_clock.nowMs());
  m_clock.advance(hoursMs(24 * 31));
  ASSERT_TRUE(await(m_cleaner.clean()));
  EXPECT_TRUE(has(body));
  QFile policy(m_database.folder() + QStringLiteral("/policy.json"));
  ASSERT_TRUE(policy.open(QIODevice::WriteOnly));
  policy.write(R"({"longest_retention_days": 30})");
  policy.close();
  ASSERT_TRUE(await(m_cleaner.clean()));
  EXPECT_FALSE(has(body));
}

TEST_F(SpoolCleanerTest, DeletesKeptBodiesAtAPersonsWord) {
  const QString body = add(QStringLiteral(".json"), m_startedMs + 1);
  addJob(body, m_clock.nowMs());
  const auto deleted = await(m_cleaner.deleteKeptBodies());
  ASSERT_TRUE(deleted);
  EXPECT_EQ(deleted->bodies, 1);
  EXPECT_EQ(deleted->bytes, 7);
  EXPECT_FALSE(has(body));
  EXPECT_EQ(await(m_cleaner.deleteKeptBodies())->bodies, 0);
}

}  // namespace
}  // namespace courier
