#pragma once

#include <QDateTime>

#include "models/schedules/Schedule.h"

namespace courier::testing {

inline qint64 utcMs(const char* iso) {
  return QDateTime::fromString(QString::fromLatin1(iso), Qt::ISODate).toMSecsSinceEpoch();
}

[[nodiscard]] inline Schedule scheduleOf(const char* name, const char* cron, const char* zone = "UTC") {
  Schedule schedule;
  schedule.name = QString::fromUtf8(name);
  schedule.cron = *CronExpression::parse(QString::fromLatin1(cron));
  schedule.zone = QString::fromLatin1(zone);
  return schedule;
}

}  // namespace courier::testing
