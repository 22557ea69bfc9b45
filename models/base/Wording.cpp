#include "models/base/Wording.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <algorithm>

namespace courier {
namespace {

struct WordingTr {
  Q_DECLARE_TR_FUNCTIONS(Wording)
};

QString withDate(const QDateTime& at, const QDateTime& now, const QString& time) {
  if (at.date() == now.date()) return time;
  const QString form = at.date().year() == now.date().year()
                           ? WordingTr::tr("d MMM", "a day of this year: 21 Nov")
                           : WordingTr::tr("d MMM yyyy", "a day of another year: 21 Nov 2025");
  return QLocale().toString(at.date(), form) + QLatin1Char(' ') + time;
}

QDateTime local(qint64 ms) {
  return QDateTime::fromMSecsSinceEpoch(ms);
}

}  // namespace

bool hasControlCharacters(QStringView text) {
  return std::any_of(text.begin(), text.end(), [](QChar c) { return c.category() == QChar::Other_Control; });
}

QString listedNames(const QStringList& names, int limit) {
  QString text = names.mid(0, limit).join(QStringLiteral(", "));
  if (names.size() > limit) text += QStringLiteral(" …");
  return text;
}

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
  const QString form = WordingTr::tr("HH:mm:ss", "a time of day: 08:12:31");
  return withDate(at, local(nowMs), QLocale().toString(at.time(), form));
}

QString zonedMoment(qint64 atMs, qint64 nowMs, const QTimeZone& zone) {
  const QLocale locale;
  const QDateTime at = QDateTime::fromMSecsSinceEpoch(atMs, zone);
  const QDate today = QDateTime::fromMSecsSinceEpoch(nowMs, zone).date();
  const QString time = timeOfDayText(at.time());
  const qint64 days = today.daysTo(at.date());
  if (days == 0) return WordingTr::tr("today %1").arg(time);
  if (days == 1) return WordingTr::tr("tomorrow %1").arg(time);
  const QString day = at.date().year() == today.year() ? locale.toString(at.date(), QStringLiteral("ddd d MMM"))
                                                       : locale.toString(at.date(), QStringLiteral("ddd d MMM yyyy"));
  return day + u' ' + time;
}

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
      QLocale().toString(local.date(), WordingTr::tr("ddd d MMM yyyy", "a slot's day: Mon 23 Nov 2026"));
  const bool isWhole = atMs % 60'000 == 0;
  const QString time =
      QLocale().toString(local.time(), isWhole ? WordingTr::tr("HH:mm", "a slot's time of day: 07:30")
                                               : WordingTr::tr("HH:mm:ss", "a slot's time of day: 07:30:05"));
  return QStringLiteral("%1 %2 %3").arg(day, time, offsetText(local.offsetFromUtc()));
}

QString durationText(qint64 ms) {
  const qint64 seconds = std::max<qint64>((ms + 500) / 1000, 1);
  const QLocale locale;
  if (seconds < 60) return WordingTr::tr("%1 s").arg(locale.toString(seconds));
  const qint64 minutes = (seconds + 30) / 60;
  if (minutes < 60) return WordingTr::tr("%1 min").arg(locale.toString(minutes));
  const qint64 hours = (minutes + 30) / 60;
  if (hours < 48) return WordingTr::tr("%1 h").arg(locale.toString(hours));
  return WordingTr::tr("%n day(s)", nullptr, static_cast<int>((hours + 12) / 24));
}

QString elapsedText(qint64 ms) {
  const QLocale locale;
  if (ms < 1000) return WordingTr::tr("%1 ms").arg(locale.toString(ms));
  if (ms < 60'000) return WordingTr::tr("%1 s").arg(locale.toString(static_cast<double>(ms) / 1000, 'f', 1));
  return WordingTr::tr("%1 min %2 s").arg(locale.toString(ms / 60'000), locale.toString(ms % 60'000 / 1000));
}

QString tookText(qint64 ms) {
  if (ms < 0) return QStringLiteral("–");
  return ms < 60'000 ? elapsedText(ms) : WordingTr::tr("%1 min").arg(QLocale().toString(ms / 60'000));
}

QString sizeText(qint64 bytes, int decimals) {
  return QLocale().formattedDataSize(bytes, decimals, QLocale::DataSizeSIFormat);
}

}  // namespace courier
