// Outbox: what was delivered before.
#include "models/outbox/Outbox.h"
#include "models/outbox/OutboxGuards.h"
#include "models/outbox/OutboxRows.h"

namespace courier {

QFuture<Expected<std::optional<DeliveredBefore>>> Outbox::deliveredBefore(const TargetUrl& url) {
  return m_database.run([lane = url.lane()](Session& session) { return outboxguards::deliveredBefore(session, lane); });
}

QFuture<Expected<std::optional<Delivery>>> Outbox::deliveredBefore(DeliveryId id) {
  return m_database.run([id](Session& session) -> Expected<std::optional<Delivery>> {
    const auto delivery = outboxrows::delivery(session, id);
    if (!delivery) return delivery.error();
    auto before = outboxrows::deliveries(
        session,
        QStringLiteral("WHERE d.address = ? AND d.state = 'delivered' AND d.id < ? ORDER BY d.id DESC LIMIT 1"),
        {delivery->to.url.lane(), id.value});
    if (!before) return before.error();
    if (before->isEmpty()) return std::optional<Delivery>();
    return std::optional<Delivery>(before->takeFirst());
  });
}

}  // namespace courier
