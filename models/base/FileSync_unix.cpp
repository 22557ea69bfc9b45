#include <fcntl.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStorageInfo>
#include <cerrno>
#include <cstring>

#include "models/base/FileSync.h"

namespace courier {

namespace {

struct FileSyncUnixTr {
  Q_DECLARE_TR_FUNCTIONS(FileSync)
};

int syncUninterrupted(int descriptor) {
  int answer = 0;
  do {
    answer = ::fsync(descriptor);
  } while (answer != 0 && errno == EINTR);
  return answer;
}

Error syncError(const QString& path, int code) {
  const QString text = code == ENOSPC || code == EDQUOT
                           ? FileSyncUnixTr::tr("The disk is full: %1 could not be saved. Make room and try again.")
                           : FileSyncUnixTr::tr("%1 could not be written to the disk safely. Check the disk.");
  return Error::of(ErrorKind::Storage, text.arg(QDir::toNativeSeparators(path)),
                   QString::fromLocal8Bit(std::strerror(code)));
}

}  // namespace

Expected<void> syncFile(QFile& file) {
  if (!file.flush()) return syncError(file.fileName(), errno);
  if (syncUninterrupted(file.handle()) != 0) return syncError(file.fileName(), errno);
  return {};
}

void startWriting([[maybe_unused]] QFile& file, [[maybe_unused]] qint64 offset, [[maybe_unused]] qint64 size) {
#ifdef SYNC_FILE_RANGE_WRITE
  (void)::sync_file_range(file.handle(), offset, size, SYNC_FILE_RANGE_WRITE);
#endif
}

Expected<void> syncFolder(const QString& folder) {
  const int descriptor = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0 && errno == EACCES) {
    // A folder that may be written and not read has no descriptor to sync by: all of the disk is.
    ::sync();
    return {};
  }
  if (descriptor < 0) return syncError(folder, errno);
  const int answer = syncUninterrupted(descriptor);
  const int code = errno;
  ::close(descriptor);
  // EINVAL: a file system that has nothing to sync for a folder.
  if (answer != 0 && code != EINVAL) return syncError(folder, code);
  return {};
}

bool isNetworkFolder(const QString& folder) {
  QFileInfo existing(folder);
  while (!existing.exists() && !existing.isRoot()) existing.setFile(existing.absolutePath());
  return isNetworkFileSystem(QStorageInfo(existing.absoluteFilePath()).fileSystemType());
}

}  // namespace courier
