#pragma once

#include <QString>

namespace courier {

/// Names of a keychain item's fields.
namespace secretfields {
inline const QString password = QStringLiteral("password");
inline const QString token = QStringLiteral("token");
inline const QString headerValue = QStringLiteral("header_value");
inline const QString signingSecret = QStringLiteral("signing_secret");
inline const QString proxyPassword = QStringLiteral("proxy_password");
inline const QString keyPassphrase = QStringLiteral("key_passphrase");
}  // namespace secretfields

}  // namespace courier
