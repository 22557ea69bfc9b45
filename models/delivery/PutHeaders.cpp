#include "models/delivery/PutRequest.h"
#include "models/delivery/Transport.h"
#include "models/delivery/WebhookSignature.h"
#include "models/encode/BodyWriter.h"

namespace courier {
namespace {

const QByteArray mask = QByteArrayLiteral("\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2");

/// The header that says who is sending, or nothing.
HeaderList signIn(const Delivery& delivery, const std::optional<Secret>& secret, bool masked) {
  const auto value = [&](const QString& field) { return secret ? secret->fields.value(field).toUtf8() : QByteArray(); };
  if (!masked && !secret) return {};
  switch (delivery.options.auth) {
    case AuthKind::None:
      break;
    case AuthKind::Basic:
      if (delivery.user.isEmpty()) break;
      return {{"Authorization", "Basic " + (masked ? mask : basicCredentials(delivery.user, secret->password()))}};
    case AuthKind::Bearer:
      return {{"Authorization", "Bearer " + (masked ? mask : value(secretfields::token))}};
    case AuthKind::Header:
      return {{delivery.options.authHeader.toLatin1(), masked ? mask : value(secretfields::headerValue)}};
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
  const QString encoding = bodyContentEncoding(delivery.options.body);
  if (!encoding.isEmpty()) headers.insert(1, {"Content-Encoding", encoding.toLatin1()});
  if (delivery.truncated) headers.emplace_back("Query-Courier-Truncated", "true");
  headers.emplace_back("Content-Digest", "sha-256=:" + delivery.bodySha256.toBase64() + ':');
  for (const HttpHeader& header : delivery.options.headers) {
    headers.emplace_back(header.name.toLatin1(), header.value.toLatin1());
  }
  if (masked && delivery.options.isSigned) headers += maskedWebhookHeaders(delivery.idempotencyKey.toLatin1());
  headers += signIn(delivery, secret, masked);
  return headers;
}

}  // namespace courier
