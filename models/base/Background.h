#pragma once

#include <QFuture>
#include <QPromise>
#include <QThreadPool>
#include <memory>
#include <type_traits>

namespace courier {

/// Runs `work` on a thread of the common pool; the future carries what it returns. For short work that reads or
/// computes and owns all it touches.
template <class Work>
[[nodiscard]] QFuture<std::invoke_result_t<Work>> runInBackground(Work work) {
  using Value = std::invoke_result_t<Work>;
  auto promise = std::make_shared<QPromise<Value>>();
  QFuture<Value> future = promise->future();
  promise->start();
  QThreadPool::globalInstance()->start([promise, work = std::move(work)]() mutable {
    promise->addResult(work());
    promise->finish();
  });
  return future;
}

}  // namespace courier
