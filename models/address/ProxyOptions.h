#pragma once

#include <QString>
#include <QtGlobal>
#include <array>
#include <optional>

#include "models/base/DescribedOption.h"
#include "models/base/Expected.h"

namespace courier {

enum class ProxyKind { System, None, Http, Socks5 };

/// The proxy on the way to a server. For an address of this computer no proxy is used, whatever is set here.
struct ProxyOptions {
  ProxyKind kind = ProxyKind::System;
  QString host;  ///< for Http and Socks5
  int port = 0;  ///< for Http and Socks5
  QString user;  ///< "" without credentials

  /// Whether a person names it, by host and port.
  [[nodiscard]] bool isNamed() const { return kind == ProxyKind::Http || kind == ProxyKind::Socks5; }
  bool operator==(const ProxyOptions&) const = default;
};

/// The kinds, for a table of options.
inline constexpr std::array proxyKindChoices = {
    OptionChoice{static_cast<int>(ProxyKind::System), "system", QT_TRANSLATE_NOOP("TargetOptions", "The system's"), "",
                 "TargetOptions"},
    OptionChoice{static_cast<int>(ProxyKind::None), "none", QT_TRANSLATE_NOOP("TargetOptions", "None"),
                 QT_TRANSLATE_NOOP("TargetOptions", "none"), "TargetOptions"},
    OptionChoice{static_cast<int>(ProxyKind::Http), "http", QT_TRANSLATE_NOOP("TargetOptions", "An HTTP proxy"), "",
                 "TargetOptions"},
    OptionChoice{static_cast<int>(ProxyKind::Socks5), "socks5", QT_TRANSLATE_NOOP("TargetOptions", "A SOCKS5 proxy"),
                 "", "TargetOptions"}};
/// What proxyFromText() takes, for a help.
inline constexpr const char* proxyValueName = "system|none|URL";
/// "system", "none", "http://[user@]host:port" or "socks5://[user@]host:port", the user percent-encoded.
[[nodiscard]] QString proxyText(const ProxyOptions& proxy);
/// The same for people, with a mask in the password's place.
[[nodiscard]] QString shownProxy(const ProxyOptions& proxy);
/// From proxyText(); nothing where it is none, or holds a password.
[[nodiscard]] std::optional<ProxyOptions> proxyFromText(const QString& text);
/// Whether it can be used. InvalidInput names the part and the mend.
[[nodiscard]] Expected<void> checkProxy(const ProxyOptions& proxy);

}  // namespace courier
