#pragma once

#include "app/cli/Command.h"

namespace courier {

/// Says what is known of a job, then prints its kept rows as -f, -o, -l and -c say; with -f or -o the rows alone. The
/// exit code is the one its end means.
[[nodiscard]] ExitCode printJob(CommandContext& context, const Job& job);

}  // namespace courier
