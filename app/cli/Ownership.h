#pragma once

#include "app/cli/Command.h"

namespace courier {

/// The window or the agent that runs queued jobs and works all lanes, in words; nothing where neither runs.
[[nodiscard]] std::optional<QString> otherWorker(CommandContext& context);

/// Makes this process the owner where nobody is, and has it work `lane`; false while somebody else owns.
[[nodiscard]] bool workLane(CommandContext& context, const QString& lane);

/// Tells whoever owns that something was queued.
void ringOwner(CommandContext& context);

}  // namespace courier
