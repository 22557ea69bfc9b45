#include "models/address/Destination.h"

namespace courier {

Expected<Destination> Destination::joined(const QString& tail) const {
  if (tail.isEmpty()) return *this;
  const auto joinedUrl = url.joined(tail);
  if (!joinedUrl) return joinedUrl.error();
  Destination further = *this;
  further.url = joinedUrl->url;
  further.method = joinedUrl->method.value_or(method);
  return further;
}

Destination Destination::withConnectionOf(const Destination& present) const {
  if (present.url.origin() != url.origin()) return *this;
  Destination mended = *this;
  mended.user = present.user;
  mended.secretKey = present.secretKey;
  mended.options = options.withConnectionOf(present.options);
  return mended;
}

bool Destination::signsIn() const {
  // A user name may be empty (RFC 7617, 2): an item that nothing else needs is then its password.
  const bool needsOther = options.isSigned || !options.proxy.user.isEmpty() || options.tls.keyHasPassphrase;
  if (options.auth == AuthKind::Basic) return !user.isEmpty() || (!secretKey.isEmpty() && !needsOther);
  return options.auth != AuthKind::None;
}

QStringList Destination::neededSecrets() const {
  QStringList fields;
  switch (options.auth) {
    case AuthKind::None:
      break;
    case AuthKind::Basic:
      if (signsIn()) fields.append(secretfields::password);
      break;
    case AuthKind::Bearer:
      fields.append(secretfields::token);
      break;
    case AuthKind::Header:
      fields.append(secretfields::headerValue);
      break;
  }
  if (options.isSigned) fields.append(secretfields::signingSecret);
  if (!options.proxy.user.isEmpty()) fields.append(secretfields::proxyPassword);
  if (options.tls.keyHasPassphrase) fields.append(secretfields::keyPassphrase);
  return fields;
}

}  // namespace courier
