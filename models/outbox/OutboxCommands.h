#pragma once

#include <QString>

#include "models/admin/AdminPolicyFile.h"
#include "models/base/Expected.h"
#include "models/outbox/Delivery.h"
#include "models/storage/Session.h"

namespace courier {

/// The deliveries that a paused target holds back and that resuming it releases. Deliveries that a guard or the
/// administrator's policy holds, or that lack their body, do not count.
struct Backlog {
  QString targetText;  ///< "myweb", or an unnamed target's address for people
  int held = 0;        ///< deliveries
  int lanes = 0;       ///< addresses they go to: as many are left when only the newest are sent
};

/// What to do with a backlog.
enum class BacklogChoice {
  SendAll,     ///< each in its turn, oldest first
  SendNewest,  ///< of each address the newest; the others are cancelled
  DropAll      ///< all are cancelled
};

struct BacklogOutcome {
  int sent = 0;     ///< released
  int dropped = 0;  ///< cancelled
};

/// What a person tells a delivery or a target to do. Store thread, within the caller's transaction.
namespace outboxcommands {

/// See Outbox::tryNow().
[[nodiscard]] Expected<void> tryNow(Session& session, DeliveryId id, qint64 nowMs);
/// See Outbox::release(). `policy`: null: everything is allowed.
[[nodiscard]] Expected<void> release(Session& session, DeliveryId id, const AdminPolicyFile* policy, qint64 nowMs);
/// See Outbox::cancel().
[[nodiscard]] Expected<void> cancel(Session& session, DeliveryId id, qint64 nowMs);

/// See Outbox::dismiss().
[[nodiscard]] Expected<void> dismiss(Session& session, DeliveryId id);

/// NotFound where there is no such target. With an unnamed one all unnamed ones of its address.
[[nodiscard]] Expected<Backlog> backlog(Session& session, TargetId id);
/// The target is active again, and its backlog released or cancelled.
[[nodiscard]] Expected<BacklogOutcome> resume(Session& session, TargetId id, BacklogChoice choice, qint64 nowMs);

}  // namespace outboxcommands
}  // namespace courier
