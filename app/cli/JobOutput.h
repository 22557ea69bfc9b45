#pragma once

#include <QVariant>

#include "app/cli/Command.h"
#include "models/jobs/Job.h"

namespace courier {

/// An instant (UTC ms) in a list, as 2026-03-08T10:30:00Z; 0: a null.
[[nodiscard]] QVariant isoCell(qint64 ms);

/// Says what is known of a job, then prints its kept rows as -f, -o, -l and -c say; with -f or -o the rows alone. The
/// exit code is the one its end means.
[[nodiscard]] ExitCode printJob(CommandContext& context, const Job& job);

}  // namespace courier
