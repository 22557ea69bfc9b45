#pragma once

#include <QString>
#include <QStringList>

#include "models/secrets/SecretStore.h"
#include "models/targets/Target.h"

namespace courier {

/// Where a target's secret is and when it was last used, for people: "Password in the keychain, last used today
/// 10:04", "Secret in the keychain, never used"; "" where it has none. `nowMs`: UTC ms. Pure.
[[nodiscard]] QString secretUseText(const Target& target, SecretStore::Place place, qint64 nowMs);

/// Which schedules send to it: "Used by 2 schedules: a, b"; the first ten by name; "" for none. Pure.
[[nodiscard]] QString scheduleUseText(const QStringList& schedules);

/// What a person has to know of them before the target is deleted; "" for none. Pure.
[[nodiscard]] QString scheduleLossText(const QStringList& schedules);

}  // namespace courier
