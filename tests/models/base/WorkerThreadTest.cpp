#include "models/base/WorkerThread.h"

#include <gtest/gtest.h>

#include <QThread>

#include "tests/support/Await.h"

namespace courier {
namespace {

TEST(WorkerThread, RunsWorkInOrderOnItsOwnThread) {
  WorkerThread worker(QStringLiteral("test"));
  QVector<int> order;
  QThread* seen = nullptr;
  for (int i = 0; i < 10; ++i) (void)worker.run([&order, i] { order.append(i); });
  const int answer = testing::await(worker.run([&] {
    seen = QThread::currentThread();
    return 42;
  }));
  EXPECT_EQ(answer, 42);
  EXPECT_EQ(seen, worker.thread());
  EXPECT_EQ(order, (QVector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
}

TEST(WorkerThread, FinishesWhatWasPostedBeforeItEnds) {
  int done = 0;
  {
    WorkerThread worker(QStringLiteral("test"));
    for (int i = 0; i < 100; ++i) (void)worker.run([&done] { ++done; });
  }
  EXPECT_EQ(done, 100);
}

TEST(WorkerThread, BeginsWhenItIsFirstAskedFor) {
  { const WorkerThread never(QStringLiteral("never asked")); }
  WorkerThread worker(QStringLiteral("test"));
  EXPECT_TRUE(worker.context()->thread()->isRunning());
  EXPECT_EQ(worker.context()->thread(), worker.thread());
}

TEST(WorkerThread, TheCommonPoolAnswersTheSameWay) {
  QThread* seen = nullptr;
  const int answer = testing::await(runInBackground([&] {
    seen = QThread::currentThread();
    return 42;
  }));
  EXPECT_EQ(answer, 42);
  EXPECT_NE(seen, QThread::currentThread());
}

}  // namespace
}  // namespace courier
