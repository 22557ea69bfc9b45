#include <qt_windows.h>

#include <QCoreApplication>
#include <QDir>
#include <utility>

#include "models/base/FileLock.h"

namespace courier {

namespace {

struct FileLockTr {
  Q_DECLARE_TR_FUNCTIONS(FileLock)
};

}  // namespace

/// LockFileEx() belongs to the handle, not to the process: two objects of one process exclude each other. The handle
/// is not inherited.
struct FileLock::Handle {
  HANDLE file = INVALID_HANDLE_VALUE;
};

FileLock::FileLock(QString path) : m_path(std::move(path)), m_handle(std::make_unique<Handle>()) {}

FileLock::~FileLock() {
  unlock();
}

Expected<bool> FileLock::tryLock() {
  if (isLocked()) return true;
  const auto failed = [this](DWORD code) {
    return Error::of(ErrorKind::Storage,
                     FileLockTr::tr("The lock file '%1' cannot be used: check who may write there.")
                         .arg(QDir::toNativeSeparators(m_path)),
                     QStringLiteral("Windows error %1").arg(code));
  };
  const QString native = QDir::toNativeSeparators(m_path);
  HANDLE file = CreateFileW(reinterpret_cast<const wchar_t*>(native.utf16()), GENERIC_READ | GENERIC_WRITE,
                            FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr, OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr);
  if (file == INVALID_HANDLE_VALUE) return failed(GetLastError());
  OVERLAPPED range{};
  if (LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &range)) {
    m_handle->file = file;
    return true;
  }
  const DWORD code = GetLastError();
  CloseHandle(file);
  if (code == ERROR_LOCK_VIOLATION || code == ERROR_IO_PENDING) return false;
  return failed(code);
}

void FileLock::unlock() {
  if (!isLocked()) return;
  OVERLAPPED range{};
  UnlockFileEx(m_handle->file, 0, 1, 0, &range);
  CloseHandle(std::exchange(m_handle->file, INVALID_HANDLE_VALUE));
}

bool FileLock::isLocked() const {
  return m_handle->file != INVALID_HANDLE_VALUE;
}

}  // namespace courier
