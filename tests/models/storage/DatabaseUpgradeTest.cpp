#include "models/jobs/JobStore.h"
#include "models/query/QueryStore.h"
#include "models/targets/TargetStore.h"
#include "tests/models/storage/DatabaseFilesFixture.h"
#include "tests/support/FakeClock.h"

namespace courier {
namespace {

using testing::await;

/// courier.db as another version of the program left it.
class DatabaseUpgrade : public testing::DatabaseFilesFixture {
 protected:
  /// The steps of a version to come after the kept one.
  static migrations::Steps coming(const QString& step = QStringLiteral("ALTER TABLE setting ADD COLUMN note TEXT;")) {
    return kept() + QStringList{step};
  }
};

TEST_F(DatabaseUpgrade, TodaysCodeFindsTheRowsOfVersion1) {
  copyFixture();
  const testing::FakeClock clock;
  Database database(folder());
  const auto report = await(database.open(OwnerLock::Held));
  ASSERT_TRUE(report.ok()) << qUtf8Printable(report.error().message);
  EXPECT_EQ(report->fromVersion, 1);
  EXPECT_EQ(report->quarantined, QString());
  const auto lines = await(JobStore(database, clock).lines({}));
  ASSERT_TRUE(lines.ok());
  ASSERT_EQ(lines->size(), 1);
  EXPECT_EQ(lines->first().job.rows, 9'007'199'254'740'993);
  EXPECT_EQ(lines->first().job.columns.first().name, QStringLiteral("code"));
  ASSERT_TRUE(lines->first().delivery.has_value());
  EXPECT_EQ(lines->first().delivery->targetText, QStringLiteral("myweb:a"));
  EXPECT_EQ(lines->first().delivery->state, DeliveryState::Waiting);
  EXPECT_EQ(await(Outbox(database, clock).attempts({1}))->size(), 1);
  EXPECT_EQ(await(TargetStore(database, clock).findByName(QStringLiteral("myweb")))->to.user, QStringLiteral("ann"));
  EXPECT_EQ(await(QueryStore(database, clock).openDrafts())->first().name, QStringLiteral("Übersicht"));
}

TEST_F(DatabaseUpgrade, TheKeptVersion1HasTheTablesOfStep1) {
  copyFixture();
  const QString schema =
      QStringLiteral("SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM sqlite_master ORDER BY 1)");
  auto fresh = ScopedConnection::open(path(QStringLiteral("fresh.db")), ScopedConnection::Access::ReadWrite);
  ASSERT_TRUE(migrations::run((*fresh)->session(), {migrations::builtIn().first()}).ok());
  const QString expected = value(path(QStringLiteral("fresh.db")), schema).toString();
  ASSERT_FALSE(expected.isEmpty());
  EXPECT_EQ(value(path(), schema).toString(), expected)
      << "a released step never changes; before the release, make tests/data/courier-v1.db anew";
}

TEST_F(DatabaseUpgrade, MigratesAfterABackupCopy) {
  copyFixture();
  const auto report = open(coming(), OwnerLock::Held);
  ASSERT_TRUE(report.ok()) << qUtf8Printable(report.error().message);
  EXPECT_EQ(report->fromVersion, 1);
  const QString name = QStringLiteral("courier-v1-%1.db").arg(QDate::currentDate().toString(Qt::ISODate));
  EXPECT_EQ(report->backup, path(name));
  EXPECT_EQ(value(report->backup, QStringLiteral("PRAGMA user_version")).toInt(), 1);
  EXPECT_EQ(value(report->backup, QStringLiteral("SELECT name FROM target")).toString(), QStringLiteral("myweb"));
  EXPECT_EQ(QFile::permissions(report->backup),
            QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser);
  EXPECT_EQ(value(path(), QStringLiteral("PRAGMA user_version")).toInt(), 2);
  EXPECT_EQ(value(path(), QStringLiteral("SELECT note IS NULL FROM setting")).toInt(), 1);
  const auto again = open(coming(), OwnerLock::NotHeld);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->fromVersion, 2);
  EXPECT_EQ(again->backup, QString()) << "nothing is left to do, and nobody's lock is needed";
}

TEST_F(DatabaseUpgrade, ASecondBackupOfTheDayKeepsTheFirst) {
  copyFixture();
  const auto first = open(coming(), OwnerLock::Held);
  ASSERT_TRUE(QFile::remove(path()));
  copyFixture();
  const auto second = open(coming(), OwnerLock::Held);
  ASSERT_TRUE(second.ok());
  EXPECT_TRUE(second->backup.endsWith(QStringLiteral("-2.db"))) << qUtf8Printable(second->backup);
  EXPECT_TRUE(QFile::exists(first->backup));
}

TEST_F(DatabaseUpgrade, WithoutTheOwnerLockNothingIsMigrated) {
  copyFixture();
  const Files before = filesIn(folder());
  const auto report = open(coming(), OwnerLock::NotHeld);
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().kind, ErrorKind::Busy);
  EXPECT_TRUE(report.error().message.contains(QStringLiteral("older version (schema 1; this one knows 2)")));
  EXPECT_EQ(filesIn(folder()).value(QStringLiteral("courier.db")), before.value(QStringLiteral("courier.db")));
}

TEST_F(DatabaseUpgrade, AFailedMigrationLeavesTheOldVersionWhole) {
  copyFixture();
  const auto report = open(coming(QStringLiteral("DELETE FROM attempt;\nDROP TABLE nowhere;")), OwnerLock::Held);
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().kind, ErrorKind::Storage);
  const auto old = open(kept(), OwnerLock::NotHeld);
  ASSERT_TRUE(old.ok());
  EXPECT_EQ(old->fromVersion, 1);
  EXPECT_EQ(value(path(), QStringLiteral("SELECT COUNT(*) FROM attempt")).toInt(), 1);
}

TEST_F(DatabaseUpgrade, WithoutABackupNothingIsMigrated) {
  copyFixture();
  // A folder where the copy is to be written.
  const QString copy = QStringLiteral("courier-v1-%1.db.part").arg(QDate::currentDate().toString(Qt::ISODate));
  ASSERT_TRUE(QDir(folder()).mkdir(copy));
  const auto report = open(coming(), OwnerLock::Held);
  ASSERT_FALSE(report.ok());
  EXPECT_TRUE(report.error().message.startsWith(QStringLiteral("The backup copy ")));
  EXPECT_EQ(value(path(), QStringLiteral("PRAGMA user_version")).toInt(), 1);
}

TEST_F(DatabaseUpgrade, ANewerVersionIsRefusedAndLeftUntouched) {
  ASSERT_TRUE(open(coming(), OwnerLock::Held).ok());
  const Files before = filesIn(folder());
  const QStringList names = QDir(folder()).entryList(QDir::Files);
  for (const OwnerLock lock : {OwnerLock::NotHeld, OwnerLock::Held}) {
    const auto report = open(kept(), lock);
    ASSERT_FALSE(report.ok());
    EXPECT_EQ(report.error().kind, ErrorKind::Busy);
    EXPECT_EQ(report.error().message,
              QStringLiteral("courier.db was written by a newer Query Courier (schema 2; this one "
                             "knows 1). Update this program; nothing was changed."));
  }
  EXPECT_EQ(filesIn(folder()), before);
  EXPECT_EQ(QDir(folder()).entryList(QDir::Files), names) << "no file was added";
}

TEST_F(DatabaseUpgrade, ANewerVersionThatDiedIsRefusedAndLeftUntouched) {
  const QTemporaryDir elsewhere;
  {
    // The new version stands in the -wal alone, as after a crash.
    Database database(folder(), coming());
    ASSERT_TRUE(await(database.open(OwnerLock::Held)).ok());
    for (const char* name : {"courier.db", "courier.db-wal"})
      ASSERT_TRUE(QFile::copy(path(QLatin1String(name)), elsewhere.filePath(QLatin1String(name))));
  }
  const Files before = filesIn(elsewhere.path());
  ASSERT_FALSE(before.value(QStringLiteral("courier.db-wal")).isEmpty());
  Database database(elsewhere.path(), kept());
  const auto report = await(database.open(OwnerLock::Held));
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().kind, ErrorKind::Busy);
  EXPECT_EQ(filesIn(elsewhere.path()), before);
}

TEST_F(DatabaseUpgrade, WhatACrashLeftInTheWalIsFound) {
  const QTemporaryDir elsewhere;
  {
    Database database(folder(), kept());
    ASSERT_TRUE(await(database.open(OwnerLock::Held)).ok());
    const auto written = await(database.run(
        [](Session& session) { return session.change(QStringLiteral("INSERT INTO setting VALUES ('a', '1')")); }));
    ASSERT_TRUE(written.ok());
    for (const char* name : {"courier.db", "courier.db-wal"})
      ASSERT_TRUE(QFile::copy(path(QLatin1String(name)), elsewhere.filePath(QLatin1String(name))));
  }
  Database database(elsewhere.path(), kept());
  const auto report = await(database.open(OwnerLock::Held));
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->fromVersion, 1);
  EXPECT_EQ(report->quarantined, QString());
  EXPECT_EQ(value(database.path(), QStringLiteral("SELECT value FROM setting")).toInt(), 1);
}

}  // namespace
}  // namespace courier
