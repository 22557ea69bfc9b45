// Outbox: what was delivered before.
#include "models/delivery/Outbox.h"
#include "models/delivery/OutboxGuards.h"
#include "models/delivery/OutboxRows.h"

namespace courier {

QFuture<Result<std::optional<DeliveredBefore>>> Outbox::deliveredBefore(const TargetUrl& url) {
  return m_database.run([lane = url.lane()](Session& session) { return outboxguards::deliveredBefore(session, lane); });
}

QFuture<Result<std::optional<Delivery>>> Outbox::deliveredBefore(DeliveryId id) {
  return m_database.run([id](Session& session) -> Result<std::optional<Delivery>> {
    const auto delivery = outboxrows::delivery(session, id);
    if (!delivery) return delivery.error();
    auto before = outboxrows::deliveries(
        session,
        QStringLiteral("WHERE d.address = ? AND d.state = 'delivered' AND d.id < ? ORDER BY d.id DESC LIMIT 1"),
        {delivery->url.lane(), id.value});
    if (!before) return before.error();
    if (before->isEmpty()) return std::optional<Delivery>();
    return std::optional<Delivery>(before->takeFirst());
  });
}

}  // namespace courier
