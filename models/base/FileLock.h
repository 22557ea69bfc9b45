#pragma once

#include <QString>
#include <memory>

#include "models/base/Expected.h"

namespace courier {

/// A lock on a file that the operating system frees when its process dies, however it dies (flock, LockFileEx).
/// Exclusive between processes and between objects of one process. Platform code in FileLock_*.cpp.
class FileLock {
 public:
  explicit FileLock(QString path);
  ~FileLock();
  /// Takes the lock without waiting: true when it is ours now, false when somebody holds it; an Error when the file
  /// cannot be made.
  [[nodiscard]] Expected<bool> tryLock();
  void unlock();
  [[nodiscard]] bool isLocked() const;
  [[nodiscard]] const QString& path() const { return m_path; }

 private:
  QString m_path;
  struct Handle;
  std::unique_ptr<Handle> m_handle;
};

}  // namespace courier
