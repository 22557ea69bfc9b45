#pragma once

#include <QString>

#include "models/base/Expected.h"
#include "models/base/Ids.h"
#include "models/storage/Session.h"

/// Writes the notices about schedules. Each function is called on the store thread, in the transaction of the event
/// that it reports. A notice that nobody has looked at is updated instead of followed by another: a schedule that fails
/// all night makes one notice with a count, and so does a long sleep with many schedules. Times are UTC ms.
namespace courier::schedulenotices {

/// Why nobody ran the slots.
enum class Absence {
  Closed,  ///< Query Courier was not running
  Asleep,  ///< the computer was asleep
  HeldUp   ///< neither: this program stood still, or the wall clock was set forward
};

/// A schedule's missed slots, as one check found them.
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
/// The administrator allows no schedules, and slots were due.
[[nodiscard]] Expected<void> afterForbidding(Session& session, qint64 nowMs);
/// The schedule is deleted: nothing more is to be done about it.
[[nodiscard]] Expected<void> withdraw(Session& session, ScheduleId id, qint64 nowMs);

}  // namespace courier::schedulenotices
