#pragma once

#include <QString>

#include "models/outbox/Delivery.h"

namespace courier {

/// The request of a delivery's first attempt as a curl command for a POSIX shell, every value quoted: method, address
/// and every header as they are sent, but for Content-Length, which curl counts itself. Where a secret stands there is
/// a placeholder within the quotes, '<PASSWORD>', '<TOKEN>', '<VALUE>' …: no secret is needed or known here. What curl
/// would add by itself (Accept, Expect) is taken out; proxy, certificates and the least TLS version go along. A signed
/// delivery's time and signature are placeholders too. `delivery.secretKey` is empty where nobody signs in. `bodyFile`:
/// the file with the bytes of the wire. Pure.
[[nodiscard]] QString curlCommand(const Delivery& delivery, const QString& bodyFile);

/// `text` as one word of a POSIX shell, whatever it holds.
[[nodiscard]] QString shellQuoted(const QString& text);

}  // namespace courier
