#pragma once

#include <QString>
#include <optional>

#include "models/address/TargetOptions.h"

namespace courier {

/// The words by which options are stored and given on the command line. Pure.
[[nodiscard]] QString authKindKey(AuthKind kind);         ///< none basic bearer header
[[nodiscard]] QString bodyFormatKey(BodyFormat format);   ///< result objects lines csv
[[nodiscard]] QString proxyKindKey(ProxyKind kind);       ///< system none http socks5
[[nodiscard]] QString tlsMinimumKey(TlsMinimum minimum);  ///< 1.2 1.3
[[nodiscard]] QString retentionKey(Retention retention);  ///< 90d 7d delivered

[[nodiscard]] std::optional<AuthKind> authKindFromKey(const QString& key);
[[nodiscard]] std::optional<BodyFormat> bodyFormatFromKey(const QString& key);
[[nodiscard]] std::optional<ProxyKind> proxyKindFromKey(const QString& key);
[[nodiscard]] std::optional<TlsMinimum> tlsMinimumFromKey(const QString& key);
[[nodiscard]] std::optional<Retention> retentionFromKey(const QString& key);

}  // namespace courier
