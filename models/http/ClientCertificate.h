#pragma once

#include <QByteArray>
#include <QSslConfiguration>
#include <QString>

#include "models/address/TargetOptions.h"
#include "models/base/Expected.h"

namespace courier {

/// Puts a target's client certificate, its chain and its key into `ssl`. Certificates are read from PEM or DER, keys
/// from PKCS#8, PKCS#1 and SEC1, each as PEM or DER, with a passphrase or without: RSA and elliptic curves.
/// InvalidInput names the file and the mend where one cannot be read, the passphrase is missing or wrong, or the key
/// belongs to another certificate; it never holds the passphrase. Reads files: not for the main thread.
[[nodiscard]] Expected<void> addClientCertificate(QSslConfiguration& ssl, const TlsOptions& tls,
                                                  const QString& passphrase);

}  // namespace courier
