#pragma once

#include <QStringList>
#include <QTimeZone>
#include <QVector>

#include "models/schedules/CronExpression.h"

namespace courier {

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
