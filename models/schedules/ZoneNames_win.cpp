#include <QTimeZone>

#include "models/schedules/ZoneNames.h"

namespace courier {

QStringList systemZoneNames() {
  QStringList names;
  for (const QByteArray& id : QTimeZone::availableTimeZoneIds()) names.append(QString::fromUtf8(id));
  return names;
}

std::optional<bool> isSystemZoneName(const QString&) {
  return std::nullopt;
}

}  // namespace courier
