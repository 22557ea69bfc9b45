#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <cerrno>
#include <system_error>
#include <utility>

#include "models/base/FileLock.h"

namespace courier {

namespace {

struct FileLockTr {
  Q_DECLARE_TR_FUNCTIONS(FileLock)
};

}  // namespace

/// flock() belongs to the open file, not to the process: two objects of one process exclude each other, and a child
/// that runs another program does not keep it (O_CLOEXEC).
struct FileLock::Handle {
  int descriptor = -1;
};

FileLock::FileLock(QString path) : m_path(std::move(path)), m_handle(std::make_unique<Handle>()) {}

FileLock::~FileLock() {
  unlock();
}

Expected<bool> FileLock::tryLock() {
  if (isLocked()) return true;
  const auto failed = [this](int code) {
    return Error::of(ErrorKind::Storage,
                     FileLockTr::tr("The lock file '%1' cannot be used: check who may write there.")
                         .arg(QDir::toNativeSeparators(m_path)),
                     QString::fromStdString(std::generic_category().message(code)));
  };
  const QByteArray path = QFile::encodeName(m_path);
  int descriptor = -1;
  do {
    descriptor = ::open(path.constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
  } while (descriptor < 0 && errno == EINTR);
  if (descriptor < 0) return failed(errno);
  int locked = -1;
  do {
    locked = ::flock(descriptor, LOCK_EX | LOCK_NB);
  } while (locked < 0 && errno == EINTR);
  if (locked == 0) {
    m_handle->descriptor = descriptor;
    return true;
  }
  const int code = errno;
  ::close(descriptor);
  if (code == EWOULDBLOCK) return false;
  return failed(code);
}

void FileLock::unlock() {
  // The file stays: removing it would let two processes lock two files of one name.
  if (isLocked()) ::close(std::exchange(m_handle->descriptor, -1));
}

bool FileLock::isLocked() const {
  return m_handle->descriptor >= 0;
}

}  // namespace courier
