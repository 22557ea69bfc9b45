#include "models/delivery/DeliveryLoop.h"

#include <QPromise>

#include "models/base/WorkerThread.h"
#include "models/delivery/DeliveryWorker.h"

namespace courier {

DeliveryLoop::DeliveryLoop(Outbox& outbox, SecretStore& secrets, const Clock& clock, DeliveryLoopOptions options,
                           QObject* parent)
    : QObject(parent),
      m_thread(std::make_unique<WorkerThread>(QStringLiteral("delivery"))),
      m_worker(new DeliveryWorker(outbox, secrets, clock, std::move(options))) {
  m_worker->moveToThread(m_thread->thread());
  connect(m_worker, &DeliveryWorker::progressed, this, &DeliveryLoop::progressed, Qt::DirectConnection);
  connect(m_worker, &DeliveryWorker::settled, this, &DeliveryLoop::settled, Qt::DirectConnection);
  connect(m_worker, &DeliveryWorker::failed, this, &DeliveryLoop::failed, Qt::DirectConnection);
}

DeliveryLoop::~DeliveryLoop() {
  stop().waitForFinished();
  m_thread->run([worker = m_worker] { delete worker; }).waitForFinished();
}

void DeliveryLoop::start() {
  QMetaObject::invokeMethod(m_worker, &DeliveryWorker::start, Qt::QueuedConnection);
}

void DeliveryLoop::wake() {
  QMetaObject::invokeMethod(m_worker, &DeliveryWorker::look, Qt::QueuedConnection);
}

void DeliveryLoop::addLane(const QString& lane) {
  QMetaObject::invokeMethod(
      m_worker, [worker = m_worker, lane] { worker->addLane(lane); }, Qt::QueuedConnection);
}

QFuture<void> DeliveryLoop::stop() {
  auto done = std::make_shared<QPromise<void>>();
  done->start();
  QMetaObject::invokeMethod(
      m_worker, [worker = m_worker, done] { worker->stop(done); }, Qt::QueuedConnection);
  return done->future();
}

}  // namespace courier
