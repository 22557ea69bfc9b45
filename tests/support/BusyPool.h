#pragma once

#include <QSemaphore>
#include <QThreadPool>

namespace courier::testing {

/// Keeps every thread of the common pool from its work as long as it lives.
class BusyPool {
 public:
  BusyPool() {
    for (int thread = 0; thread < m_threads; ++thread) m_pool->start([this] { m_free.acquire(); });
  }
  ~BusyPool() {
    m_free.release(m_threads);
    m_pool->waitForDone();
  }

 private:
  QThreadPool* m_pool = QThreadPool::globalInstance();
  const int m_threads = m_pool->maxThreadCount();
  QSemaphore m_free;
};

}  // namespace courier::testing
