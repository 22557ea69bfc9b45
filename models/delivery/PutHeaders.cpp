#include "models/delivery/PutRequest.h"

namespace courier {

QByteArray basicCredentials(const QString& user, const QString& password) {
  return (user + u':' + password).toUtf8().toBase64();
}

QVector<QPair<QByteArray, QByteArray>> putHeaders(const Delivery& delivery, int attemptNumber,
                                                  const std::optional<Secret>& secret, bool masked) {
  QVector<QPair<QByteArray, QByteArray>> headers = {
      {"Content-Type", delivery.contentType.toLatin1()},
      {"Content-Length", QByteArray::number(delivery.bodyBytes)},
      {"User-Agent", QByteArrayLiteral("QueryCourier/" COURIER_VERSION)},
      // Without it QtNetwork asks for compressed answers and unpacks them, however large they grow.
      {"Accept-Encoding", "identity"},
      {"Idempotency-Key", delivery.idempotencyKey.toLatin1()},
      {"Query-Courier-Job", QByteArray::number(delivery.jobId.value)},
      {"Query-Courier-Attempt", QByteArray::number(attemptNumber)},
  };
  if (delivery.truncated) headers.emplace_back("Query-Courier-Truncated", "true");
  headers.emplace_back("Content-Digest", "sha-256=:" + delivery.bodySha256.toBase64() + ':');
  if (!delivery.secretKey.isEmpty()) {
    if (masked) {
      headers.emplace_back("Authorization", QStringLiteral("Basic •••").toUtf8());
    } else if (secret) {
      headers.emplace_back("Authorization", "Basic " + basicCredentials(delivery.user, secret->password()));
    }
  }
  return headers;
}

}  // namespace courier
