#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include "models/data/ResultStore.h"
#include "models/spool/SpoolSink.h"
#include "tests/support/Batches.h"
#include "tests/support/FileSizeLimit_unix.h"
#include "tests/support/Spooled.h"

namespace courier {
namespace {

using testing::batchOf;
using testing::columnOf;
using testing::entriesOf;
using testing::FileSizeLimit;
using testing::Row;

Columns oneColumn() {
  return {columnOf(QStringLiteral("c"), ColumnType::String)};
}

unsigned modeOf(const QTemporaryDir& folder, const QString& name) {
  struct stat status {};
  EXPECT_EQ(stat(QFile::encodeName(folder.filePath(name)).constData(), &status), 0);
  return status.st_mode & 07777U;
}

TEST(SpoolSinkUnix, TheFileIsItsOwnersAloneFromItsFirstMoment) {
  const mode_t before = umask(0);
  const QTemporaryDir folder;
  SpoolSink sink(folder.path(), {});
  ASSERT_TRUE(sink.begin(oneColumn()).ok());
  ASSERT_EQ(entriesOf(folder).size(), 1);
  EXPECT_EQ(modeOf(folder, entriesOf(folder).front()), 0600U);
  EXPECT_TRUE(entriesOf(folder).front().endsWith(QStringLiteral(".json.part")));
  const auto file = sink.finish();
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(modeOf(folder, file->name), 0600U);
  umask(before);
}

TEST(SpoolSinkUnix, ABodyIsNotSavedOnAFullDiskAndTheOldFileStands) {
  const QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("body.json"));
  QFile old(path);
  ASSERT_TRUE(old.open(QIODevice::WriteOnly));
  old.write("old");
  old.close();
  ResultStore rows(folder.path());
  ASSERT_TRUE(rows.begin(oneColumn()).ok());
  ASSERT_TRUE(rows.append(batchOf(1, {{std::string(3'000, 'x')}})).ok());
  {
    const FileSizeLimit limit(1'000);
    const auto saved = saveBodyFile(rows, 0, {}, path);
    ASSERT_FALSE(saved.ok());
    EXPECT_TRUE(saved.error().message.contains(path)) << saved.error().message.toStdString();
  }
  ASSERT_TRUE(old.open(QIODevice::ReadOnly));
  EXPECT_EQ(old.readAll(), "old");
  EXPECT_EQ(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList{QStringLiteral("body.json")});
  EXPECT_TRUE(saveBodyFile(rows, 0, {}, path).ok());
}

TEST(SpoolSinkUnix, AFullDiskIsTheSameErrorForAPackedBody) {
  const QTemporaryDir folder;
  std::vector<Row> rows;
  quint64 number = 1;
  for (int row = 0; row < 20'000; ++row) {
    std::string text;
    for (int word = 0; word < 10; ++word) text += std::to_string(number = number * 6'364'136'223'846'793'005U + 1);
    rows.push_back({text});
  }
  SpoolOptions options;
  options.body = {.format = BodyFormat::Csv, .gzip = true};
  SpoolSink sink(folder.path(), options);
  ASSERT_TRUE(sink.begin(oneColumn()).ok());
  const FileSizeLimit limit(500'000);
  Expected<void> done = sink.append(batchOf(1, rows));
  if (done) {
    const auto finished = sink.finish();
    ASSERT_FALSE(finished.ok());
    done = finished.error();
  }
  EXPECT_EQ(done.error().kind, ErrorKind::Storage);
  EXPECT_TRUE(done.error().message.contains(folder.path()));
  EXPECT_TRUE(entriesOf(folder).isEmpty());
}

TEST(SpoolSinkUnix, AFullDiskIsAStorageErrorThatLeavesNothingBehind) {
  const QTemporaryDir folder;
  const std::vector<Row> rows(1000, Row{std::string(1000, 'x')});
  {
    SpoolSink sink(folder.path(), {});
    ASSERT_TRUE(sink.begin(oneColumn()).ok());
    const FileSizeLimit limit(500'000);
    const auto appended = sink.append(batchOf(1, rows));
    ASSERT_FALSE(appended.ok());
    EXPECT_EQ(appended.error().kind, ErrorKind::Storage);
    EXPECT_TRUE(appended.error().message.contains(folder.path()));
    EXPECT_TRUE(entriesOf(folder).isEmpty()) << "the space is wanted at once";
  }
  {
    SpoolSink sink(folder.path(), {});
    ASSERT_TRUE(sink.begin(oneColumn()).ok());
    const std::vector<Row> few(100, Row{std::string(1000, 'x')});
    ASSERT_TRUE(sink.append(batchOf(1, few)).ok());
    const FileSizeLimit limit(50'000);
    const auto finished = sink.finish();
    ASSERT_FALSE(finished.ok());
    EXPECT_EQ(finished.error().kind, ErrorKind::Storage);
    EXPECT_TRUE(entriesOf(folder).isEmpty());
  }
}

TEST(SpoolSinkUnix, AFolderThatVanishesIsAStorageErrorToo) {
  const QTemporaryDir outer;
  ASSERT_TRUE(QDir(outer.path()).mkdir(QStringLiteral("spool")));
  const QString folder = outer.filePath(QStringLiteral("spool"));
  SpoolSink sink(folder, {});
  ASSERT_TRUE(sink.begin(oneColumn()).ok());
  ASSERT_TRUE(QDir(folder).removeRecursively());
  const auto finished = sink.finish();
  ASSERT_FALSE(finished.ok());
  EXPECT_EQ(finished.error().kind, ErrorKind::Storage);
}

}  // namespace
}  // namespace courier
