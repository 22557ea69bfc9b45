#include "models/outbox/OutboxGuards.h"

#include "models/outbox/OutboxRows.h"

namespace courier::outboxguards {

Expected<std::optional<DeliveredBefore>> deliveredBefore(Session& session, const QString& lane) {
  const auto last = outboxrows::deliveries(
      session, QStringLiteral("WHERE d.address = ? AND d.state = 'delivered' ORDER BY d.id DESC LIMIT 1"), {lane});
  if (!last) return last.error();
  if (last->isEmpty()) return std::optional<DeliveredBefore>();
  const Delivery& delivered = last->first();
  // An attempt without a good answer may have arrived all the same.
  const auto later = session.row(
      QStringLiteral("SELECT 1 FROM delivery INDEXED BY delivery_lane WHERE address = ? AND state IN ('waiting', "
                     "'sending', 'held') UNION ALL "
                     "SELECT 1 FROM delivery WHERE id > ? AND address = ? AND attempts > 0 LIMIT 1"),
      {lane, delivered.id.value, lane}, [](const QSqlQuery&) { return true; });
  if (!later) return later.error();
  return std::optional<DeliveredBefore>({factsOf(delivered), delivered.finishedMs, !later->has_value()});
}

}  // namespace courier::outboxguards
