#pragma once

#include <QEventLoop>
#include <QFuture>
#include <QFutureWatcher>

namespace courier {

/// The value of a future that needs this thread's events to finish. For the start of a program alone, before its own
/// event loop turns: anywhere else it would be a nested one.
template <class Value>
[[nodiscard]] Value waitAtStart(QFuture<Value> future) {
  QEventLoop loop;
  QFutureWatcher<Value> watcher;
  QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
  watcher.setFuture(future);
  if (!future.isFinished()) loop.exec();
  return future.result();
}

}  // namespace courier
