#pragma once

#include <QString>
#include <optional>

#include "models/base/Ids.h"
#include "models/outbox/Delivery.h"
#include "models/schedules/CronExpression.h"

namespace courier {

/// What to do with slots that passed while no program could run them.
enum class MissedPolicy {
  Once,  ///< the newest is caught up, if it is not too late
  None,
  All  ///< the newest hundred are
};
/// What to do with a slot that is due while the schedule's last run is still running.
enum class OverlapPolicy { Skip, Queue };
[[nodiscard]] QString missedPolicyKey(MissedPolicy policy);  ///< as stored and typed: "once", "none", "all"
[[nodiscard]] std::optional<MissedPolicy> missedPolicyFromKey(const QString& key);
[[nodiscard]] QString overlapPolicyKey(OverlapPolicy policy);  ///< "skip", "queue"
[[nodiscard]] std::optional<OverlapPolicy> overlapPolicyFromKey(const QString& key);

/// A query that runs by itself. A value.
struct Schedule {
  ScheduleId id;
  QString name;
  CronExpression cron;  ///< an empty one runs on demand only
  QString zone;         ///< an IANA name
  qint64 delaySeconds = 0;
  QString sql;
  ConnectionId connectionId;
  std::optional<DeliveryRequest> sendTo;  ///< where its results go
  int priority = 0;                       ///< -2 … 2
  int retryLimit = 0;
  MissedPolicy missed = MissedPolicy::Once;
  OverlapPolicy overlap = OverlapPolicy::Skip;
  bool isOn = true;
  qint64 createdMs = 0;
  qint64 consideredMs = 0;  ///< slots up to this instant have been looked at; never shown

  /// When a slot is to run: UTC ms, the delay counted in.
  [[nodiscard]] qint64 dueMs(qint64 slotMs) const { return slotMs + delaySeconds * 1000; }
};

/// The outcome of a slot.
enum class SlotState {
  Queued,       ///< it has a job, which says the rest
  Missed,       ///< it passed unseen; with those in `missed` before it
  Skipped,      ///< it was seen and not run: `reason`
  Interrupted,  ///< its job was cut off before its delivery was queued, and it has not been decided on again
};
[[nodiscard]] QString slotStateKey(SlotState state);
[[nodiscard]] std::optional<SlotState> slotStateFromKey(const QString& key);

/// One line of a schedule's history. A value.
struct SlotRecord {
  ScheduleId scheduleId;
  qint64 slotMs = 0;  ///< UTC ms
  SlotState state = SlotState::Queued;
  QString reason;     ///< a sentence; "" where there is none
  JobId jobId;        ///< 0: none
  qint64 missed = 0;  ///< slots that this line stands for, the newest of which is `slotMs`; 0: itself alone, and it ran
  qint64 dueMs = 0;   ///< UTC ms at which it was to run, the delay of that time counted in; 0: it was not to
  qint64 recordedMs = 0;
};

}  // namespace courier
