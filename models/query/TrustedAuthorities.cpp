#include "models/query/TrustedAuthorities.h"

#include <QFile>
#include <QString>
#include <array>

namespace courier {

QByteArray systemAuthorities() {
  constexpr std::array kBundles = {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
                                   "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"};
  for (const char* bundle : kBundles) {
    if (QFile::exists(QString::fromLatin1(bundle))) return bundle;
  }
  return {};
}

}  // namespace courier
