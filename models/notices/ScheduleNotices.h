#pragma once

#include <QString>

#include "models/base/Expected.h"
#include "models/base/Ids.h"
#include "models/storage/Session.h"

/// What a person is told of schedules. Each function belongs to the transaction of what it tells of, on the store
/// thread. A notice that nobody has looked at is renewed instead of followed by another: a schedule that fails all
/// night is one notice that counts, and so is a long sleep with many schedules. Times are UTC ms.
namespace courier::schedulenotices {

/// Why nobody ran the slots.
enum class Absence {
  Closed,  ///< Query Courier was not running
  Asleep   ///< it was, and the clock leapt
};

/// What one look found of a schedule's missed slots.
struct MissedSlots {
  qint64 leftOut = 0;   ///< slots that do not run
  qint64 caughtUp = 0;  ///< slots that run late
  Absence absence = Absence::Asleep;
};

/// A run ended in error; `sentence` says why.
[[nodiscard]] Expected<void> afterFailure(Session& session, ScheduleId id, const QString& sentence, qint64 nowMs);
/// A run went well: a failure that nobody has looked at is over, and says so.
[[nodiscard]] Expected<void> afterSuccess(Session& session, ScheduleId id);
/// Slots were left out, because the run before was still going or waiting.
[[nodiscard]] Expected<void> afterSkipping(Session& session, ScheduleId id, qint64 slotCount, qint64 nowMs);
/// Adds to the one notice of all missed slots. Says nothing where all were caught up.
[[nodiscard]] Expected<void> afterMissing(Session& session, ScheduleId id, const MissedSlots& missed, qint64 nowMs);
/// The administrator allows no schedules, and slots came.
[[nodiscard]] Expected<void> afterForbidding(Session& session, qint64 nowMs);
/// The schedule is deleted: nothing more is to be done about it.
[[nodiscard]] Expected<void> withdraw(Session& session, ScheduleId id, qint64 nowMs);

}  // namespace courier::schedulenotices
