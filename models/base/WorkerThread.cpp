#include "models/base/WorkerThread.h"

#include <system_error>

namespace courier {

WorkerThread::WorkerThread(const QString& name) : m_context(new QObject) {
  m_thread.setObjectName(name);
  m_context->moveToThread(&m_thread);
  QObject::connect(&m_thread, &QThread::finished, m_context, &QObject::deleteLater);
}

WorkerThread::~WorkerThread() {
  if (!m_thread.isRunning()) {
    delete m_context;
    return;
  }
  // Posted behind everything that waits, so that nothing promised is dropped.
  QMetaObject::invokeMethod(
      m_context, [this] { m_thread.quit(); }, Qt::QueuedConnection);
  m_thread.wait();
}

void WorkerThread::begin() const {
  std::call_once(m_begun, [this] {
    m_thread.start();
    // Qt only warns; what is posted to a thread that is not there would be waited for without end.
    if (!m_thread.isRunning()) throw std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again));
  });
}

}  // namespace courier
