#pragma once

#include <QString>
#include <QStringView>
#include <QtGlobal>

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

/// "minute", "hour", "day", "month", "weekday", in the person's language.
[[nodiscard]] QString cronFieldName(CronField::Kind kind);

/// An error that names the field and the 1-based column of the 0-based `offset`: "Column 5, hour: …".
[[nodiscard]] Error cronError(CronField::Kind kind, qsizetype offset, const QString& what);

}  // namespace courier
