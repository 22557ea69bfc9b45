#include "models/base/WhenDone.h"

#include <gtest/gtest.h>

#include <QPromise>
#include <memory>

#include "models/base/WorkerThread.h"
#include "tests/support/Await.h"

namespace courier {
namespace {

using testing::waitUntil;

TEST(WhenDoneTest, TheValueArrivesOnTheCallersThread) {
  WorkerThread worker(QStringLiteral("worker"));
  QObject context;
  int got = 0;
  QThread* where = nullptr;
  whenDone(worker.run([] { return 42; }), &context, [&](int value) {
    got = value;
    where = QThread::currentThread();
  });
  ASSERT_TRUE(waitUntil([&] { return got != 0; }));
  EXPECT_EQ(got, 42);
  EXPECT_EQ(where, QThread::currentThread());
}

TEST(WhenDoneTest, AFutureThatIsDoneAlreadyIsAnsweredToo) {
  QPromise<int> promise;
  promise.start();
  promise.addResult(7);
  promise.finish();
  QObject context;
  int got = 0;
  whenDone(promise.future(), &context, [&](int value) { got = value; });
  EXPECT_TRUE(waitUntil([&] { return got == 7; }));
}

TEST(WhenDoneTest, NobodyIsCalledOnceTheContextIsGone) {
  QPromise<int> promise;
  promise.start();
  bool called = false;
  auto context = std::make_unique<QObject>();
  whenDone(promise.future(), context.get(), [&](int) { called = true; });
  context.reset();
  promise.addResult(1);
  promise.finish();
  QCoreApplication::processEvents();
  EXPECT_FALSE(called);
}

TEST(WhenDoneTest, AContextMayGoAtAnyMomentWhileWorkEnds) {
  WorkerThread worker(QStringLiteral("worker"));
  for (int round = 0; round < 300; ++round) {
    auto context = std::make_unique<QObject>();
    whenDone(worker.run([] { return 1; }), context.get(), [](int) {});
    if (round % 3 == 0) QCoreApplication::processEvents();
    context.reset();
  }
}

TEST(WhenDoneTest, AFutureWithoutAValueCallsNothing) {
  QObject context;
  bool called = false;
  {
    QPromise<int> promise;
    promise.start();
    whenDone(promise.future(), &context, [&](int) { called = true; });
  }
  QCoreApplication::processEvents();
  EXPECT_FALSE(called);
  bool done = false;
  QPromise<void> nothing;
  nothing.start();
  whenDone(nothing.future(), &context, [&] { done = true; });
  nothing.finish();
  EXPECT_TRUE(waitUntil([&] { return done; }));
}

}  // namespace
}  // namespace courier
