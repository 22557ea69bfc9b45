#include <QDir>
#include <QFile>
#include <QStandardPaths>

#include "app/OwnerSocket.h"

namespace courier {

QString ownerSocketName(const QString& dataFolder) {
  // sockaddr_un holds 104 bytes (macOS) or 108, and QLocalServer first binds in a folder of its own beside the name.
  constexpr qsizetype kMaxFolderBytes = 80;
  const QString canonical = QDir(dataFolder).canonicalPath();
  // The data folder is its owner's alone, and the same for a desktop session, a service and a cron job.
  if (!canonical.isEmpty() && QFile::encodeName(canonical).size() <= kMaxFolderBytes)
    return canonical + QStringLiteral("/owner.socket");
  return QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation) + QStringLiteral("/query-courier-") +
         folderDigest(dataFolder);
}

}  // namespace courier
