#include "models/base/WorkerThread.h"

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

}  // namespace courier
