#include "app/OwnerSocket.h"

#include <QCryptographicHash>
#include <QDir>

namespace courier {

QString folderDigest(const QString& folder) {
  const QString canonical = QDir(folder).canonicalPath();
  const QString spelling = canonical.isEmpty() ? QDir(folder).absolutePath() : canonical;
  const QByteArray digest = QCryptographicHash::hash(spelling.toUtf8(), QCryptographicHash::Sha256);
  return QString::fromLatin1(digest.toHex().left(16));
}

}  // namespace courier
