#include "models/odbc/OdbcThread.h"

#include <gtest/gtest.h>

#include <QElapsedTimer>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <vector>

namespace courier {
namespace {

/// A driver that does not come back until it is let go.
struct Stuck {
  std::mutex mutex;
  std::condition_variable changed;
  bool isFree = false;
  void wait() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] { return isFree; });
  }
  void letGo() {
    const std::scoped_lock lock(mutex);
    isFree = true;
    changed.notify_all();
  }
};

constexpr QDeadlineTimer kForever{QDeadlineTimer::Forever};

void waitForNoneLeft() {
  QElapsedTimer timer;
  timer.start();
  while (OdbcThread::leftCount() > 0 && timer.elapsed() < 20'000) std::this_thread::yield();
  EXPECT_EQ(OdbcThread::leftCount(), 0);
}

TEST(OdbcThread, RunsJobsInTheirOrderOnOneThread) {
  const auto thread = OdbcThread::start();
  ASSERT_TRUE(thread.ok());
  std::vector<std::thread::id> ids;
  for (int index = 0; index < 3; ++index)
    EXPECT_TRUE((*thread)->run([&ids] { ids.push_back(std::this_thread::get_id()); }, {}, kForever, [] {}));
  bool hasEnded = false;
  (*thread)->last([&] { hasEnded = true; }, 10'000);
  EXPECT_TRUE(hasEnded);
  ASSERT_EQ(ids.size(), 3U);
  EXPECT_EQ(ids[0], ids[2]);
  EXPECT_NE(ids[0], std::this_thread::get_id());
}

TEST(OdbcThread, AJobThatObeysIsWaitedFor) {
  const auto thread = OdbcThread::start();
  const auto stuck = std::make_shared<Stuck>();
  const CancelToken cancel;
  std::thread canceller([cancel] { cancel.cancel(); });
  EXPECT_TRUE((*thread)->run([stuck] { stuck->wait(); }, cancel, kForever, [stuck] { stuck->letGo(); }));
  canceller.join();
  EXPECT_EQ(OdbcThread::leftCount(), 0);
}

TEST(OdbcThread, OneThatDoesNotIsLeftAndEndsByItself) {
  const auto stuck = std::make_shared<Stuck>();
  std::atomic<bool> hasEnded = false;
  QElapsedTimer timer;
  timer.start();
  {
    const auto thread = OdbcThread::start();
    const CancelToken cancel;
    cancel.cancel();
    EXPECT_FALSE((*thread)->run([stuck] { stuck->wait(); }, cancel, kForever, [] {}));
    (*thread)->last([&] { hasEnded = true; }, 0);
  }
  // Promised are 200 ms; the rest is room for a slow machine.
  EXPECT_LT(timer.elapsed(), 1500);
  EXPECT_FALSE(hasEnded);
  EXPECT_EQ(OdbcThread::leftCount(), 1);
  stuck->letGo();
  waitForNoneLeft();
  EXPECT_TRUE(hasEnded);
}

TEST(OdbcThread, ALimitEndsTheWaitAsWell) {
  const auto stuck = std::make_shared<Stuck>();
  const auto thread = OdbcThread::start();
  bool wasAsked = false;
  EXPECT_FALSE((*thread)->run([stuck] { stuck->wait(); }, {}, QDeadlineTimer(20), [&wasAsked] { wasAsked = true; }));
  EXPECT_TRUE(wasAsked);
  stuck->letGo();
}

TEST(OdbcThread, NoMoreThanAFewAreLeft) {
  const auto stuck = std::make_shared<Stuck>();
  const CancelToken cancel;
  cancel.cancel();
  ErrorKind kind = ErrorKind::Internal;
  int started = 0;
  for (; started < 100; ++started) {
    const auto thread = OdbcThread::start();
    if (!thread) {
      kind = thread.error().kind;
      break;
    }
    EXPECT_FALSE((*thread)->run([stuck] { stuck->wait(); }, cancel, QDeadlineTimer(0), [] {}));
    (*thread)->last([] {}, 0);
  }
  EXPECT_EQ(kind, ErrorKind::Busy);
  EXPECT_EQ(started, OdbcThread::leftCount());
  stuck->letGo();
  waitForNoneLeft();
  EXPECT_TRUE(OdbcThread::start().ok());
}

}  // namespace
}  // namespace courier
