#include "models/schedules/CronShape.h"

#include <QStringList>
#include <bit>

namespace courier {

namespace {

/// The one value of a field that names one; -1 for others, and for one that begins with '*': that changes what becomes
/// of a gap in time.
int onlyValue(const CronField& field) {
  return field.beginsWithStar || std::popcount(field.values) != 1 ? -1 : field.firstFrom(0);
}

/// n where the minutes are 0, n, 2n … and the last is n from the next hour; else 0.
int evenStep(const CronField& minute) {
  const int count = std::popcount(minute.values);
  if (count < 2 || 60 % count != 0) return 0;
  const int step = 60 / count;
  for (int value = 0; value < 60; value += step) {
    if (!minute.has(value)) return 0;
  }
  return step;
}

}  // namespace

CronShape cronShape(const CronExpression& expression, CronShape base) {
  CronShape shape = base;
  if (expression.isOnDemand()) {
    shape.kind = CronShape::Kind::OnDemand;
    return shape;
  }
  shape.kind = CronShape::Kind::Expression;
  if (!expression.month().isFull(CronField::Kind::Month)) return shape;
  const bool isAnyDay = expression.day().isBare;
  const bool isAnyWeekday = expression.weekday().isBare;
  if (expression.hour().isBare && isAnyDay && isAnyWeekday) {
    const int minute = onlyValue(expression.minute());
    if (const int step = evenStep(expression.minute()); step > 0) {
      shape.kind = CronShape::Kind::Minutes;
      shape.step = step;
    } else if (minute >= 0) {
      shape.kind = CronShape::Kind::Hourly;
      shape.minute = minute;
    }
    return shape;
  }
  const int hour = onlyValue(expression.hour());
  const int minute = onlyValue(expression.minute());
  if (hour < 0 || minute < 0) return shape;
  if (isAnyDay && isAnyWeekday) {
    shape.kind = CronShape::Kind::Daily;
  } else if (isAnyDay) {
    shape.kind = CronShape::Kind::Weekly;
    shape.weekdays = expression.weekday().values;
  } else if (const int day = onlyValue(expression.day()); isAnyWeekday && day >= 1) {
    shape.kind = CronShape::Kind::Monthly;
    shape.day = day;
  }
  if (shape.kind != CronShape::Kind::Expression) shape.time = QTime(hour, minute);
  return shape;
}

std::optional<QString> cronText(const CronShape& shape) {
  const QString time = QStringLiteral("%1 %2").arg(shape.time.minute()).arg(shape.time.hour());
  switch (shape.kind) {
    case CronShape::Kind::OnDemand:
      return QString();
    case CronShape::Kind::Minutes:
      return shape.step == 1 ? QStringLiteral("* * * * *") : QStringLiteral("*/%1 * * * *").arg(shape.step);
    case CronShape::Kind::Hourly:
      return QStringLiteral("%1 * * * *").arg(shape.minute);
    case CronShape::Kind::Daily:
      return time + QStringLiteral(" * * *");
    case CronShape::Kind::Weekly: {
      QStringList days;
      for (int day = 0; day < 7; ++day) {
        if (((shape.weekdays >> day) & 1U) != 0) days.append(QString::number(day));
      }
      return time + QStringLiteral(" * * ") + days.join(u',');
    }
    case CronShape::Kind::Monthly:
      return time + QStringLiteral(" %1 * *").arg(shape.day);
    case CronShape::Kind::Expression:
      break;
  }
  return std::nullopt;
}

}  // namespace courier
