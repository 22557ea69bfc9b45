#include "models/schedules/CronWords.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QTime>
#include <bit>
#include <functional>

#include "models/base/Wording.h"
#include "models/schedules/CronWalk.h"

namespace courier {
namespace {

struct CronWordsTr {
  Q_DECLARE_TR_FUNCTIONS(CronWords)
};

using Name = std::function<QString(int)>;
constexpr int mostTimes = 4;

QString numberName(int value) {
  return QLocale().toString(value);
}

QString timeName(int minuteOfDay) {
  const QLocale locale;
  // Some locales' short form has seconds.
  const QString form = locale.timeFormat(QLocale::ShortFormat).remove(QStringLiteral(":ss"));
  return locale.toString(QTime(minuteOfDay / 60, minuteOfDay % 60), form);
}

QVector<int> valuesOf(const CronField& field) {
  QVector<int> values;
  for (int value = field.firstFrom(0); value >= 0; value = field.firstFrom(value + 1)) values.append(value);
  return values;
}

/// "1, 3 and 5 to 9".
QString rangesText(const QVector<int>& values, const Name& name) {
  QStringList parts;
  for (qsizetype begin = 0; begin < values.size();) {
    qsizetype end = begin + 1;
    while (end < values.size() && values[end] == values[end - 1] + 1) ++end;
    if (end - begin >= 3) {
      parts.append(CronWordsTr::tr("%1 to %2", "a range: 9 to 17").arg(name(values[begin]), name(values[end - 1])));
    } else {
      for (qsizetype index = begin; index < end; ++index) parts.append(name(values[index]));
    }
    begin = end;
  }
  return QLocale().createSeparatedList(parts);
}

/// Monday first, Sunday last.
QString weekdaysListed(const CronField& field) {
  QVector<int> values = valuesOf(field);
  if (values.startsWith(0)) {
    values.removeFirst();
    values.append(7);
  }
  return rangesText(values, [](int weekday) { return QLocale().standaloneDayName(weekday); });
}

/// n where the values are 0, n, 2n … and the last is n from the next hour or day; else 0.
int evenStep(const QVector<int>& values, int size) {
  const int step = values.size() < 2 ? 0 : values[1];
  if (step == 0 || values.first() != 0 || size % step != 0 || values.size() != size / step) return 0;
  for (qsizetype index = 0; index < values.size(); ++index) {
    if (values[index] != index * step) return 0;
  }
  return step;
}

/// "At minute 0", "Every 5 minutes".
QString minutesPart(const QVector<int>& values) {
  const int step = evenStep(values, 60);
  if (step == 1) return CronWordsTr::tr("Every minute");
  if (step > 1) return CronWordsTr::tr("Every %1 minutes", "more than one").arg(numberName(step));
  if (values.size() == 1) return CronWordsTr::tr("At minute %1").arg(numberName(values.first()));
  return CronWordsTr::tr("At minutes %1").arg(rangesText(values, numberName));
}

QString timePart(const CronExpression& expression) {
  const QVector<int> minutes = valuesOf(expression.minute());
  const QVector<int> hours = valuesOf(expression.hour());
  const QString part = minutesPart(minutes);
  if (expression.hour().isFull(CronField::Kind::Hour)) {
    return evenStep(minutes, 60) > 0 ? part : CronWordsTr::tr("%1 of every hour", "%1: At minute 0").arg(part);
  }
  if (minutes.size() * hours.size() <= mostTimes) {
    QStringList times;
    for (const int hour : hours) {
      for (const int minute : minutes) times.append(timeName(hour * 60 + minute));
    }
    return CronWordsTr::tr("At %1", "times of the day").arg(QLocale().createSeparatedList(times));
  }
  if (hours.size() == 1)
    return CronWordsTr::tr("%1 of hour %2", "%1: Every 5 minutes").arg(part, numberName(hours.first()));
  return CronWordsTr::tr("%1 of the hours %2", "%1: Every 5 minutes").arg(part, rangesText(hours, numberName));
}

/// "" for every day.
QString dayPart(const CronExpression& expression) {
  const QVector<int> days = valuesOf(expression.day());
  const QString list = rangesText(days, numberName);
  const QString day = days.size() == 1 ? CronWordsTr::tr("on day %1 of the month").arg(list)
                                       : CronWordsTr::tr("on the days %1 of the month").arg(list);
  const QString weekday = CronWordsTr::tr("on %1", "weekdays").arg(weekdaysListed(expression.weekday()));
  const bool isAllDays = expression.day().isFull(CronField::Kind::Day);
  const bool isAllWeekdays = expression.weekday().isFull(CronField::Kind::Weekday);
  if (expression.isEitherDay()) {
    if (isAllDays || isAllWeekdays) return {};
    return CronWordsTr::tr("%1 or %2", "on day 13 of the month or on Friday").arg(day, weekday);
  }
  if (!isAllWeekdays) return weekday;
  return isAllDays ? QString() : day;
}

constexpr qint64 lookAheadMs = qint64{400} * 86'400'000;

/// The first gap in which the expression would be due, as a sentence; "" for none.
QString gapWarning(const CronExpression& expression, const QTimeZone& zone, qint64 nowMs) {
  // One that is due in every hour has nothing to say of a single one.
  if (expression.isNever() || expression.hour().isFull(CronField::Kind::Hour) || !zone.hasTransitions()) return {};
  QDateTime at = QDateTime::fromMSecsSinceEpoch(nowMs, Qt::UTC);
  const QDateTime end = at.addMSecs(lookAheadMs);
  while (true) {
    const auto change = zone.nextTransition(at);
    if (!change.atUtc.isValid() || change.atUtc <= at || change.atUtc > end) return {};
    const qint64 second = change.atUtc.toSecsSinceEpoch();
    const qint64 gapBegin = second + zone.offsetFromUtc(change.atUtc.addSecs(-1));
    const qint64 gapEnd = second + zone.offsetFromUtc(change.atUtc);
    at = change.atUtc;
    const auto lost = gapBegin < gapEnd ? expression.nextLocal(gapBegin, gapEnd) : std::nullopt;
    if (!lost) continue;
    const QLocale locale;
    const QDateTime local = QDateTime::fromSecsSinceEpoch(*lost, Qt::UTC);
    const QString day = locale.toString(local.date(), QLocale::ShortFormat);
    const QString time = timeOfDayText(local.time());
    if (expression.isWildcard())
      return CronWordsTr::tr("On %1 the clocks go forward and there is no %2: runs in that gap are left out.")
          .arg(day, time);
    const QString moved = timeOfDayText(QDateTime::fromSecsSinceEpoch(gapEnd, Qt::UTC).time());
    return CronWordsTr::tr("On %1 the clocks go forward and there is no %2: it runs at %3 instead.")
        .arg(day, time, moved);
  }
}

/// The day that short months do not have.
QString shortMonthWarning(const CronExpression& expression) {
  if (expression.isNever() || expression.isEitherDay() || std::popcount(expression.day().values) != 1) return {};
  const int day = expression.day().firstFrom(0);
  if (day < 29) return {};
  return CronWordsTr::tr("Months without a day %1 are left out.").arg(day);
}

}  // namespace

QString cronWords(const CronExpression& expression) {
  if (expression.isOnDemand()) return CronWordsTr::tr("On demand only");
  if (expression.isNever()) return CronWordsTr::tr("Never: no year has such a date");
  QString words = timePart(expression);
  if (const QString day = dayPart(expression); !day.isEmpty()) {
    words = CronWordsTr::tr("%1, %2", "At 09:00, on Monday").arg(words, day);
  } else if (!expression.hour().isFull(CronField::Kind::Hour)) {
    words = CronWordsTr::tr("%1, every day", "%1: At 09:00").arg(words);
  }
  if (expression.month().isFull(CronField::Kind::Month)) return words;
  const auto monthName = [](int month) { return QLocale().standaloneMonthName(month); };
  return CronWordsTr::tr("%1, in %2", "months").arg(words, rangesText(valuesOf(expression.month()), monthName));
}

QString cronEitherDaySentence(const CronExpression& expression) {
  if (!expression.isEitherDay()) return {};
  return CronWordsTr::tr("Day and weekday are both given: it runs when either one matches.");
}

CronForecast cronForecast(const CronExpression& expression, const QTimeZone& zone, qint64 nowMs, int count) {
  CronForecast forecast;
  if (expression.isOnDemand() || !zone.isValid()) return forecast;
  CronWalk walk(expression, zone);
  for (auto slot = walk.next(nowMs); slot && forecast.runs.size() < count; slot = walk.next(slot->atMs))
    forecast.runs.append(slot->atMs);
  const QString never =
      forecast.runs.isEmpty() ? CronWordsTr::tr("It never runs: no year has such a date.") : QString();
  for (const QString& warning :
       {never, gapWarning(expression, zone, nowMs), cronEitherDaySentence(expression), shortMonthWarning(expression)}) {
    if (!warning.isEmpty()) forecast.warnings.append(warning);
  }
  return forecast;
}

}  // namespace courier
