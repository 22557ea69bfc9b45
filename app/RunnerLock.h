#pragma once

#include <QString>
#include <functional>
#include <memory>

#include "models/base/FileLock.h"
#include "models/jobs/JobStore.h"

namespace courier {

/// The sign that this process lives: a locked file with a random name, which the jobs it runs carry. The lock goes
/// with the process, however it ends, so that others can tell which running jobs have nobody left.
class RunnerLock {
 public:
  /// `folder`: where all processes of a data folder keep theirs.
  explicit RunnerLock(QString folder);
  /// Unlocks and removes the file.
  ~RunnerLock();
  [[nodiscard]] Expected<void> lock();
  [[nodiscard]] const QString& folder() const { return m_folder; }
  [[nodiscard]] const QString& name() const { return m_name; }
  /// Whether the process that carries `name` lives; what a dead one left is removed.
  [[nodiscard]] bool isAlive(const QString& name) const;
  /// When the process that has lived longest began, this one included: what was last written before then belongs to
  /// none that lives. UTC milliseconds, by the file system's clock; 0 where that cannot be told.
  [[nodiscard]] qint64 oldestAliveMs() const;

 private:
  QString m_folder;
  QString m_name;
  std::unique_ptr<FileLock> m_lock;
};

/// Ends, as "interrupted", the jobs whose process is gone; calls `then` once that is written, or could not be. Owner
/// only; main thread, which it does not block.
void recoverInterruptedJobs(JobStore& jobs, const RunnerLock& lock, const std::function<void()>& then);

}  // namespace courier
