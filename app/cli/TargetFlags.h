#pragma once

#include "app/cli/Command.h"
#include "models/targets/TargetSaver.h"

namespace courier {

/// The flags of result:create and result:update: those of the secrets and the sign-in, then every option of a target
/// that has a flag (TargetOptionTable). A secret is never a value on the command line; its flag asks for it, or reads
/// one line of standard input, in the order of the help. Each flag refuses a wrong value while the words are read.
[[nodiscard]] QVector<OptionSpec> targetFlags();

/// Takes the options' flags into `to`. InvalidInput names the flag and the mend. Reads the CA's file.
[[nodiscard]] Expected<void> applyTargetFlags(const Arguments& arguments, Destination& to);

/// Who signs in and with what, from the address, -u, -p and the secrets' flags, into the draft; then, if all options
/// are right together, reads those secrets. An address or flag that names a user means Basic, --token a bearer token,
/// --secret-header a header.
[[nodiscard]] Expected<void> applySignIn(CommandContext& context, const TargetUrl::Parsed& address, TargetDraft& draft);

/// A SecretMissing of the TargetSaver with the flag that gives it; any other error as it is.
[[nodiscard]] Error withFlagNamed(const Error& error);

}  // namespace courier
