#pragma once

#include <QString>
#include <QStringList>
#include <QTimeZone>
#include <QVector>

#include "models/schedules/CronExpression.h"

namespace courier {

/// An expression in words, in the person's language and form of time, without a full stop: "At minute 0 of every hour",
/// "At 09:00 and 17:00, on Monday to Friday". Pure but for the locale.
[[nodiscard]] QString cronWords(const CronExpression& expression);

/// For an expression that restricts both day and weekday: that either one is enough, as a whole sentence; else "".
[[nodiscard]] QString cronEitherDaySentence(const CronExpression& expression);

/// What a person sees of an expression before it is saved.
struct CronForecast {
  QVector<qint64> runs;  ///< its next instants, UTC ms; fewer than asked for where there are no more
  QStringList warnings;  ///< whole sentences: never due, a gap in time, day and weekday, months that are too short
};

/// The next `count` instants after `nowMs` (UTC ms), and what is to be known of it. Gaps in time are looked for in the
/// 400 days that follow. Pure but for the locale.
[[nodiscard]] CronForecast cronForecast(const CronExpression& expression, const QTimeZone& zone, qint64 nowMs,
                                        int count);

}  // namespace courier
