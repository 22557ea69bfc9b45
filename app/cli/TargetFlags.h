#pragma once

#include "app/cli/Command.h"
#include "models/targets/TargetSaver.h"

namespace courier {

/// The options of result:create and result:update: every option of a target by a long name. A secret is never a value
/// on the command line; its flag asks for it, or reads one line of standard input, in the order of the help.
[[nodiscard]] QVector<OptionSpec> targetFlags();

/// All that is no secret, into `target`: method, row cap, headers, body, proxy, TLS, limits, guards, retention.
/// InvalidInput names the flag and the mend. Reads the CA's file.
[[nodiscard]] Expected<void> applyTargetFlags(const CommandContext& context, Target& target);

/// Who signs in and with what, from the address, -u, -p and the secrets' flags, into the draft; reads those secrets.
/// An address or flag that names a user means Basic, --token a bearer token, --secret-header a header.
[[nodiscard]] Expected<void> applySignIn(CommandContext& context, const TargetUrl::Parsed& address, TargetDraft& draft);

/// A SecretMissing of the TargetSaver with the flag that gives it; any other error as it is.
[[nodiscard]] Error withFlagNamed(const Error& error);

}  // namespace courier
