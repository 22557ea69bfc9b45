#include "models/data/ResultStore.h"

#include <gtest/gtest.h>

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QThread>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/Await.h"
#include "tests/support/Batches.h"

namespace courier {
namespace {

using testing::CollectingSink;
using testing::numberedBatch;
using testing::numberedColumns;
using testing::waitUntil;

TEST(ResultStore, TellsAtOnceOnItsOwnThread) {
  const QTemporaryDir folder;
  ResultStore store(folder.path());
  std::vector<qint64> told;
  QObject::connect(&store, &ResultStore::begun, [&] { told.push_back(-1); });
  QObject::connect(&store, &ResultStore::appended, [&](qint64 rows) { told.push_back(rows); });
  ASSERT_TRUE(store.begin(numberedColumns()).ok());
  ASSERT_TRUE(store.append(numberedBatch(0, 10)).ok());
  ASSERT_TRUE(store.append(numberedBatch(10, 0)).ok());
  ASSERT_TRUE(store.append(numberedBatch(10, 5)).ok());
  EXPECT_EQ(told, (std::vector<qint64>{-1, 10, 15}));
  EXPECT_EQ(store.columns(), numberedColumns());
}

TEST(ResultStore, LocatesEveryRowInMemoryAndOnDisk) {
  const QTemporaryDir folder;
  ResultStore store(folder.path(), nullptr, 50'000);
  ASSERT_TRUE(store.begin(numberedColumns()).ok());
  for (int batch = 0; batch < 50; ++batch) ASSERT_TRUE(store.append(numberedBatch(batch * 100, 100)).ok());
  for (const qint64 row : {0, 99, 100, 4999, 2500, 2501, 0, 4900}) {
    const auto located = store.locate(row);
    ASSERT_TRUE(located.ok());
    EXPECT_EQ(located->batch->cell(located->row, 0).integer, row);
  }
  EXPECT_EQ(store.locate(5000).error().kind, ErrorKind::NotFound);
  EXPECT_EQ(store.locate(-1).error().kind, ErrorKind::NotFound);
}

TEST(ResultStore, TheLastResultIsTheResult) {
  const QTemporaryDir folder;
  ResultStore store(folder.path());
  ASSERT_TRUE(store.begin(numberedColumns()).ok());
  ASSERT_TRUE(store.append(numberedBatch(0, 10)).ok());
  ASSERT_TRUE(store.begin(numberedColumns()).ok());
  EXPECT_EQ(store.rowCount(), 0);
  ASSERT_TRUE(store.append(numberedBatch(500, 1)).ok());
  EXPECT_EQ(store.locate(0)->batch->cell(0, 0).integer, 500);
}

TEST(ResultStore, KnowsTheTypesThatTheRowsTell) {
  const QTemporaryDir folder;
  ResultStore store(folder.path());
  ASSERT_TRUE(store.begin(numberedColumns()).ok());
  EXPECT_EQ(store.typedColumns()[0].type, ColumnType::String);
  ASSERT_TRUE(store.append(numberedBatch(0, 10)).ok());
  EXPECT_EQ(store.typedColumns()[0].type, ColumnType::Long);
  EXPECT_EQ(store.typedColumns()[1].type, ColumnType::String);
  EXPECT_EQ(store.columns(), numberedColumns());
}

TEST(ResultStore, ReplaysAllOrTheFirstRows) {
  const QTemporaryDir folder;
  ResultStore store(folder.path(), nullptr, 20'000);
  ASSERT_TRUE(store.begin(numberedColumns()).ok());
  for (int batch = 0; batch < 20; ++batch) ASSERT_TRUE(store.append(numberedBatch(batch * 100, 100)).ok());
  const std::pair<qint64, qint64> cases[] = {{0, 2000}, {1, 1}, {100, 100}, {150, 150}, {5000, 2000}};
  for (const auto& [limit, expected] : cases) {
    CollectingSink sink;
    ASSERT_TRUE(store.replay(sink, limit).ok());
    EXPECT_EQ(sink.begins, 1);
    EXPECT_EQ(sink.columns, numberedColumns());
    ASSERT_EQ(sink.rowCount(), expected);
    EXPECT_EQ(sink.cell(expected - 1, 0).integer, expected - 1);
  }
}

TEST(ResultStore, ReplayOfNothingStillBegins) {
  const ResultStore store{QString()};
  CollectingSink sink;
  ASSERT_TRUE(store.replay(sink).ok());
  EXPECT_EQ(sink.begins, 1);
  EXPECT_EQ(sink.rowCount(), 0);
}

TEST(ResultStore, ReplayStopsWhenANewResultBegins) {
  const QTemporaryDir folder;
  ResultStore store(folder.path());
  ASSERT_TRUE(store.begin(numberedColumns()).ok());
  ASSERT_TRUE(store.append(numberedBatch(0, 10)).ok());
  ASSERT_TRUE(store.append(numberedBatch(10, 10)).ok());
  CollectingSink sink;
  sink.whenAppended = [&] { EXPECT_TRUE(store.begin(numberedColumns()).ok()); };
  const auto replayed = store.replay(sink);
  ASSERT_FALSE(replayed.ok());
  EXPECT_EQ(replayed.error().kind, ErrorKind::Busy);
  EXPECT_EQ(sink.rowCount(), 10);
}

TEST(ResultStore, ASnapshotHasTheRowsOfItsMoment) {
  const QTemporaryDir folder;
  ResultStore store(folder.path(), nullptr, 5'000);
  ASSERT_TRUE(store.begin(numberedColumns()).ok());
  for (int batch = 0; batch < 5; ++batch) ASSERT_TRUE(store.append(numberedBatch(batch * 100, 100)).ok());
  const ResultSnapshotPtr snapshot = store.snapshot();
  ASSERT_TRUE(store.append(numberedBatch(500, 100)).ok());
  EXPECT_EQ(snapshot->columns(), numberedColumns());
  EXPECT_EQ(snapshot->rowCount(), 500);
  ASSERT_EQ(snapshot->batchCount(), 5U);
  EXPECT_EQ(snapshot->find(250).batch, 2U);
  EXPECT_EQ(snapshot->find(250).row, 50);
  EXPECT_EQ(snapshot->batchAt(3)->firstRow, 300);
  EXPECT_EQ(snapshot->batchAt(3)->batch->cell(7, 0).integer, 307);
  EXPECT_EQ(snapshot->batchAt(5).error().kind, ErrorKind::NotFound);
  EXPECT_EQ(store.snapshot()->rowCount(), 600);
}

TEST(ResultStore, ASnapshotIsOverOnceANewResultBegins) {
  const QTemporaryDir folder;
  ResultStore store(folder.path(), nullptr, 0);
  ASSERT_TRUE(store.begin(numberedColumns()).ok());
  ASSERT_TRUE(store.append(numberedBatch(0, 10)).ok());
  const ResultSnapshotPtr snapshot = store.snapshot();
  EXPECT_FALSE(snapshot->isOutdated());
  ASSERT_TRUE(store.begin(numberedColumns()).ok());
  ASSERT_TRUE(store.append(numberedBatch(500, 10)).ok());
  EXPECT_TRUE(snapshot->isOutdated());
  EXPECT_EQ(snapshot->batchAt(0).error().kind, ErrorKind::Busy);
}

TEST(ResultStore, ADiskThatCannotBeWrittenIsAStorageError) {
  ResultStore store(QStringLiteral("/nonexistent"), nullptr, 0);
  ASSERT_TRUE(store.begin(numberedColumns()).ok());
  EXPECT_EQ(store.append(numberedBatch(0, 1)).error().kind, ErrorKind::Storage);
}

TEST(ResultStore, IsFilledFromAnotherThreadWithoutFloodingThisOne) {
  const QTemporaryDir folder;
  ResultStore store(folder.path(), nullptr, 100'000);
  constexpr qint64 kBatches = 3000;
  int begins = 0;
  int signalCount = 0;
  qint64 lastTold = 0;
  bool grew = true;
  bool onThisThread = true;
  QObject::connect(&store, &ResultStore::begun, &store, [&] { ++begins; });
  QObject::connect(&store, &ResultStore::appended, &store, [&](qint64 rows) {
    ++signalCount;
    grew = grew && rows > lastTold && begins == 1;
    lastTold = rows;
    onThisThread = onThisThread && QThread::currentThread() == store.thread();
    EXPECT_EQ(store.locate(rows - 1)->batch->rowCount(), 10);
  });
  QElapsedTimer timer;
  timer.start();
  std::thread filler([&] {
    EXPECT_TRUE(store.begin(numberedColumns()).ok());
    for (qint64 batch = 0; batch < kBatches; ++batch) EXPECT_TRUE(store.append(numberedBatch(batch * 10, 10)).ok());
  });
  EXPECT_TRUE(waitUntil([&] { return lastTold == kBatches * 10; }));
  filler.join();
  EXPECT_EQ(begins, 1);
  EXPECT_TRUE(grew);
  EXPECT_TRUE(onThisThread);
  EXPECT_LE(signalCount, timer.elapsed() / 16 + 2);
}

}  // namespace
}  // namespace courier
