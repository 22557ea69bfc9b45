#include "models/spool/SpoolFolder.h"

#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>

namespace courier::spoolfolder {

Leftovers leftovers(const QString& folder, qint64 beforeMs) {
  // A UUID with an ending, as PartFile names its files; the six letters are QTemporaryFile's.
  static const QRegularExpression bodyName(
      QStringLiteral("\\A[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\\.[a-z]{1,8}){1,3}\\z"));
  static const QRegularExpression rowsName(QStringLiteral("\\Arows-[A-Za-z]{6}\\.tmp\\z"));
  Leftovers found;
  QDirIterator files(folder, QDir::Files | QDir::Hidden | QDir::NoSymLinks);
  while (files.hasNext()) {
    files.next();
    const QString name = files.fileName();
    const bool isBody = bodyName.match(name).hasMatch();
    if (!isBody && !rowsName.match(name).hasMatch()) continue;
    const QDateTime writtenAt = files.fileInfo().lastModified();
    if (!writtenAt.isValid() || writtenAt.toMSecsSinceEpoch() >= beforeMs) continue;
    const bool isUnfinished = !isBody || name.endsWith(QLatin1String(".part"));
    (isUnfinished ? found.unfinished : found.bodies).append(name);
  }
  return found;
}

int remove(const QString& folder, const QVector<QString>& names) {
  int gone = 0;
  for (const QString& name : names) {
    if (name.isEmpty() || name.contains(QLatin1Char('/')) || name.contains(QLatin1Char('\\'))) continue;
    if (QFile::remove(QDir(folder).filePath(name))) ++gone;
  }
  return gone;
}

}  // namespace courier::spoolfolder
