#pragma once

#include <QSemaphore>
#include <optional>

#include "app/cli/Command.h"

namespace courier {

/// Wakes a command's thread whenever courier.db changes, by this process or another.
class ChangeWaiter final : public QObject {
  Q_OBJECT
 public:
  explicit ChangeWaiter(Services& services);
  /// Until something changed, or `ms` passed.
  void wait(int ms);

 private:
  QSemaphore m_changes;
};

/// How a command's own delivery stands when there is nothing more to wait for.
struct DeliveryEnd {
  Delivery delivery;
  std::optional<Delivery> blocker;  ///< the older delivery of the lane that it waits behind
  bool timedOut = false;
};

/// Sees to it that a delivery is worked (by the owner, or, where nobody owns, by this process), and follows it until it
/// is final, held or blocked by an older one, or its first attempt must be retried; at most `limitMs` (0: no limit).
/// `attemptsBefore`: attempts that a further try is not to be mistaken for. On the command's thread.
[[nodiscard]] Expected<DeliveryEnd> followDelivery(CommandContext& context, DeliveryId id, qint64 limitMs,
                                                   int attemptsBefore = 0);

/// Says on standard error how it ended, who goes on with what is left, and gives the exit code.
[[nodiscard]] ExitCode sayDeliveryEnd(CommandContext& context, const DeliveryEnd& end);

}  // namespace courier
