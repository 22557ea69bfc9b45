#include <io.h>
#include <qt_windows.h>

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <string>

#include "models/base/FileSync.h"

namespace courier {

namespace {

struct FileSyncWinTr {
  Q_DECLARE_TR_FUNCTIONS(FileSync)
};

Error syncError(const QString& path, DWORD code) {
  const QString text = code == ERROR_DISK_FULL || code == ERROR_HANDLE_DISK_FULL
                           ? FileSyncWinTr::tr("The disk is full: %1 could not be saved. Make room and try again.")
                           : FileSyncWinTr::tr("%1 could not be written to the disk safely. Check the disk.");
  return Error::of(ErrorKind::Storage, text.arg(QDir::toNativeSeparators(path)),
                   QStringLiteral("Windows error %1").arg(code));
}

}  // namespace

Expected<void> syncFile(QFile& file) {
  if (!file.flush()) return syncError(file.fileName(), GetLastError());
  const auto handle = reinterpret_cast<HANDLE>(_get_osfhandle(file.handle()));
  if (FlushFileBuffers(handle) == 0) return syncError(file.fileName(), GetLastError());
  return {};
}

void startWriting(QFile&, qint64, qint64) {}

Expected<void> syncFolder(const QString&) {
  return {};
}

bool isNetworkFolder(const QString& folder) {
  const QString path = QDir::toNativeSeparators(QFileInfo(folder).absoluteFilePath());
  if (path.startsWith(QStringLiteral("\\\\")) && !path.startsWith(QStringLiteral("\\\\?\\"))) return true;
  std::wstring volume(MAX_PATH + 1, L'\0');
  const std::wstring native = path.toStdWString();
  if (GetVolumePathNameW(native.c_str(), volume.data(), static_cast<DWORD>(volume.size())) == 0) return false;
  return GetDriveTypeW(volume.c_str()) == DRIVE_REMOTE;
}

}  // namespace courier
