#pragma once

#include <QString>
#include <QStringView>
#include <QTimeZone>
#include <QtGlobal>
#include <optional>

#include "models/base/Expected.h"

namespace courier {

/// One of a cron expression's five fields: the values that it names. A value; pure.
struct CronField {
  enum class Kind { Minute, Hour, Day, Month, Weekday };

  quint64 values = 0;           ///< bit n: the value n matches; weekdays are 0 (Sunday) to 6
  bool isBare = false;          ///< the field is "*" and nothing else: unrestricted
  bool beginsWithStar = false;  ///< "*", "*/n", "*,…"

  /// `text` stands at the 0-based `offset` of the expression, for the column of an error: InvalidInput.
  [[nodiscard]] static Expected<CronField> parse(Kind kind, QStringView text, qsizetype offset);

  [[nodiscard]] bool has(int value) const { return ((values >> value) & 1U) != 0; }
  /// Every value that the field can have.
  [[nodiscard]] bool isFull(Kind kind) const;
  /// The smallest value that matches and is at least `from`, or -1.
  [[nodiscard]] int firstFrom(int from) const;

  bool operator==(const CronField&) const = default;
};

inline constexpr qint64 daySeconds = 86'400;
/// The quotient rounded down, of negative values too.
[[nodiscard]] constexpr qint64 floorDivided(qint64 value, qint64 by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

/// The times at which a schedule is due, from a cron expression of five fields; a default-constructed one is empty and
/// due on demand only. Parsed once at the edge; an invalid one cannot exist. A value; pure.
class CronExpression {
 public:
  /// Minute, hour, day, month, weekday, or one of the @names; white space around it does not count. InvalidInput names
  /// the field and the column, which is the error's position too.
  [[nodiscard]] static Expected<CronExpression> parse(const QString& text);

  [[nodiscard]] const QString& text() const { return m_text; }  ///< as given, without white space around it
  [[nodiscard]] bool isOnDemand() const { return m_text.isEmpty(); }
  /// No year has such a date ("0 0 31 2 *"); true for the empty one too.
  [[nodiscard]] bool isNever() const { return m_isNever; }
  /// Its minute or its hour begins with '*': it skips the spring gap and runs in both passes of the autumn overlap. Any
  /// other runs once at the gap's end, and in the first pass alone.
  [[nodiscard]] bool isWildcard() const { return m_minute.beginsWithStar || m_hour.beginsWithStar; }
  /// No date is left out.
  [[nodiscard]] bool isDueEveryDay() const;
  /// Day and weekday are both restricted: either one matches.
  [[nodiscard]] bool isEitherDay() const { return !isOnDemand() && !m_day.isBare && !m_weekday.isBare; }

  [[nodiscard]] const CronField& minute() const { return m_minute; }
  [[nodiscard]] const CronField& hour() const { return m_hour; }
  [[nodiscard]] const CronField& day() const { return m_day; }
  [[nodiscard]] const CronField& month() const { return m_month; }
  [[nodiscard]] const CronField& weekday() const { return m_weekday; }

  /// The first instant after `afterMs` (UTC ms, both), or nothing: never, or not within 40 years, or not before the
  /// year 10000. For many instants of one zone CronWalk is quicker.
  [[nodiscard]] std::optional<qint64> next(qint64 afterMs, const QTimeZone& zone) const;

  /// The first matching minute of local time in [from, end), in seconds since 1970-01-01 00:00 local time.
  [[nodiscard]] std::optional<qint64> nextLocal(qint64 fromSeconds, qint64 endSeconds) const;
  /// Matching minutes of one whole local day (0: 1970-01-01).
  [[nodiscard]] int countOfDay(qint64 day) const;

  bool operator==(const CronExpression&) const = default;

 private:
  [[nodiscard]] bool matchesDate(int month, int day, qint64 dayNumber) const;
  [[nodiscard]] bool findNever() const;

  QString m_text;
  CronField m_minute;
  CronField m_hour;
  CronField m_day;
  CronField m_month;
  CronField m_weekday;
  bool m_isNever = true;
};

}  // namespace courier
