#pragma once

#include <optional>

#include "models/outbox/Delivery.h"
#include "models/secrets/SecretMask.h"
#include "models/secrets/SecretStore.h"

namespace courier {

/// All that a request may not give away when its server, or a proxy on the way, repeats it: the fields of its keychain
/// item, what by its name is a secret among its headers and in its address's query, and the passwords of the proxies
/// that the environment names.
[[nodiscard]] SecretMask secretsOf(const Delivery& delivery, const std::optional<Secret>& secret);

}  // namespace courier
