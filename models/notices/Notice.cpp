#include "models/notices/Notice.h"

#include "models/base/KeyTable.h"

namespace courier {
namespace {

constexpr KeyTable<NoticeKind, 15> noticeKindKeys = {
    {{NoticeKind::Refused, QLatin1String("refused")},
     {NoticeKind::Expired, QLatin1String("expired")},
     {NoticeKind::Paused, QLatin1String("paused")},
     {NoticeKind::Disabled, QLatin1String("disabled")},
     {NoticeKind::Held, QLatin1String("held")},
     {NoticeKind::Guard, QLatin1String("guard")},
     {NoticeKind::Empty, QLatin1String("empty")},
     {NoticeKind::Cut, QLatin1String("cut")},
     {NoticeKind::ColumnsChanged, QLatin1String("columns_changed")},
     {NoticeKind::Recovered, QLatin1String("recovered")},
     {NoticeKind::ScheduleFailed, QLatin1String("schedule_failed")},
     {NoticeKind::ScheduleRecovered, QLatin1String("schedule_recovered")},
     {NoticeKind::ScheduleSkipped, QLatin1String("schedule_skipped")},
     {NoticeKind::SchedulesMissed, QLatin1String("schedules_missed")},
     {NoticeKind::SchedulesForbidden, QLatin1String("schedules_forbidden")}}};

}  // namespace

QString noticeKindKey(NoticeKind kind) {
  return keyOf(noticeKindKeys, kind);
}

std::optional<NoticeKind> noticeKindFromKey(const QString& key) {
  return valueOf(noticeKindKeys, key);
}

}  // namespace courier
