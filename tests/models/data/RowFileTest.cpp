#include "models/data/RowFile.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QTemporaryDir>
#include <string>

#include "tests/support/Batches.h"

namespace courier {
namespace {

using testing::numberedBatch;

TEST(RowFile, IsEmptyAtFirst) {
  const QTemporaryDir folder;
  const RowFile file(folder.path());
  EXPECT_EQ(file.rowCount(), 0);
  EXPECT_EQ(file.batchCount(), 0U);
  EXPECT_EQ(file.memoryBytes(), 0U);
}

TEST(RowFile, KeepsBatchesInMemoryBelowTheLimit) {
  RowFile file(QStringLiteral("/nonexistent"));
  ASSERT_TRUE(file.append(numberedBatch(0, 10)).ok());
  ASSERT_TRUE(file.append(numberedBatch(10, 5)).ok());
  EXPECT_EQ(file.rowCount(), 15);
  EXPECT_EQ(file.batchCount(), 2U);
  EXPECT_EQ(file.batch(1).value()->cell(0, 0).integer, 10);
}

TEST(RowFile, BatchesWithoutRowsLeaveNoTrace) {
  RowFile file(QStringLiteral("/nonexistent"), 0);
  ASSERT_TRUE(file.append(numberedBatch(0, 0)).ok());
  EXPECT_EQ(file.batchCount(), 0U);
}

TEST(RowFile, SpillsBeyondTheLimitAndReadsEveryRowBack) {
  const QTemporaryDir folder;
  constexpr size_t kLimit = 100'000;
  RowFile file(folder.path(), kLimit);
  qint64 rows = 0;
  for (int batch = 0; batch < 100; ++batch) {
    const int size = 100 + batch;
    ASSERT_TRUE(file.append(numberedBatch(rows, size)).ok());
    rows += size;
    ASSERT_LE(file.memoryBytes(), kLimit);
  }
  ASSERT_EQ(file.rowCount(), rows);
  for (qint64 row = 0; row < rows; row += 37) {
    const RowFile::Position position = file.find(row);
    const auto batch = file.batch(position.batch);
    ASSERT_TRUE(batch.ok());
    ASSERT_EQ((*batch)->cell(position.row, 0).integer, row);
    ASSERT_EQ((*batch)->cell(position.row, 1).bytes, "row " + std::to_string(row));
  }
  EXPECT_EQ(file.find(rows - 1).batch, 99U);
}

TEST(RowFile, GoesOnWritingAfterReading) {
  const QTemporaryDir folder;
  RowFile file(folder.path(), 0);
  for (int row = 0; row < 20; ++row) {
    ASSERT_TRUE(file.append(numberedBatch(row, 1)).ok());
    EXPECT_EQ(file.batch(static_cast<size_t>(row / 2)).value()->cell(0, 0).integer, row / 2);
  }
  EXPECT_EQ(file.batch(19).value()->cell(0, 0).integer, 19);
}

TEST(RowFile, ABatchLargerThanTheLimitGoesToTheFileWhole) {
  const QTemporaryDir folder;
  RowFile file(folder.path(), 1000);
  ColumnBatchBuilder builder(1);
  const std::string text(10'000'000, 'x');
  builder.appendText(0, text);
  builder.endRow();
  ASSERT_TRUE(file.append(builder.take()).ok());
  EXPECT_EQ(file.memoryBytes(), 0U);
  EXPECT_EQ(file.batch(0).value()->cell(0, 0).bytes, text);
}

TEST(RowFile, ClearStartsOver) {
  const QTemporaryDir folder;
  RowFile file(folder.path(), 0);
  ASSERT_TRUE(file.append(numberedBatch(0, 5)).ok());
  file.clear();
  EXPECT_EQ(file.rowCount(), 0);
  ASSERT_TRUE(file.append(numberedBatch(100, 5)).ok());
  EXPECT_EQ(file.batch(0).value()->cell(4, 0).integer, 104);
}

TEST(RowFile, LeavesNothingBehind) {
  const QTemporaryDir folder;
  {
    RowFile file(folder.path(), 0);
    ASSERT_TRUE(file.append(numberedBatch(0, 5)).ok());
  }
  EXPECT_TRUE(QDir(folder.path()).isEmpty(QDir::Files | QDir::Hidden));
}

TEST(RowFile, AFolderThatIsNotThereIsAStorageError) {
  RowFile file(QStringLiteral("/nonexistent/folder"), 0);
  const auto appended = file.append(numberedBatch(0, 1));
  ASSERT_FALSE(appended.ok());
  EXPECT_EQ(appended.error().kind, ErrorKind::Storage);
  EXPECT_TRUE(appended.error().message.contains(QStringLiteral("folder")));
  EXPECT_EQ(file.rowCount(), 0);
}

}  // namespace
}  // namespace courier
