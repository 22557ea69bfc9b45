#include "models/http/PutRequest.h"
#include "models/http/Transport.h"
#include "models/http/WebhookSignature.h"
#include "models/write/BodyWriter.h"

namespace courier {
namespace {

/// The header that says who is sending, or nothing.
HeaderList signIn(const Delivery& delivery, const std::optional<Secret>& secret, bool masked) {
  const auto value = [&](const QString& field) { return secret ? secret->fields.value(field).toUtf8() : QByteArray(); };
  if (!masked && !secret) return {};
  switch (delivery.to.options.auth) {
    case AuthKind::None:
      break;
    case AuthKind::Basic:
      if (delivery.to.user.isEmpty()) break;
      return {{"Authorization",
               "Basic " + (masked ? maskedSecret : basicCredentials(delivery.to.user, secret->password()))}};
    case AuthKind::Bearer:
      return {{"Authorization", "Bearer " + (masked ? maskedSecret : value(secretfields::token))}};
    case AuthKind::Header:
      return {{delivery.to.options.authHeader.toLatin1(), masked ? maskedSecret : value(secretfields::headerValue)}};
  }
  return {};
}

}  // namespace

HeaderList putHeaders(const Delivery& delivery, int attemptNumber, const std::optional<Secret>& secret, bool masked) {
  HeaderList headers = {
      {"Content-Type", delivery.contentType.toLatin1()},
      {"Content-Length", QByteArray::number(delivery.bodyBytes)},
      {"User-Agent", QByteArrayLiteral("QueryCourier/" COURIER_VERSION)},
      // Without it QtNetwork asks for compressed answers and unpacks them, however large they grow.
      {"Accept-Encoding", "identity"},
      {"Idempotency-Key", delivery.idempotencyKey.toLatin1()},
      {"Query-Courier-Job", QByteArray::number(delivery.jobId.value)},
      {"Query-Courier-Attempt", QByteArray::number(attemptNumber)},
  };
  const QString encoding = bodyContentEncoding(delivery.to.options.body);
  if (!encoding.isEmpty()) headers.insert(1, {"Content-Encoding", encoding.toLatin1()});
  if (delivery.truncated) headers.emplace_back("Query-Courier-Truncated", "true");
  headers.emplace_back("Content-Digest", "sha-256=:" + delivery.bodySha256.toBase64() + ':');
  for (const HttpHeader& header : delivery.to.options.headers) {
    headers.emplace_back(header.name.toLatin1(), header.value.toLatin1());
  }
  if (masked && delivery.to.options.isSigned) headers += maskedWebhookHeaders(delivery.idempotencyKey.toLatin1());
  headers += signIn(delivery, secret, masked);
  return headers;
}

}  // namespace courier
