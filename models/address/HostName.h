#pragma once

#include <QString>
#include <QStringView>

#include "models/base/Expected.h"

namespace courier {

/// A web address's host. Pure. Errors are InvalidInput and do not repeat the text, which may be a password that an
/// unescaped '/' or '@' cut off.

/// A host in its canonical spelling: lower case, international names in punycode, without a trailing dot; IPv6 (given
/// in brackets) compressed and without brackets. Refuses numbers that would be read as another IPv4 address ("1.2.3").
[[nodiscard]] Expected<QString> canonicalHost(QStringView text);

/// A canonical host as an address contains it: IPv6 in brackets.
[[nodiscard]] QString bracketedHost(const QString& host);
/// "reports.example.org:8080", "[::1]:80".
[[nodiscard]] QString hostAndPort(const QString& host, int port);

/// A canonical host for reading: Unicode, IPv6 in brackets. canonicalHost() gives the same host again.
[[nodiscard]] QString readableHost(const QString& host);

/// A canonical host that is an IPv4 or IPv6 address rather than a name.
[[nodiscard]] bool isAddressLiteral(const QString& host);

/// 127.0.0.0/8, ::1 and localhost.
[[nodiscard]] bool isLoopbackHost(const QString& host);

/// A host that can be reached without the wide network: this computer, a private or link-local address (RFC 1918,
/// RFC 4193, RFC 3927, RFC 4291), a name of one label, or one under .local or .localhost. Pure; looks nothing up.
[[nodiscard]] bool isNearHost(const QString& host);

}  // namespace courier
