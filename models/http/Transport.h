#pragma once

#include <QByteArray>
#include <QSslConfiguration>
#include <QVector>
#include <optional>

#include "models/address/TargetOptions.h"
#include "models/base/Expected.h"
#include "models/http/PutLimits.h"
#include "models/secrets/SecretStore.h"

namespace courier {

/// How a target's options and its secrets become what the network is told.

/// What TLS is to do: TLS 1.2 at least, the person's own CA besides the trusted ones of `base`, the client certificate.
/// Reads the certificate's and key's files: not for the main thread. InvalidInput names the file and the mend; never
/// the passphrase.
[[nodiscard]] Expected<QSslConfiguration> sslConfigurationFor(const TlsOptions& tls, const Secret& secret,
                                                              const QSslConfiguration& base);

/// The target's limits over `usual`: what the target leaves at its default stays as `usual` has it.
[[nodiscard]] PutLimits limitsFor(const TimeOptions& times, PutLimits usual = {});

/// Every form in which a secret of this item can come back from a server: itself, percent-encoded, in base64, and
/// within Basic credentials of `user` and of the proxy's user. For masking.
[[nodiscard]] QVector<QByteArray> secretTexts(const Secret& secret, const QString& user, const QString& proxyUser);

/// base64 of "user:password" in UTF-8 (RFC 7617).
[[nodiscard]] QByteArray basicCredentials(const QString& user, const QString& password);

}  // namespace courier
