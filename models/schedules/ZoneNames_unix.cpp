#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTimeZone>

#include "models/schedules/ZoneNames.h"

namespace courier {

QStringList systemZoneNames() {
  QStringList names;
  for (const QString& folder : {qEnvironmentVariable("TZDIR"), QStringLiteral("/usr/share/zoneinfo"),
                                QStringLiteral("/usr/share/lib/zoneinfo"), QStringLiteral("/usr/lib/zoneinfo")}) {
    if (folder.isEmpty()) continue;
    const QDir root(folder);
    QDirIterator files(folder, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
      QFile file(files.next());
      const QString name = root.relativeFilePath(file.fileName());
      // Copies of everything, this computer's own, and those that stand for no place.
      if (name.startsWith(QLatin1String("posix/")) || name.startsWith(QLatin1String("right/")) ||
          name == QLatin1String("localtime") || name == QLatin1String("posixrules") ||
          name == QLatin1String("Factory")) {
        continue;
      }
      if (file.open(QIODevice::ReadOnly) && file.read(4) == "TZif") names.append(name);
    }
    if (!names.isEmpty()) return names;
  }
  for (const QByteArray& id : QTimeZone::availableTimeZoneIds()) names.append(QString::fromUtf8(id));
  return names;
}

}  // namespace courier
