#pragma once

#include <QString>

#include "models/schedules/CronExpression.h"

namespace courier {

/// An expression in words, in the person's language and form of time, without a full stop: "At minute 0 of every hour",
/// "At 09:00 and 17:00, on Monday to Friday". Pure but for the locale.
[[nodiscard]] QString cronWords(const CronExpression& expression);

/// For an expression that restricts both day and weekday: that either one is enough, as a whole sentence; else "".
[[nodiscard]] QString cronEitherDaySentence(const CronExpression& expression);

}  // namespace courier
