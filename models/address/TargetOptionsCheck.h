#pragma once

#include <QString>

#include "models/address/TargetOptions.h"
#include "models/base/Expected.h"

namespace courier {

/// What can be wrong with a target's options. Pure; opens no file. Errors are InvalidInput, name the part and the mend,
/// and never repeat a value that may be secret.

/// A header's name and value as they may stand among a target's further headers: a token (RFC 9110, 5.6.2), none that
/// the program sets itself, none whose value is secret; printable ASCII.
[[nodiscard]] Expected<void> checkHeader(const HttpHeader& header);
/// The name of the header that carries a secret (AuthKind::Header); Authorization and Cookie may.
[[nodiscard]] Expected<void> checkAuthHeaderName(const QString& name);
/// A secret that is sent within a header: printable ASCII, not empty, at most 2,048 characters. `part` names it.
[[nodiscard]] Expected<void> checkHeaderSecret(const QString& part, const QString& value);
/// A signing secret: "whsec_" and base64 of 24 to 64 bytes (Standard Webhooks), or such a base64 without the prefix.
[[nodiscard]] Expected<void> checkSigningSecret(const QString& secret);
/// All options together.
[[nodiscard]] Expected<void> checkTargetOptions(const TargetOptions& options);

}  // namespace courier
