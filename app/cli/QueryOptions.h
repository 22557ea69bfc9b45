#pragma once

#include "app/cli/Command.h"

namespace courier {

// The words of a command that say what is run, where, and where its rows go.

/// The SQL that a command was given: its word at this position, the file of -q, or standard input where that word is
/// "-". InvalidInput where there is none, or two.
[[nodiscard]] Expected<QString> sqlText(CommandContext& context, int position);

/// The connection of -d; the only one without it.
[[nodiscard]] Expected<Connection> connectionOption(CommandContext& context);

/// What -r names, ready to be queued: a saved target, or an address typed in place, whose password is in the keychain
/// (or, where there is none, in this process's memory) before this returns. -u and -p go over what the address says.
/// Says the warning of an unencrypted address. `fallback`: whether a password may be kept in memory alone.
[[nodiscard]] Expected<DeliveryRequest> chooseTarget(CommandContext& context, const QString& words,
                                                     SecretStore::Fallback fallback = SecretStore::Fallback::Session);

}  // namespace courier
