#pragma once

#include <QString>

class QSslCertificate;

namespace courier {

/// Whether a server's certificate is one for `host`, a name or an IP address, as RFC 9525 has it: one of its
/// alternative names has to be that host, a name among the DNS names and an address among the IP addresses; '*' stands
/// for exactly one whole label, the leftmost of three or more. The common name is never looked at. For whoever speaks
/// TLS: a library that also takes the common name is asked this besides. Pure.
[[nodiscard]] bool certificateIsFor(const QSslCertificate& certificate, const QString& host);

/// A certificate whose only word about a host is its common name.
[[nodiscard]] bool hasNoAlternativeName(const QSslCertificate& certificate);

}  // namespace courier
