#include "models/base/TimeText.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace courier {
namespace {

constexpr qint64 kMinuteMs = 60'000;

struct TimeTextTr {
  Q_DECLARE_TR_FUNCTIONS(TimeText)
};

QString withDate(const QDateTime& at, const QDateTime& now, const QString& time) {
  if (at.date() == now.date()) return time;
  const QString form = at.date().year() == now.date().year()
                           ? TimeTextTr::tr("d MMM", "a day of this year: 21 Nov")
                           : TimeTextTr::tr("d MMM yyyy", "a day of another year: 21 Nov 2025");
  return QLocale().toString(at.date(), form) + QLatin1Char(' ') + time;
}

QString belowAMinute(qint64 ms) {
  const QLocale locale;
  if (ms < 1000) return TimeTextTr::tr("%1 ms").arg(locale.toString(ms));
  return TimeTextTr::tr("%1 s").arg(locale.toString(static_cast<double>(ms) / 1000, 'f', 1));
}

QDateTime local(qint64 ms) {
  return QDateTime::fromMSecsSinceEpoch(ms);
}

}  // namespace

QString momentText(qint64 atMs, qint64 nowMs) {
  const QDateTime at = local(atMs);
  return withDate(at, local(nowMs), timeOfDayText(at.time()));
}

QString timeOfDayText(const QTime& time) {
  // Some locales' short form has seconds.
  const QString form = QLocale().timeFormat(QLocale::ShortFormat).remove(QStringLiteral(":ss"));
  return QLocale().toString(time, form);
}

QString momentWithSeconds(qint64 atMs, qint64 nowMs) {
  const QDateTime at = local(atMs);
  const QString form = TimeTextTr::tr("HH:mm:ss", "a time of day: 08:12:31");
  return withDate(at, local(nowMs), QLocale().toString(at.time(), form));
}

QString tookText(qint64 ms) {
  if (ms < 0) return QStringLiteral("–");
  if (ms < kMinuteMs) return belowAMinute(ms);
  return TimeTextTr::tr("%1 min").arg(QLocale().toString(ms / kMinuteMs));
}

QString elapsedText(qint64 ms) {
  if (ms < kMinuteMs) return belowAMinute(ms);
  const QLocale locale;
  return TimeTextTr::tr("%1 min %2 s").arg(locale.toString(ms / kMinuteMs), locale.toString(ms % kMinuteMs / 1000));
}

}  // namespace courier
