#pragma once

#include <QString>
#include <QVector>

#include "models/outbox/Delivery.h"
#include "models/outbox/OutboxRows.h"

namespace courier {

/// What piled up for a target while it took nothing: what its resumption lets go. What a guard or the administrator's
/// policy holds, or wants its body, is not counted.
struct Backlog {
  QString targetText;  ///< "myweb", or an unnamed target's address for people
  int held = 0;        ///< deliveries
  int lanes = 0;       ///< addresses they go to: as many are left when only the newest are sent
};

/// What is to become of it.
enum class BacklogChoice {
  SendAll,     ///< each in its turn, oldest first
  SendNewest,  ///< of each address the newest; the others are cancelled
  DropAll      ///< all are cancelled
};

struct BacklogOutcome {
  int sent = 0;     ///< released
  int dropped = 0;  ///< cancelled
};

/// Backlogs as queries on the target and delivery tables. Store thread, within the caller's transaction.
namespace outboxbacklog {

/// NotFound where there is no such target. With an unnamed one all unnamed ones of its address.
[[nodiscard]] Expected<Backlog> read(Session& session, TargetId id);
/// The target is active again, and its backlog released or cancelled.
[[nodiscard]] Expected<BacklogOutcome> settle(Session& session, TargetId id, BacklogChoice choice, qint64 nowMs);

/// Held → waiting, as new: due at once, with the sign-in that its target has today if it still means that server.
[[nodiscard]] Expected<void> release(Session& session, const Delivery& delivery, const outboxrows::TargetRow& target,
                                     qint64 nowMs);

}  // namespace outboxbacklog
}  // namespace courier
