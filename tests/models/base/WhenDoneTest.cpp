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

Expected<int> failure() {
  return Error::of(ErrorKind::Network, QStringLiteral("gone"));
}

TEST(AndThenTest, AStepMayReturnAValueAnExpectedOneAFutureOrNothing) {
  WorkerThread worker(QStringLiteral("worker"));
  QObject context;
  const auto seven = [] { return doneWith(Expected<int>(7)); };
  const auto doubled = andThen(seven(), &context, [](int value) { return value * 2; });
  EXPECT_EQ(*testing::await(doubled), 14);
  const auto asText = andThen(seven(), &context, [](int value) -> Expected<QString> { return QString::number(value); });
  EXPECT_EQ(*testing::await(asText), QStringLiteral("7"));
  const auto elsewhere =
      andThen(seven(), &context, [&](int value) { return worker.run([value] { return value + 1; }); });
  EXPECT_EQ(*testing::await(elsewhere), 8);
  const auto checked =
      andThen(seven(), &context, [&](int value) { return worker.run([value] { return Expected<int>(value + 2); }); });
  EXPECT_EQ(*testing::await(checked), 9);
  int seen = 0;
  const Expected<void> nothing = testing::await(andThen(seven(), &context, [&](int value) { seen = value; }));
  EXPECT_TRUE(nothing.ok());
  EXPECT_EQ(seen, 7);
}

TEST(AndThenTest, WhatCannotFailOrHasNoValueIsGoneOnFromToo) {
  WorkerThread worker(QStringLiteral("worker"));
  QObject context;
  EXPECT_EQ(*testing::await(andThen(worker.run([] { return 3; }), &context, [](int value) { return value; })), 3);
  EXPECT_EQ(*testing::await(andThen(worker.run([] {}), &context, [] { return 4; })), 4);
  EXPECT_EQ(*testing::await(andThen(doneWith(Expected<void>()), &context, [] { return 5; })), 5);
  EXPECT_TRUE(testing::await(andThen(doneWith(Expected<void>()), &context, [&] { return worker.run([] {}); })).ok());
}

TEST(AndThenTest, AnErrorSkipsTheStepsAndArrivesAsItIs) {
  QObject context;
  int steps = 0;
  const auto first = andThen(doneWith(failure()), &context, [&](int value) {
    ++steps;
    return value;
  });
  const auto second = andThen(first, &context, [&](int) {
    ++steps;
    return doneWith(Expected<QString>(QString()));
  });
  const Expected<QString> end = testing::await(second);
  ASSERT_FALSE(end.ok());
  EXPECT_EQ(end.error().kind, ErrorKind::Network);
  EXPECT_EQ(end.error().message, QStringLiteral("gone"));
  EXPECT_EQ(steps, 0);
}

TEST(AndThenTest, AStepsOwnErrorIsTheEndWhicheverWayItIsReturned) {
  QObject context;
  const auto atOnce = andThen(doneWith(Expected<int>(1)), &context, [](int) { return failure(); });
  EXPECT_EQ(testing::await(atOnce).error().kind, ErrorKind::Network);
  const auto later = andThen(doneWith(Expected<int>(1)), &context, [](int) { return doneWith(failure()); });
  EXPECT_EQ(testing::await(later).error().kind, ErrorKind::Network);
}

TEST(AndThenTest, InEitherCaseTheStepDealsWithTheError) {
  QObject context;
  const auto mended = inEitherCase(doneWith(failure()), &context,
                                   [](const Expected<int>& outcome) { return outcome ? outcome.value() : -1; });
  const auto passed = inEitherCase(mended, &context, [](const Expected<int>& outcome) { return outcome; });
  EXPECT_EQ(*testing::await(passed), -1);
  const auto other = inEitherCase(doneWith(Expected<int>(1)), &context,
                                  [](const Expected<int>& outcome) { return doneWith(outcome ? failure() : outcome); });
  EXPECT_EQ(testing::await(other).error().kind, ErrorKind::Network);
}

TEST(AndThenTest, NoStepRunsBeforeItReturnsOrOnAnotherThread) {
  WorkerThread worker(QStringLiteral("worker"));
  QObject context;
  bool hasRun = false;
  QThread* where = nullptr;
  const auto step = [&](int) {
    hasRun = true;
    where = QThread::currentThread();
  };
  const auto ready = andThen(doneWith(Expected<int>(1)), &context, step);
  EXPECT_FALSE(hasRun);
  EXPECT_TRUE(testing::await(ready).ok());
  EXPECT_TRUE(hasRun);
  EXPECT_TRUE(testing::await(andThen(worker.run([] { return 1; }), &context, step)).ok());
  EXPECT_EQ(where, QThread::currentThread());
}

TEST(AndThenTest, WithoutItsContextItEndsWithoutAValueAndRunsNothing) {
  QPromise<Expected<int>> promise;
  promise.start();
  auto context = std::make_unique<QObject>();
  bool hasRun = false;
  const auto before = andThen(promise.future(), context.get(), [&](int) { hasRun = true; });
  context.reset();
  EXPECT_TRUE(before.isFinished());
  EXPECT_TRUE(before.isCanceled());
  promise.addResult(Expected<int>(1));
  promise.finish();
  QCoreApplication::processEvents();
  EXPECT_FALSE(hasRun);

  // The step runs, and what it began outlives the context.
  QPromise<int> further;
  further.start();
  context = std::make_unique<QObject>();
  const auto between = andThen(doneWith(Expected<int>(1)), context.get(), [&](int) {
    hasRun = true;
    return further.future();
  });
  ASSERT_TRUE(waitUntil([&] { return hasRun; }));
  EXPECT_FALSE(between.isFinished());
  context.reset();
  EXPECT_TRUE(between.isFinished());
  EXPECT_EQ(between.resultCount(), 0);
}

TEST(AndThenTest, AFutureThatIsCancelledEndsAllThatFollow) {
  QObject context;
  bool hasRun = false;
  QFuture<Expected<int>> last;
  {
    QPromise<Expected<int>> promise;
    promise.start();
    const auto first = andThen(promise.future(), &context, [&](int value) {
      hasRun = true;
      return value;
    });
    last = andThen(first, &context, [&](int value) {
      hasRun = true;
      return value;
    });
  }
  ASSERT_TRUE(waitUntil([&] { return last.isFinished(); }));
  EXPECT_TRUE(last.isCanceled());
  EXPECT_EQ(last.resultCount(), 0);
  EXPECT_FALSE(hasRun);
}

TEST(AndThenTest, AContextMayGoAtAnyMomentOfAChain) {
  WorkerThread worker(QStringLiteral("worker"));
  for (int round = 0; round < 300; ++round) {
    auto context = std::make_unique<QObject>();
    const auto first = andThen(worker.run([] { return 1; }), context.get(),
                               [&worker](int) { return worker.run([] { return Expected<int>(2); }); });
    const auto second = andThen(first, context.get(), [](int value) { return value; });
    if (round % 3 == 0) QCoreApplication::processEvents();
    context.reset();
    EXPECT_TRUE(second.isFinished());
  }
}

TEST(SoonTest, WorksOnceHoweverOftenItIsAsked) {
  int done = 0;
  Soon soon(std::chrono::milliseconds(1), [&] { ++done; });
  soon.ask();
  soon.ask();
  EXPECT_EQ(done, 0);
  ASSERT_TRUE(waitUntil([&] { return done > 0; }));
  EXPECT_EQ(done, 1);
  soon.ask();
  soon.forget();
  QThread::msleep(2);
  QCoreApplication::processEvents();
  EXPECT_EQ(done, 1);
}

}  // namespace
}  // namespace courier
