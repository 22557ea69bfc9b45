#pragma once

#include <QByteArray>
#include <QPair>
#include <QString>
#include <QVector>
#include <memory>
#include <string_view>

#include "models/base/Expected.h"

namespace courier {

/// Standard Webhooks, version 1 (github.com/standard-webhooks/standard-webhooks): HMAC-SHA256 over "id.timestamp.body"
/// with the key that the secret holds in base64 behind "whsec_".
class WebhookSigner {
 public:
  /// `secret` as checkSigningSecret() accepts it; `timestampS`: Unix seconds.
  WebhookSigner(const QString& secret, const QByteArray& id, qint64 timestampS);
  ~WebhookSigner();
  WebhookSigner(const WebhookSigner&) = delete;
  WebhookSigner& operator=(const WebhookSigner&) = delete;

  /// The body's bytes, in order.
  void add(std::string_view bytes);
  /// "v1,…", called once.
  [[nodiscard]] QByteArray finish();

 private:
  struct State;
  std::unique_ptr<State> m;
};

using HeaderList = QVector<QPair<QByteArray, QByteArray>>;

/// webhook-id, webhook-timestamp and webhook-signature for the file as a body. Reads the whole file: not for the
/// main thread. Storage when it cannot be read.
[[nodiscard]] Expected<HeaderList> webhookHeaders(const QString& bodyPath, const QString& secret, const QByteArray& id,
                                                  qint64 timestampS);

/// The same with "v1,•••" for a signature: what a person is shown before anything is sent.
[[nodiscard]] HeaderList maskedWebhookHeaders(const QByteArray& id);

}  // namespace courier
