#include "models/jobs/Job.h"

namespace courier {

namespace {

template <class Value>
struct Key {
  Value value;
  const char* key;
};

constexpr Key<JobKind> kindKeys[] = {{JobKind::OnDemand, "on_demand"},
                                     {JobKind::Scheduled, "scheduled"},
                                     {JobKind::Backfill, "backfill"},
                                     {JobKind::Export, "export"}};
constexpr Key<JobState> stateKeys[] = {{JobState::Queued, "queued"},
                                       {JobState::Running, "running"},
                                       {JobState::Success, "success"},
                                       {JobState::Error, "error"},
                                       {JobState::Killed, "killed"}};

template <class Value, size_t size>
QString keyOf(const Key<Value> (&keys)[size], Value value) {
  for (const auto& one : keys) {
    if (one.value == value) return QLatin1String(one.key);
  }
  return {};
}

template <class Value, size_t size>
std::optional<Value> valueOf(const Key<Value> (&keys)[size], const QString& key) {
  for (const auto& one : keys) {
    if (key == QLatin1String(one.key)) return one.value;
  }
  return std::nullopt;
}

}  // namespace

QString jobKindKey(JobKind kind) {
  return keyOf(kindKeys, kind);
}

QString jobStateKey(JobState state) {
  return keyOf(stateKeys, state);
}

std::optional<JobState> jobStateFromKey(const QString& key) {
  return valueOf(stateKeys, key);
}

std::optional<JobKind> jobKindFromKey(const QString& key) {
  return valueOf(kindKeys, key);
}

}  // namespace courier
