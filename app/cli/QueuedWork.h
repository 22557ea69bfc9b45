#pragma once

#include <optional>

#include "app/cli/Command.h"

namespace courier {

// What a command does about work that is queued: who does it, and how it ends. On the command's thread.

/// The window or the agent that runs queued jobs and works all lanes, in words; nothing where neither runs.
[[nodiscard]] std::optional<QString> otherWorker(CommandContext& context);

/// Makes this process the owner where nobody is, and has it work `lane`; false while somebody else owns.
[[nodiscard]] bool workLane(CommandContext& context, const QString& lane);

/// Tells whoever owns that something was queued.
void ringOwner(CommandContext& context);

/// Follows a job that another process runs until it has ended; at most `limitMs` (0: no limit): then it is given as it
/// stands. Should its owner die, this process takes over: it runs the job if it was still queued. On the command's
/// thread.
[[nodiscard]] Expected<Job> followJob(CommandContext& context, JobId id, qint64 limitMs);

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
