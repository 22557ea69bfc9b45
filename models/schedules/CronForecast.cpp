#include "models/schedules/CronForecast.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <bit>

#include "models/base/TimeText.h"
#include "models/schedules/CronWalk.h"
#include "models/schedules/CronWords.h"

namespace courier {

namespace {

struct CronForecastTr {
  Q_DECLARE_TR_FUNCTIONS(CronForecast)
};

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
      return CronForecastTr::tr("On %1 the clocks go forward and there is no %2: what falls into that gap is left out.")
          .arg(day, time);
    const QString moved = timeOfDayText(QDateTime::fromSecsSinceEpoch(gapEnd, Qt::UTC).time());
    return CronForecastTr::tr("On %1 the clocks go forward and there is no %2: it runs at %3 then.")
        .arg(day, time, moved);
  }
}

/// The day that short months do not have.
QString shortMonthWarning(const CronExpression& expression) {
  if (expression.isNever() || expression.isEitherDay() || std::popcount(expression.day().values) != 1) return {};
  const int day = expression.day().firstFrom(0);
  if (day < 29) return {};
  return CronForecastTr::tr("Months that have no day %1 are left out.").arg(day);
}

}  // namespace

CronForecast cronForecast(const CronExpression& expression, const QTimeZone& zone, qint64 nowMs, int count) {
  CronForecast forecast;
  if (expression.isOnDemand() || !zone.isValid()) return forecast;
  CronWalk walk(expression, zone);
  for (auto slot = walk.next(nowMs); slot && forecast.runs.size() < count; slot = walk.next(slot->atMs))
    forecast.runs.append(slot->atMs);
  const QString never =
      forecast.runs.isEmpty() ? CronForecastTr::tr("It never runs: no year has such a date.") : QString();
  for (const QString& warning :
       {never, gapWarning(expression, zone, nowMs), cronEitherDaySentence(expression), shortMonthWarning(expression)}) {
    if (!warning.isEmpty()) forecast.warnings.append(warning);
  }
  return forecast;
}

}  // namespace courier
