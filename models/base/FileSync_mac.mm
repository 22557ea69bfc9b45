#include <fcntl.h>
#include <sys/mount.h>
#include <sys/param.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <cerrno>
#include <cstring>

#include "models/base/FileSync.h"

namespace courier {

namespace {

struct FileSyncMacTr {
  Q_DECLARE_TR_FUNCTIONS(FileSync)
};

/// fsync() on macOS leaves the bytes in the drive's cache; F_FULLFSYNC does not. File systems without it answer
/// ENOTSUP.
int syncUninterrupted(int descriptor) {
  int answer = 0;
  do {
    answer = ::fcntl(descriptor, F_FULLFSYNC);
  } while (answer == -1 && errno == EINTR);
  if (answer != -1) return 0;
  do {
    answer = ::fsync(descriptor);
  } while (answer != 0 && errno == EINTR);
  return answer;
}

Error syncError(const QString& path, int code) {
  const QString text =
      code == ENOSPC || code == EDQUOT
          ? FileSyncMacTr::tr("The disk is full: %1 could not be saved. Make room and try again.")
          : FileSyncMacTr::tr("%1 could not be written to the disk safely. Check the disk.");
  return Error::of(ErrorKind::Storage, text.arg(QDir::toNativeSeparators(path)), QString::fromLocal8Bit(std::strerror(code)));
}

}  // namespace

Expected<void> syncFile(QFile& file) {
  if (!file.flush()) return syncError(file.fileName(), errno);
  if (syncUninterrupted(file.handle()) != 0) return syncError(file.fileName(), errno);
  return {};
}

void startWriting(QFile&, qint64, qint64) {}

Expected<void> syncFolder(const QString& folder) {
  const int descriptor = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return syncError(folder, errno);
  const int answer = syncUninterrupted(descriptor);
  const int code = errno;
  ::close(descriptor);
  if (answer != 0 && code != EINVAL) return syncError(folder, code);
  return {};
}

bool isNetworkFolder(const QString& folder) {
  QFileInfo existing(folder);
  while (!existing.exists() && !existing.isRoot()) existing.setFile(existing.absolutePath());
  struct statfs about {};
  if (::statfs(QFile::encodeName(existing.absoluteFilePath()).constData(), &about) != 0) return false;
  return (about.f_flags & MNT_LOCAL) == 0 || isNetworkFileSystem(about.f_fstypename);
}

}  // namespace courier
