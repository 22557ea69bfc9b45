#include "app/cli/ScheduleWords.h"

#include <QCoreApplication>
#include <QDateTime>

namespace courier {

namespace {

struct ScheduleWordsTr {
  Q_DECLARE_TR_FUNCTIONS(ScheduleCommands)
};

}  // namespace

QString utcText(qint64 ms) {
  return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODate);
}

QString localText(qint64 ms, const QTimeZone& zone) {
  const QDateTime local = QDateTime::fromMSecsSinceEpoch(ms, zone);
  return local.toOffsetFromUtc(local.offsetFromUtc()).toString(Qt::ISODate);
}

Expected<QTimeZone> zoneOption(const Arguments& arguments, const QString& fallback) {
  const QString name = arguments.value(QStringLiteral("timezone"), fallback);
  QTimeZone zone(name.toUtf8());
  if (zone.isValid()) return zone;
  return Error::invalidInput(
      ScheduleWordsTr::tr("There is no time zone '%1'. Give a name such as Europe/Berlin or UTC.").arg(name.left(60)));
}

}  // namespace courier
