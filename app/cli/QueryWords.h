#pragma once

#include "app/cli/Command.h"

namespace courier {

/// The SQL that a command was given: its word at this position, the file of -q, or standard input where that word is
/// "-". InvalidInput where there is none, or two.
[[nodiscard]] Expected<QString> sqlText(CommandContext& context, int position);

/// The connection of -d; the only one without it.
[[nodiscard]] Expected<Connection> connectionOption(CommandContext& context);

}  // namespace courier
