#include "app/cli/Ownership.h"

namespace courier {

std::optional<QString> otherWorker(CommandContext& context) {
  if (callOnMain([&context] { return context.services->owner().isOwner(); })) return std::nullopt;
  const auto owner = waitOnMain([&context] { return context.services->owner().identifyOwner(); });
  // A command works only its own lanes.
  if (!owner || owner->role == Owner::Role::Command) return std::nullopt;
  return Owner::describe(*owner);
}

bool workLane(CommandContext& context, const QString& lane) {
  Services& services = *context.services;
  return callOnMain([&services, lane] {
    if (!services.tryWorking()) return false;
    services.deliveryLoop()->addLane(lane);
    services.deliveryLoop()->wake();
    return true;
  });
}

void ringOwner(CommandContext& context) {
  (void)waitOnMain([&context] { return context.services->owner().ring(); });
}

}  // namespace courier
