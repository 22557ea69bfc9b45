#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include "models/data/RowFile.h"
#include "tests/support/Batches.h"
#include "tests/support/FileSizeLimit_unix.h"

namespace courier {
namespace {

using testing::FileSizeLimit;
using testing::numberedBatch;

/// This process's open file in `folder`, "" where there is none.
QByteArray openFileIn(const QString& folder) {
  const QDir descriptors(QStringLiteral("/proc/self/fd"));
  for (const QString& name : descriptors.entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System)) {
    const QByteArray path = QFile::encodeName(descriptors.filePath(name));
    char target[4096];
    const ssize_t length = readlink(path.constData(), target, sizeof(target));
    if (length > 0 && QByteArray(target, static_cast<qsizetype>(length)).startsWith(QFile::encodeName(folder)))
      return path;
  }
  return {};
}

TEST(RowFileUnix, TheFileIsItsOwnersAlone) {
  if (!QFileInfo::exists(QStringLiteral("/proc/self/fd"))) GTEST_SKIP() << "no /proc here";
  const QTemporaryDir folder;
  RowFile file(folder.path(), 0);
  ASSERT_TRUE(file.append(numberedBatch(0, 1)).ok());
  struct stat status {};
  ASSERT_EQ(stat(openFileIn(folder.path()).constData(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST(RowFileUnix, AFullDiskIsAStorageErrorAndKeepsWhatWasTaken) {
  const QTemporaryDir folder;
  RowFile file(folder.path(), 0);
  ASSERT_TRUE(file.append(numberedBatch(0, 100)).ok());
  {
    const FileSizeLimit limit(20'000);
    const auto appended = file.append(numberedBatch(100, 10'000));
    ASSERT_FALSE(appended.ok());
    EXPECT_EQ(appended.error().kind, ErrorKind::Storage);
    EXPECT_TRUE(appended.error().message.contains(folder.path()));
  }
  EXPECT_EQ(file.rowCount(), 100);
  EXPECT_EQ(file.batch(0).value()->cell(99, 0).integer, 99);
  ASSERT_TRUE(file.append(numberedBatch(100, 10)).ok());
  EXPECT_EQ(file.batch(1).value()->cell(9, 0).integer, 109);
}

TEST(RowFileUnix, AFileCutShortIsAStorageError) {
  if (!QFileInfo::exists(QStringLiteral("/proc/self/fd"))) GTEST_SKIP() << "no /proc here";
  const QTemporaryDir folder;
  RowFile file(folder.path(), 0);
  ASSERT_TRUE(file.append(numberedBatch(0, 1000)).ok());
  for (const off_t length : {off_t{5000}, off_t{3}, off_t{0}}) {
    ASSERT_EQ(truncate(openFileIn(folder.path()).constData(), length), 0);
    const auto batch = file.batch(0);
    ASSERT_FALSE(batch.ok());
    EXPECT_EQ(batch.error().kind, ErrorKind::Storage);
    EXPECT_TRUE(batch.error().message.contains(folder.path()));
  }
}

TEST(RowFileUnix, AChangedFileIsAStorageError) {
  if (!QFileInfo::exists(QStringLiteral("/proc/self/fd"))) GTEST_SKIP() << "no /proc here";
  const QTemporaryDir folder;
  RowFile file(folder.path(), 0);
  ASSERT_TRUE(file.append(numberedBatch(0, 1000)).ok());
  ASSERT_TRUE(file.append(numberedBatch(1000, 1000)).ok());
  const auto kept = file.batch(1);
  ASSERT_TRUE(kept.ok());
  QFile other(QFile::decodeName(openFileIn(folder.path())));
  for (const qint64 place : {0, 20, 70, 5000}) {
    ASSERT_TRUE(other.open(QIODevice::ReadWrite));
    ASSERT_TRUE(other.seek(place));
    char byte = 0;
    ASSERT_TRUE(other.getChar(&byte));
    ASSERT_TRUE(other.seek(place));
    ASSERT_TRUE(other.putChar(static_cast<char>(byte ^ 0x40)));
    other.close();
    const auto batch = file.batch(0);
    ASSERT_FALSE(batch.ok()) << place;
    EXPECT_EQ(batch.error().kind, ErrorKind::Storage);
    ASSERT_TRUE(other.open(QIODevice::ReadWrite));
    ASSERT_TRUE(other.seek(place));
    ASSERT_TRUE(other.putChar(byte));
    other.close();
    EXPECT_TRUE(file.batch(0).ok());
  }
  EXPECT_EQ((*kept)->cell(999, 0).integer, 1999);
}

}  // namespace
}  // namespace courier
