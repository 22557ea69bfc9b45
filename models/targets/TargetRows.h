#pragma once

#include <QSqlQuery>

#include "models/base/Expected.h"
#include "models/storage/Session.h"
#include "models/targets/Target.h"

namespace courier::targetrows {

/// Reading and writing the target table's rows. Store thread, within the caller's transaction if there is one.

/// The columns that read() takes, of a target `t`; and "SELECT … FROM target t ".
[[nodiscard]] QString columns();
[[nodiscard]] QString select();
[[nodiscard]] Target read(const QSqlQuery& query);

/// "This target is no longer there."
[[nodiscard]] Error notFound();
/// NotFound where it is removed.
[[nodiscard]] Expected<Target> load(Session& session, TargetId id);
/// What a target says today to its deliveries, a removed one too: stopped, where it is unnamed, if any of its address
/// is. NotFound where there was never one: "There is no target 12."
[[nodiscard]] Expected<Target> today(Session& session, TargetId id);
/// A subquery with one value, a target's id: that target and, where it is unnamed, all unnamed ones of its address.
[[nodiscard]] QString andItsAddress();
/// Stops it, or lets it take results again ("" as the reason); an unnamed one is its address, so that the others of
/// that address stop and go on with it. `now`: UTC ms.
[[nodiscard]] Expected<void> setState(Session& session, TargetId id, TargetState state, const QString& reason,
                                      qint64 now);
/// A new row; `target.id` is ignored. `now`: UTC ms.
[[nodiscard]] Expected<TargetId> insert(Session& session, const Target& target, qint64 now);
/// Its secret under this key was read to be used. What was noted less than a minute before stays as it is; nothing
/// where the target has another key by now. `now`: UTC ms.
constexpr qint64 secretUseStepMs = 60'000;
[[nodiscard]] Expected<void> noteSecretUsed(Session& session, TargetId id, const QString& secretKey, qint64 now);
/// All but its state. `now`: UTC ms.
[[nodiscard]] Expected<void> overwrite(Session& session, const Target& target, const Target& before, qint64 now);

}  // namespace courier::targetrows
