#include "models/schedules/SlotText.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace courier {

namespace {

struct SlotTextTr {
  Q_DECLARE_TR_FUNCTIONS(SlotText)
};

}  // namespace

QString offsetText(int offsetSeconds) {
  const int minutes = qAbs(offsetSeconds) / 60;
  return QStringLiteral("%1%2:%3")
      .arg(offsetSeconds < 0 ? QStringLiteral("−") : QStringLiteral("+"))
      .arg(minutes / 60, 2, 10, QLatin1Char('0'))
      .arg(minutes % 60, 2, 10, QLatin1Char('0'));
}

QString slotText(qint64 atMs, const QTimeZone& zone) {
  const QDateTime local = QDateTime::fromMSecsSinceEpoch(atMs, zone);
  const QString day =
      QLocale().toString(local.date(), SlotTextTr::tr("ddd d MMM yyyy", "a slot's day: Mon 23 Nov 2026"));
  const bool isWhole = atMs % 60'000 == 0;
  const QString time =
      QLocale().toString(local.time(), isWhole ? SlotTextTr::tr("HH:mm", "a slot's time of day: 07:30")
                                               : SlotTextTr::tr("HH:mm:ss", "a slot's time of day: 07:30:05"));
  return QStringLiteral("%1 %2 %3").arg(day, time, offsetText(local.offsetFromUtc()));
}

}  // namespace courier
