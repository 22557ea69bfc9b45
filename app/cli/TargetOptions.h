#pragma once

#include "app/cli/Command.h"
#include "models/targets/Target.h"

namespace courier {

/// Who to sign in as: from the address, -u and -p. No password: nothing secret was given.
struct SignIn {
  QString user;
  std::optional<QString> password;
};

/// Whether a password is stored already, so that a user name alone is enough.
enum class KeptPassword { None, Stored };

/// The options of result:create and result:update.
[[nodiscard]] QVector<OptionSpec> targetOptions();
/// -u and -p over what the address says; asks for the password where -p is given. A user without a password is
/// InvalidInput unless one is stored.
[[nodiscard]] Result<SignIn> readSignIn(CommandContext& context, const TargetUrl::Parsed& address, const QString& name,
                                        KeptPassword kept = KeptPassword::None);
/// --method, --row-cap and the address's own ?method= into `target`.
[[nodiscard]] Result<void> applyTargetOptions(const CommandContext& context, const TargetUrl::Parsed& address,
                                              Target& target);

}  // namespace courier
