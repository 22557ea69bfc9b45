#pragma once

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QEventLoop>
#include <QFuture>
#include <QThread>

namespace courier::testing {

/// Runs this thread's events until `condition()` holds; false when `limitMs` passed first.
template <class Condition>
[[nodiscard]] bool waitUntil(Condition condition, int limitMs = 20'000) {
  const QDeadlineTimer deadline(limitMs);
  while (!condition()) {
    if (deadline.hasExpired()) return false;
    QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
    QThread::usleep(200);
  }
  return true;
}

/// Whether `condition()` holds and goes on to for `forMs`, while this thread's events run: for what must not happen,
/// whose want nothing announces.
template <class Condition>
[[nodiscard]] bool staysTrue(Condition condition, int forMs) {
  return !waitUntil([&] { return !condition(); }, forMs);
}

/// The future's value; runs this thread's events meanwhile. Ends the test program when it takes `limitMs`.
template <class Value>
Value await(QFuture<Value> future, int limitMs = 20'000) {
  if (!waitUntil([&] { return future.isFinished(); }, limitMs)) qFatal("a future did not finish in %d ms", limitMs);
  if constexpr (!std::is_void_v<Value>) return future.takeResult();
}

}  // namespace courier::testing
