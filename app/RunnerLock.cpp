#include "app/RunnerLock.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUuid>

#include "models/base/WhenDone.h"

namespace courier {

namespace {
QString pathOf(const QString& folder, const QString& name) {
  return folder + u'/' + name + QStringLiteral(".lock");
}
}  // namespace

RunnerLock::RunnerLock(QString folder)
    : m_folder(std::move(folder)), m_name(QUuid::createUuid().toString(QUuid::WithoutBraces)) {}

RunnerLock::~RunnerLock() {
  if (!m_lock) return;
  m_lock.reset();
  QFile::remove(pathOf(m_folder, m_name));
}

Expected<void> RunnerLock::lock() {
  auto lock = std::make_unique<FileLock>(pathOf(m_folder, m_name));
  if (auto locked = lock->tryLock(); !locked) return locked.error();
  m_lock = std::move(lock);
  return {};
}

bool RunnerLock::isAlive(const QString& name) const {
  if (name == m_name) return true;
  const QString path = pathOf(m_folder, name);
  if (name.isEmpty() || !QFile::exists(path)) return false;
  FileLock other(path);
  const auto locked = other.tryLock();
  if (!locked || !*locked) return true;
  other.unlock();
  QFile::remove(path);
  return false;
}

qint64 RunnerLock::oldestAliveMs() const {
  const QFileInfo own(pathOf(m_folder, m_name));
  if (!own.exists()) return 0;
  qint64 oldestMs = own.lastModified().toMSecsSinceEpoch();
  const QFileInfoList locks = QDir(m_folder).entryInfoList({QStringLiteral("*.lock")}, QDir::Files | QDir::Hidden);
  for (const QFileInfo& lock : locks) {
    // A younger one changes nothing, and may be one whose process is just about to lock it.
    const qint64 sinceMs = lock.lastModified().toMSecsSinceEpoch();
    if (sinceMs < oldestMs && isAlive(lock.completeBaseName())) oldestMs = sinceMs;
  }
  return oldestMs;
}

void recoverInterruptedJobs(JobStore& jobs, const RunnerLock& lock, const std::function<void()>& then) {
  auto recovered = andThen(jobs.runners(), &jobs, [&jobs, &lock](const QVector<QString>& runners) {
    QVector<QString> gone;
    for (const QString& runner : runners) {
      if (!lock.isAlive(runner)) gone.append(runner);
    }
    return jobs.recover(gone);
  });
  whenDone(std::move(recovered), &jobs, [then](const Expected<QVector<JobId>>&) { then(); });
}

}  // namespace courier
