#pragma once

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>
#include <utility>

namespace courier {

/// Calls `then` with the future's value on `context`'s thread, which is the calling one, from its event loop. Unlike
/// QFuture::then(context, …) of Qt 6.4, which asserts in that case, nothing happens where `context` is gone by then,
/// and nothing is called before this returns. A future that ends without a value calls nothing.
template <class Value, class Then>
void whenDone(QFuture<Value> future, QObject* context, Then then) {
  auto* watcher = new QFutureWatcher<Value>(context);
  QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, then = std::move(then)]() mutable {
    watcher->deleteLater();
    const QFuture<Value> done = watcher->future();
    if constexpr (std::is_void_v<Value>) {
      if (!done.isCanceled()) then();
    } else {
      if (done.resultCount() > 0) then(done.result());
    }
  });
  watcher->setFuture(std::move(future));
}

}  // namespace courier
