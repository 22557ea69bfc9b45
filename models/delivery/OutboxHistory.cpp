// Outbox: what was delivered before, for a person who is about to send.
#include "models/delivery/Outbox.h"
#include "models/delivery/OutboxGuards.h"

namespace courier {

QFuture<Result<std::optional<DeliveredBefore>>> Outbox::deliveredBefore(const TargetUrl& url) {
  return m_database.run([lane = url.lane()](Session& session) { return outboxguards::deliveredBefore(session, lane); });
}

}  // namespace courier
