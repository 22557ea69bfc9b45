#pragma once

#include "app/cli/Command.h"

namespace courier {

/// Follows a job that another process runs until it has ended; at most `limitMs` (0: no limit): then it is given as it
/// stands. Should its owner die, this process takes over: it runs the job if it was still queued. On the command's
/// thread.
[[nodiscard]] Expected<Job> followJob(CommandContext& context, JobId id, qint64 limitMs);

}  // namespace courier
