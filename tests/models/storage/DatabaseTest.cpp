#include "models/storage/Database.h"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QDir>
#include <QProcess>
#include <QProcessEnvironment>

#include "tests/support/Await.h"
#include "tests/support/TempDatabase.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;

constexpr QFile::Permissions fileOfOwner = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;
constexpr QFile::Permissions folderOfOwner = fileOfOwner | QFile::ExeOwner | QFile::ExeUser;

TEST(Database, IsForItsOwnerAlone) {
  testing::TempDatabase database;
  database.change(QStringLiteral("INSERT INTO setting VALUES ('a', '1')"));
  EXPECT_EQ(QFile::permissions(database.folder()), folderOfOwner);
  const QFileInfoList files = QDir(database.folder()).entryInfoList(QDir::Files);
  ASSERT_EQ(files.size(), 3) << "courier.db, -wal and -shm";
  for (const QFileInfo& file : files) EXPECT_EQ(file.permissions(), fileOfOwner) << qUtf8Printable(file.fileName());
}

TEST(Database, ClosesToOthersWhatIsOpenToThem) {
  const QTemporaryDir folder;
  {
    Database database(folder.path());
    ASSERT_TRUE(await(database.open(OwnerLock::Held)).ok());
    ASSERT_TRUE(QFile::setPermissions(database.path(), fileOfOwner | QFile::ReadOther | QFile::ReadGroup));
  }
  Database database(folder.path());
  ASSERT_TRUE(await(database.open(OwnerLock::NotHeld)).ok());
  EXPECT_EQ(QFile::permissions(database.path()), fileOfOwner);
}

TEST(Database, WorksAsItMust) {
  testing::TempDatabase database;
  EXPECT_EQ(database.value(QStringLiteral("PRAGMA journal_mode")).toString(), QStringLiteral("wal"));
  EXPECT_EQ(database.value(QStringLiteral("PRAGMA synchronous")).toInt(), 2);
  EXPECT_EQ(database.value(QStringLiteral("PRAGMA foreign_keys")).toInt(), 1);
  EXPECT_EQ(database.value(QStringLiteral("PRAGMA busy_timeout")).toInt(), 10'000);
  EXPECT_EQ(database.value(QStringLiteral("PRAGMA user_version")).toInt(), migrations::newestVersion());
}

TEST(Database, AnswersBeforeItIsOpen) {
  const QTemporaryDir folder;
  Database database(folder.path());
  const auto early = await(database.run([](Session&) -> Expected<int> { return 1; }));
  ASSERT_FALSE(early.ok());
  EXPECT_EQ(early.error().kind, ErrorKind::Internal);
}

TEST(Database, CannotBeMadeWhereAFileIs) {
  const QTemporaryDir folder;
  QFile file(folder.filePath(QStringLiteral("data")));
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  Database database(file.fileName());
  const auto report = await(database.open(OwnerLock::Held));
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().kind, ErrorKind::Storage);
  const auto after = await(database.run([](Session&) -> Expected<int> { return 1; }));
  ASSERT_FALSE(after.ok());
  EXPECT_EQ(after.error().message, report.error().message) << "what is asked later gets the reason";
}

TEST(Database, AFolderInTheFilesPlaceIsSaid) {
  const QTemporaryDir folder;
  ASSERT_TRUE(QDir(folder.path()).mkdir(QStringLiteral("courier.db")));
  Database database(folder.path());
  const auto report = await(database.open(OwnerLock::Held));
  ASSERT_FALSE(report.ok());
  EXPECT_TRUE(report.error().message.startsWith(QStringLiteral("courier.db cannot be opened")))
      << qUtf8Printable(report.error().message);
  EXPECT_TRUE(QFileInfo(folder.filePath(QStringLiteral("courier.db"))).isDir());
}

TEST(Database, ATransactionIsWholeOrNothing) {
  testing::TempDatabase database;
  const auto failed = await(database->transaction([](Session& session) -> Expected<int> {
    if (auto first = session.insert(QStringLiteral("INSERT INTO setting VALUES ('a', '1')")); !first)
      return first.error();
    return Error::notFound(QStringLiteral("changed my mind"));
  }));
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(database.value(QStringLiteral("SELECT COUNT(*) FROM setting")).toInt(), 0);
  const auto done = await(database->transaction([](Session& session) -> Expected<int> {
    return session.change(QStringLiteral("INSERT INTO setting VALUES ('a', '1'), ('b', '2')"));
  }));
  ASSERT_TRUE(done.ok());
  EXPECT_EQ(*done, 2);
  EXPECT_EQ(database.value(QStringLiteral("SELECT COUNT(*) FROM setting")).toInt(), 2);
}

TEST(Database, ACommitThatFailsIsAnErrorAndUndone) {
  testing::TempDatabase database;
  database.change(QStringLiteral("CREATE TABLE p (id INTEGER PRIMARY KEY)"));
  database.change(QStringLiteral("CREATE TABLE c (p REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED)"));
  const auto failed = await(database->transaction(
      [](Session& session) -> Expected<int> { return session.change(QStringLiteral("INSERT INTO c VALUES (1)")); }));
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(database.value(QStringLiteral("SELECT COUNT(*) FROM c")).toInt(), 0);
  EXPECT_EQ(database.change(QStringLiteral("INSERT INTO p VALUES (1)")), 1) << "no transaction is left open";
}

TEST(Database, FinishesWhatWasAskedBeforeItCloses) {
  const QTemporaryDir folder;
  {
    Database database(folder.path());
    (void)database.open(OwnerLock::Held);
    for (int i = 0; i < 50; ++i) {
      (void)database.transaction([i](Session& session) {
        return session.insert(QStringLiteral("INSERT INTO setting VALUES (?, '')"), {QString::number(i)});
      });
    }
  }
  EXPECT_FALSE(QFileInfo::exists(folder.filePath(QStringLiteral("courier.db-wal")))) << "closed in order";
  Database database(folder.path());
  ASSERT_EQ(await(database.open(OwnerLock::Held))->fromVersion, migrations::newestVersion());
  const auto count = await(database.run([](Session& session) {
    return session.row(QStringLiteral("SELECT COUNT(*) FROM setting"), {},
                       [](const QSqlQuery& query) { return query.value(0).toInt(); });
  }));
  EXPECT_EQ(count->value_or(0), 50);
}

TEST(Database, SaysWhenAnotherOneWrites) {
  testing::TempDatabase here;
  Database there(here.folder());
  ASSERT_TRUE(await(there.open(OwnerLock::NotHeld)).ok());
  int here_ = 0;
  int there_ = 0;
  QObject::connect(&*here, &Database::changedElsewhere, qApp, [&] { ++here_; });
  QObject::connect(&there, &Database::changedElsewhere, qApp, [&] { ++there_; });
  here->watch(5);
  there.watch(5);
  // Its first look, which makes nothing news, is over.
  ASSERT_TRUE(await(there.run([](Session&) -> Expected<int> { return 1; })).ok());
  here.change(QStringLiteral("INSERT INTO setting VALUES ('a', '1')"));
  ASSERT_TRUE(waitUntil([&] { return there_ == 1; }));
  EXPECT_EQ(here_, 0) << "its own writes are no news";
  const auto seen = await(there.run([](Session& session) {
    return session.row(QStringLiteral("SELECT value FROM setting"), {},
                       [](const QSqlQuery& query) { return query.value(0).toString(); });
  }));
  EXPECT_EQ(seen->value_or(QString()), QStringLiteral("1"));
}

TEST(Database, StopsLookingWhenToldTo) {
  testing::TempDatabase here;
  Database there(here.folder());
  ASSERT_TRUE(await(there.open(OwnerLock::NotHeld)).ok());
  int news = 0;
  QObject::connect(&there, &Database::changedElsewhere, qApp, [&] { ++news; });
  there.watch(1);
  there.watch(0);
  here.change(QStringLiteral("INSERT INTO setting VALUES ('a', '1')"));
  // Whatever the store thread had still to do is done behind these.
  for (int i = 0; i < 20; ++i) (void)await(there.run([](Session&) -> Expected<int> { return 1; }));
  QCoreApplication::processEvents();
  EXPECT_EQ(news, 0);
}

/// Run by OpenedByManyProcessesAtOnce in processes of their own; on its own it has nothing to open.
TEST(DatabaseChild, OpensAndWrites) {
  const QString folder = qEnvironmentVariable("COURIER_TEST_FOLDER");
  if (folder.isEmpty()) GTEST_SKIP() << "runs only as a child";
  Database database(folder);
  const auto report = await(database.open(OwnerLock::NotHeld));
  ASSERT_TRUE(report.ok()) << qUtf8Printable(report.error().message + report.error().detail);
  for (int i = 0; i < 20; ++i) {
    const auto written = await(database.transaction([](Session& session) {
      return session.change(QStringLiteral("INSERT INTO query (name, sql, updated_at) VALUES ('q', '', 0)"));
    }));
    ASSERT_TRUE(written.ok()) << qUtf8Printable(written.error().detail);
  }
}

TEST(Database, OpenedByManyProcessesAtOnce) {
  const QTemporaryDir folder;
  constexpr int processes = 6;
  std::vector<std::unique_ptr<QProcess>> children;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert(QStringLiteral("COURIER_TEST_FOLDER"), folder.path());
  for (int i = 0; i < processes; ++i) {
    children.push_back(std::make_unique<QProcess>());
    children.back()->setProcessEnvironment(environment);
    children.back()->setProcessChannelMode(QProcess::MergedChannels);
    children.back()->start(QCoreApplication::applicationFilePath(), {QStringLiteral("--gtest_filter=DatabaseChild.*")});
  }
  for (const auto& child : children) {
    ASSERT_TRUE(child->waitForFinished(60'000));
    EXPECT_EQ(child->exitCode(), 0) << child->readAll().constData();
  }
  Database database(folder.path());
  ASSERT_TRUE(await(database.open(OwnerLock::Held)).ok());
  const auto count = await(database.run([](Session& session) {
    return session.row(QStringLiteral("SELECT COUNT(*) FROM query"), {},
                       [](const QSqlQuery& query) { return query.value(0).toInt(); });
  }));
  EXPECT_EQ(count->value_or(0), processes * 20);
}

}  // namespace
}  // namespace courier
