#include "models/schedules/Schedule.h"

#include "models/base/KeyTable.h"

namespace courier {

namespace {

const KeyTable<MissedPolicy, 3> missedKeys{{{MissedPolicy::Once, QLatin1String("once")},
                                            {MissedPolicy::None, QLatin1String("none")},
                                            {MissedPolicy::All, QLatin1String("all")}}};
const KeyTable<OverlapPolicy, 2> overlapKeys{
    {{OverlapPolicy::Skip, QLatin1String("skip")}, {OverlapPolicy::Queue, QLatin1String("queue")}}};
const KeyTable<SlotState, 4> slotKeys{{{SlotState::Queued, QLatin1String("queued")},
                                       {SlotState::Missed, QLatin1String("missed")},
                                       {SlotState::Skipped, QLatin1String("skipped")},
                                       {SlotState::Interrupted, QLatin1String("interrupted")}}};

}  // namespace

QString missedPolicyKey(MissedPolicy policy) {
  return keyOf(missedKeys, policy);
}

std::optional<MissedPolicy> missedPolicyFromKey(const QString& key) {
  return valueOf(missedKeys, key);
}

QString overlapPolicyKey(OverlapPolicy policy) {
  return keyOf(overlapKeys, policy);
}

std::optional<OverlapPolicy> overlapPolicyFromKey(const QString& key) {
  return valueOf(overlapKeys, key);
}

QString slotStateKey(SlotState state) {
  return keyOf(slotKeys, state);
}

std::optional<SlotState> slotStateFromKey(const QString& key) {
  return valueOf(slotKeys, key);
}

}  // namespace courier
