#pragma once

#include <QFuture>
#include <QMetaObject>
#include <QObject>
#include <QPromise>
#include <QThread>
#include <QThreadPool>
#include <memory>
#include <mutex>
#include <type_traits>
#include <utility>

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

/// One thread with an event loop. Owns the thread, which begins when it is first asked for; what is posted to it runs
/// there in order; std::system_error where the system has no more threads. Destruction lets what was posted finish,
/// then ends the thread and waits for it.
class WorkerThread {
 public:
  explicit WorkerThread(const QString& name);
  ~WorkerThread();
  WorkerThread(const WorkerThread&) = delete;
  WorkerThread& operator=(const WorkerThread&) = delete;

  /// An object that lives on the thread: the receiver for queued calls and the parent's stand-in for moveToThread.
  [[nodiscard]] QObject* context() const {
    begin();
    return m_context;
  }
  [[nodiscard]] QThread* thread() {
    begin();
    return &m_thread;
  }

  /// Runs `work` on the thread; the future carries what it returns.
  template <class Work>
  QFuture<std::invoke_result_t<Work>> run(Work work) {
    using Value = std::invoke_result_t<Work>;
    auto promise = std::make_shared<QPromise<Value>>();
    QFuture<Value> future = promise->future();
    promise->start();
    QMetaObject::invokeMethod(
        context(),
        [promise, work = std::move(work)]() mutable {
          if constexpr (std::is_void_v<Value>) {
            work();
          } else {
            promise->addResult(work());
          }
          promise->finish();
        },
        Qt::QueuedConnection);
    return future;
  }

 private:
  void begin() const;

  mutable std::once_flag m_begun;
  mutable QThread m_thread;
  QObject* m_context;
};

}  // namespace courier
