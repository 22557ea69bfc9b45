#pragma once

#include "models/base/Expected.h"
#include "models/schedules/CronWalk.h"
#include "models/schedules/Schedule.h"
#include "models/storage/Session.h"

/// Rows of the slot table that stand for many missed slots: their newest, and how many with it.
namespace courier::missedlines {

/// A slot (UTC ms) that such a row stands for gets a row of its own: the other row counts one less, and where the slot
/// was its newest it moves to the one before. Does nothing to a slot that no such row stands for. `walk`: of the
/// schedule's expression and zone. Within a caller's transaction, on the store thread.
[[nodiscard]] Expected<void> takeOut(Session& session, const Schedule& schedule, CronWalk& walk, qint64 slotMs);

}  // namespace courier::missedlines
