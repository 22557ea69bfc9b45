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

/// "Mon 23 Nov 2026 07:30 −05:00": an instant (UTC ms) as a zone's clocks and calendars show it, in the person's
/// language.
[[nodiscard]] QString zonedText(qint64 atMs, const QTimeZone& zone);
/// "−05:00": a zone's offset at an instant.
[[nodiscard]] QString offsetText(qint64 atMs, const QTimeZone& zone);

}  // namespace courier
