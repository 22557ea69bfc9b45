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
/// A new row; `target.id` is ignored. `now`: UTC ms.
[[nodiscard]] Expected<TargetId> insert(Session& session, const Target& target, qint64 now);
/// Its secret under this key was read to be used. What was noted less than a minute before stays as it is; nothing
/// where the target has another key by now. `now`: UTC ms.
constexpr qint64 secretUseStepMs = 60'000;
[[nodiscard]] Expected<void> noteSecretUsed(Session& session, TargetId id, const QString& secretKey, qint64 now);
/// All but its state. Deliveries and queued jobs that are not yet final go on as the target now says (who is sending,
/// and the way), where they go to the same origin.
[[nodiscard]] Expected<void> overwrite(Session& session, const Target& target, const Target& before, qint64 now);

}  // namespace courier::targetrows
