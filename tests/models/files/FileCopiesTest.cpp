#include <QDateTime>
#include <QFileInfo>
#include <filesystem>
#include <thread>

#include "models/base/FileLock.h"
#include "tests/models/files/FilesFixture.h"

namespace courier {
namespace {

class FileCopiesOf : public testing::FilesFixture {
 protected:
  /// Lets a file of the copies' folder look unused for so long.
  void age(const QString& name, int seconds) {
    std::filesystem::last_write_time(QFileInfo(copiesFolder() + u'/' + name).filesystemFilePath(),
                                     std::filesystem::file_time_type::clock::now() - std::chrono::seconds(seconds));
  }
  int m_loads = 0;
};

TEST_F(FileCopiesOf, ASecondOpeningLoadsNothing) {
  const FileSource source = write("a.csv", "id,b\n1,2\n1,2,3\n");
  m_progressed = [this](const LoadProgress&) { ++m_loads; };
  const LoadedFiles first = load({source});
  const int loads = m_loads;
  EXPECT_GT(loads, 0);
  const LoadedFiles second = load({source});
  EXPECT_EQ(m_loads, loads);
  EXPECT_EQ(second.database, first.database);
  EXPECT_EQ(columns(second), "id:INTEGER b:INTEGER");
  EXPECT_EQ(second.tables[0].rejectsTable, QStringLiteral("a_rejects"));
  EXPECT_EQ(loadReportText(second.tables[0]), loadReportText(first.tables[0]));
  // Another process: nothing is remembered but the folder.
  const auto elsewhere = FileCopies(copiesFolder()).ensure({source}, m_cancel);
  ASSERT_TRUE(elsewhere.ok());
  EXPECT_EQ(elsewhere->database, first.database);
}

TEST_F(FileCopiesOf, AFileThatChangedIsLoadedAgainAndItsOldCopyGoes) {
  FileSource source = write("a.csv", "id\n1\n");
  const LoadedFiles first = load({source});
  write("a.csv", "id\n1\n2\n");
  const LoadedFiles second = load({source});
  EXPECT_NE(second.database, first.database);
  EXPECT_EQ(ask(second, "SELECT count(*) FROM a"), "2");
  EXPECT_EQ(copies().size(), 2) << "the first may be being read";
  age(QFileInfo(first.database).completeBaseName() + QStringLiteral(".json"), 120);
  write("a.csv", "id\n1\n2\n3\n");
  EXPECT_EQ(ask(load({source}), "SELECT count(*) FROM a"), "3");
  EXPECT_FALSE(QFile::exists(first.database));
  EXPECT_TRUE(QFile::exists(second.database));
}

TEST_F(FileCopiesOf, ATimeAloneIsAChangeAndAnotherChoiceAnotherCopy) {
  FileSource source = write("a.csv", "id\n1\n");
  const LoadedFiles first = load({source});
  std::filesystem::last_write_time(QFileInfo(source.path).filesystemFilePath(),
                                   std::filesystem::file_time_type::clock::now() + std::chrono::seconds(10));
  EXPECT_NE(load({source}).database, first.database);
  source.header = QStringLiteral("off");
  const LoadedFiles chosen = load({source});
  EXPECT_EQ(columns(chosen), "column1:TEXT");
}

TEST_F(FileCopiesOf, OldCopiesAreBoundedByTimeAndSize) {
  const FileCopies small(copiesFolder(), {.mostBytes = 20'000, .unusedDays = 14});
  for (const char* name : {"a.csv", "b.csv", "c.csv", "d.csv"})
    ASSERT_TRUE(small.ensure({write(name, "id\n1\n")}, m_cancel).ok());
  EXPECT_EQ(copies().size(), 4) << "all just used";
  for (const QString& report : copies("*.json")) age(report, 120);
  ASSERT_TRUE(small.ensure({write("e.csv", "id\n1\n")}, m_cancel).ok());
  EXPECT_LT(copies().size(), 4);
  for (const QString& report : copies("*.json")) age(report, 15 * 86'400);
  ASSERT_TRUE(small.ensure({write("f.csv", "id\n1\n")}, m_cancel).ok());
  EXPECT_EQ(copies().size(), 1);
}

TEST_F(FileCopiesOf, ACopyGoesWithItsConnection) {
  const FileSource kept = write("kept.csv", "id\n1\n");
  const FileSource gone = write("gone.csv", "id\n1\n");
  const LoadedFiles loaded = load({kept});
  load({gone});
  m_copies.keepOnly({{kept}});
  EXPECT_EQ(copies().size(), 2) << "just used, perhaps by a connection that is being made";
  for (const QString& report : copies("*.json")) age(report, 2 * 3600);
  m_copies.keepOnly({{kept}});
  EXPECT_EQ(copies(), QStringList(QFileInfo(loaded.database).fileName()));
}

TEST_F(FileCopiesOf, ADiskWithoutRoomIsSaidBefore) {
  const FileCopies large(copiesFolder(), {.roomToSpare = qint64{1} << 60});
  const auto loaded = large.ensure({write("a.csv", "id\n1\n")}, m_cancel);
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(loaded.error().kind, ErrorKind::Storage);
  EXPECT_TRUE(loaded.error().message.startsWith(QStringLiteral("There is not enough room on the disk of “")));
}

TEST_F(FileCopiesOf, AreTheirOwnersAlone) {
  const LoadedFiles loaded = load({write("a.csv", "id\n1\n")});
  const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
  for (const QString& file :
       {loaded.database, QString(loaded.database).replace(QStringLiteral(".db"), QStringLiteral(".json"))})
    EXPECT_EQ(QFile::permissions(file) & others, QFile::Permissions()) << file.toStdString();
}

TEST_F(FileCopiesOf, StopLeavesNothing) {
  std::string lines = "id,text\n";
  while (lines.size() < (size_t{8} << 20)) lines += "1,some text that is loaded\n";
  const FileSource source = write("large.csv", lines);
  const auto loaded = m_copies.ensure({source}, m_cancel, [this](const LoadProgress& progress) {
    EXPECT_GT(progress.bytes, 0);
    EXPECT_LE(progress.bytes, progress.totalBytes);
    m_cancel.cancel();
  });
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(loaded.error().kind, ErrorKind::Cancelled);
  EXPECT_TRUE(copies("*.db").isEmpty());
  EXPECT_TRUE(copies("*.part").isEmpty());
}

TEST_F(FileCopiesOf, AFileThatChangesWhileItIsReadIsReadAgain) {
  const FileSource source = write("a.csv", "id\n1\n");
  int times = 0;
  const auto loaded = m_copies.ensure({source}, m_cancel, [&](const LoadProgress&) {
    if (times++ == 0) write("a.csv", "id\n1\n2\n");
  });
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ(ask(*loaded, "SELECT count(*) FROM a"), "2");
  EXPECT_EQ(copies().size(), 1);
  std::string bytes = "id\n1\n2\n";
  const auto restless =
      m_copies.ensure({write("b.csv", bytes)}, m_cancel, [&](const LoadProgress&) { write("b.csv", bytes += "3\n"); });
  ASSERT_FALSE(restless.ok());
  EXPECT_EQ(restless.error().kind, ErrorKind::Busy);
  const auto vanished =
      m_copies.ensure({write("c.csv", bytes)}, m_cancel, [&](const LoadProgress&) { QFile::remove(path("c.csv")); });
  ASSERT_FALSE(vanished.ok());
  EXPECT_EQ(vanished.error().kind, ErrorKind::NotFound);
  EXPECT_EQ(copies().size(), 1) << "nothing is left of those";
}

TEST_F(FileCopiesOf, WhatADeadProcessLeftIsReplaced) {
  const FileSource source = write("a.csv", "id\n1\n");
  const LoadedFiles loaded = load({source});
  const QString name = loaded.database.chopped(3);
  // Killed in the middle of it, and right before the copy got its name.
  for (const bool hasReport : {false, true}) {
    QFile half(name + QStringLiteral(".part"));
    ASSERT_TRUE(half.open(QIODevice::WriteOnly));
    half.write("half a database");
    half.close();
    QFile::remove(loaded.database);
    if (!hasReport) QFile::remove(name + QStringLiteral(".json"));
    EXPECT_EQ(ask(load({source}), "SELECT id FROM a"), "1");
    EXPECT_TRUE(copies("*.part").isEmpty());
  }
}

TEST_F(FileCopiesOf, OneLoadsAndTheOthersWait) {
  std::string lines = "id,text\n";
  while (lines.size() < (size_t{4} << 20)) lines += "1,some text that is loaded\n";
  const FileSource source = write("a.csv", lines);
  std::atomic<int> loading = 0;
  std::vector<std::thread> threads;
  std::vector<QString> databases(4);
  for (QString& database : databases) {
    threads.emplace_back([&] {
      // As another process would: objects of its own.
      std::atomic<bool> isFirst = true;
      const auto loaded = FileCopies(copiesFolder()).ensure({source}, m_cancel, [&](const LoadProgress&) {
        if (isFirst.exchange(false)) ++loading;
      });
      if (loaded.ok()) database = loaded->database;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(loading, 1);
  for (const QString& database : databases) EXPECT_EQ(database, databases[0]);
  EXPECT_FALSE(databases[0].isEmpty());
}

TEST_F(FileCopiesOf, WaitingForAnotherCanBeStopped) {
  const FileSource source = write("a.csv", "id\n1\n");
  load({source});
  const QString lockName = copies("lock-*").value(0);
  QFile::remove(copiesFolder() + u'/' + copies().value(0));
  FileLock other(copiesFolder() + u'/' + lockName);
  ASSERT_TRUE(*other.tryLock());
  std::thread stopper([this] { m_cancel.cancel(); });
  const auto loaded = m_copies.ensure({source}, m_cancel);
  stopper.join();
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(loaded.error().kind, ErrorKind::Cancelled);
}

TEST_F(FileCopiesOf, SeveralFilesAreSeveralTables) {
  const FileSource sales = write("sales.csv", "id,n\n1,2\n1,2,3\n");
  const FileSource people = write("people.json.gz", packed(R"([{"id":1,"name":"Ann"}])"));
  QDir(m_folder.path()).mkdir(QStringLiteral("old"));
  const FileSource old = write("old/Sales.tsv", "id\tn\n1\t5\n");
  FileSource rejects = write("x.csv", "a,b\n1,2\n");
  rejects.table = QStringLiteral("sales_rejects");
  const LoadedFiles loaded = load({sales, people, old, rejects});
  EXPECT_EQ(ask(loaded, "SELECT name FROM people JOIN sales USING (id) JOIN Sales_2 USING (id)"), "'Ann'");
  EXPECT_EQ(ask(loaded, "SELECT name FROM sqlite_schema ORDER BY name COLLATE NOCASE"),
            "'people'/'sales'/'Sales_2'/'sales_rejects'/'sales_rejects_2'");
}

}  // namespace
}  // namespace courier
