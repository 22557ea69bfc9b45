#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QTimeZone>

#include "models/schedules/ZoneNames.h"

namespace courier {

namespace {

QStringList zoneFolders() {
  QStringList folders;
  for (const QString& folder : {qEnvironmentVariable("TZDIR"), QStringLiteral("/usr/share/zoneinfo"),
                                QStringLiteral("/usr/share/lib/zoneinfo"), QStringLiteral("/usr/lib/zoneinfo")}) {
    if (!folder.isEmpty() && QFileInfo(folder).isDir()) folders.append(folder);
  }
  return folders;
}

/// Copies of everything, this computer's own zone, and those that stand for no place are none.
bool isZoneFile(const QString& path, const QString& name) {
  if (name.startsWith(QLatin1String("posix/")) || name.startsWith(QLatin1String("right/")) ||
      name == QLatin1String("localtime") || name == QLatin1String("posixrules") || name == QLatin1String("Factory")) {
    return false;
  }
  QFile file(path);
  return file.open(QIODevice::ReadOnly) && file.read(4) == "TZif";
}

}  // namespace

QStringList systemZoneNames() {
  QStringList names;
  for (const QString& folder : zoneFolders()) {
    const QDir root(folder);
    QDirIterator files(folder, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
      const QString path = files.next();
      const QString name = root.relativeFilePath(path);
      if (isZoneFile(path, name)) names.append(name);
    }
    if (!names.isEmpty()) return names;
  }
  for (const QByteArray& id : QTimeZone::availableTimeZoneIds()) names.append(QString::fromUtf8(id));
  return names;
}

std::optional<bool> isSystemZoneName(const QString& name) {
  const QStringList folders = zoneFolders();
  if (folders.isEmpty()) return std::nullopt;
  QDir folder(folders.first());
  // By what the folders list: some disks open a file under any case of its name.
  for (const QString& part : name.split(u'/')) {
    if (!folder.entryList(QDir::AllEntries | QDir::NoDotAndDotDot).contains(part)) return false;
    folder.setPath(folder.filePath(part));
  }
  return isZoneFile(folder.path(), name);
}

}  // namespace courier
