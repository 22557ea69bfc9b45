#pragma once

#include <QString>
#include <optional>

#include "models/base/Ids.h"

namespace courier {

/// The events that the program reports without being asked.
enum class NoticeKind {
  Refused,            ///< a server refused a result
  Expired,            ///< a result was given up
  Paused,             ///< a target was paused: its server did not accept the sign-in
  Disabled,           ///< a target was switched off: its address is gone
  Held,               ///< a result waits for its password or its body
  Guard,              ///< a result is held by a guard
  Empty,              ///< a scheduled result has no rows after one that had some
  Cut,                ///< rows of a scheduled result were left out
  ColumnsChanged,     ///< a scheduled result has other columns than the last delivered
  Recovered,          ///< a target takes results again after a failure
  ScheduleFailed,     ///< a schedule's run failed
  ScheduleRecovered,  ///< a schedule's run failed, and a later one went well
  ScheduleSkipped,    ///< slots of a schedule were left out, because the run before was still going
  SchedulesMissed,    ///< slots of one schedule or more came while nobody could run them
  SchedulesForbidden  ///< the administrator allows no schedules
};
[[nodiscard]] QString noticeKindKey(NoticeKind kind);  ///< as stored: "refused", …
[[nodiscard]] std::optional<NoticeKind> noticeKindFromKey(const QString& key);

/// One message, a whole sentence: about a target, or, without a target, about schedules. A value.
struct Notice {
  qint64 id = 0;
  NoticeKind kind = NoticeKind::Refused;
  TargetId targetId;
  DeliveryId deliveryId;
  ScheduleId scheduleId;  ///< 0 where no schedule, or more than one, is concerned
  QString text;
  qint64 createdMs = 0;  ///< UTC ms
};

}  // namespace courier
