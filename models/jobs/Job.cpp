#include "models/jobs/Job.h"

#include "models/base/KeyTable.h"

namespace courier {

namespace {

constexpr KeyTable<JobKind, 4> jobKindKeys = {{{JobKind::OnDemand, QLatin1String("on_demand")},
                                               {JobKind::Scheduled, QLatin1String("scheduled")},
                                               {JobKind::Backfill, QLatin1String("backfill")},
                                               {JobKind::Export, QLatin1String("export")}}};
constexpr KeyTable<JobState, 5> jobStateKeys = {{{JobState::Queued, QLatin1String("queued")},
                                                 {JobState::Running, QLatin1String("running")},
                                                 {JobState::Success, QLatin1String("success")},
                                                 {JobState::Error, QLatin1String("error")},
                                                 {JobState::Killed, QLatin1String("killed")}}};

}  // namespace

QString jobKindKey(JobKind kind) {
  return keyOf(jobKindKeys, kind);
}

QString jobStateKey(JobState state) {
  return keyOf(jobStateKeys, state);
}

std::optional<JobState> jobStateFromKey(const QString& key) {
  return valueOf(jobStateKeys, key);
}

std::optional<JobKind> jobKindFromKey(const QString& key) {
  return valueOf(jobKindKeys, key);
}

}  // namespace courier
