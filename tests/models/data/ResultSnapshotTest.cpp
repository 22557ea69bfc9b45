#include "models/data/ResultSnapshot.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>
#include <atomic>
#include <thread>
#include <vector>

#include "models/data/ResultStore.h"
#include "tests/support/Batches.h"

namespace courier {
namespace {

using testing::numberedBatch;
using testing::numberedColumns;

/// Whether every row of the snapshot is where it belongs.
bool isWhole(const ResultSnapshot& rows) {
  qint64 next = 0;
  for (size_t index = 0; index < rows.batchCount(); ++index) {
    const auto placed = rows.batchAt(index);
    if (!placed || placed->firstRow != next) return false;
    for (int row = 0; row < placed->batch->rowCount(); ++row, ++next) {
      if (placed->batch->cell(row, 0).integer != next) return false;
      if (placed->batch->cell(row, 1).bytes != "row " + std::to_string(next)) return false;
    }
  }
  return next == rows.rowCount();
}

TEST(ResultSnapshot, ManyThreadsReadWhileRowsComeIn) {
  const QTemporaryDir folder;
  ResultStore store(folder.path(), nullptr, 50'000);
  ASSERT_TRUE(store.begin(numberedColumns()).ok());
  std::atomic<bool> isEnded = false;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> readers;
  for (int reader = 0; reader < 3; ++reader) {
    readers.emplace_back([&] {
      bool isLast = false;
      while (!isLast) {
        isLast = isEnded;
        if (!isWhole(*store.snapshot())) ++wrong;
        const qint64 rows = store.rowCount();
        const auto located = store.locate(rows / 2);
        if (rows > 0 && (!located || located->batch->cell(located->row, 0).integer != rows / 2)) ++wrong;
      }
    });
  }
  constexpr int kBatches = 60;
  for (int batch = 0; batch < kBatches; ++batch) EXPECT_TRUE(store.append(numberedBatch(batch * 700, 700)).ok());
  isEnded = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(store.snapshot()->rowCount(), kBatches * 700);
}

TEST(ResultSnapshot, ANewResultEndsAScanWithoutWrongRows) {
  const QTemporaryDir folder;
  ResultStore store(folder.path(), nullptr, 0);
  ASSERT_TRUE(store.begin(numberedColumns()).ok());
  ASSERT_TRUE(store.append(numberedBatch(0, 500)).ok());
  ASSERT_TRUE(store.append(numberedBatch(500, 500)).ok());
  const ResultSnapshotPtr snapshot = store.snapshot();
  const auto first = snapshot->batchAt(0);
  ASSERT_TRUE(first.ok());
  ASSERT_TRUE(store.begin(numberedColumns()).ok());
  ASSERT_TRUE(store.append(numberedBatch(7000, 500)).ok());
  EXPECT_EQ(snapshot->batchAt(1).error().kind, ErrorKind::Busy);
  // What is in the hand stays what it is.
  EXPECT_EQ(first->batch->cell(499, 0).integer, 499);
}

TEST(ResultSnapshot, ABatchOutlivesItsStore) {
  const QTemporaryDir folder;
  ResultSnapshotPtr snapshot;
  {
    ResultStore store(folder.path(), nullptr, 0);
    ASSERT_TRUE(store.begin(numberedColumns()).ok());
    ASSERT_TRUE(store.append(numberedBatch(0, 500)).ok());
    snapshot = store.snapshot();
  }
  const auto placed = snapshot->batchAt(0);
  ASSERT_TRUE(placed.ok());
  snapshot.reset();
  EXPECT_EQ(placed->batch->cell(499, 1).bytes, "row 499");
}

}  // namespace
}  // namespace courier
