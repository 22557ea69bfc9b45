#pragma once

#include <QTime>

#include "models/schedules/CronExpression.h"

namespace courier {

/// An expression as a form can show it without cron's grammar: how often, and at which minute, time or day. A value;
/// pure.
struct CronShape {
  enum class Kind {
    OnDemand,   ///< no time of its own
    Minutes,    ///< every `step` minutes
    Hourly,     ///< at `minute` of every hour
    Daily,      ///< at `time`
    Weekly,     ///< at `time` on `weekdays`
    Monthly,    ///< at `time` on `day`
    Expression  ///< anything else: only the expression itself says it
  };
  Kind kind = Kind::Daily;
  int step = 15;  ///< a divisor of 60 below 60
  int minute = 0;
  QTime time{9, 0};
  quint64 weekdays = 1U << 1U;  ///< bit n: weekday n, 0 Sunday … 6 Saturday; at least one
  int day = 1;                  ///< 1 … 31

  bool operator==(const CronShape&) const = default;
};

/// The shape that has exactly the same times as the expression. Fields that the shape does not use are copied from
/// `base`.
[[nodiscard]] CronShape cronShape(const CronExpression& expression, CronShape base = {});
/// The expression that says a shape; for Kind::Expression nothing.
[[nodiscard]] std::optional<QString> cronText(const CronShape& shape);

}  // namespace courier
