#include "models/http/WebhookSignature.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <QCoreApplication>
#include <QFile>
#include <array>

namespace courier {
namespace {

struct WebhookSignatureTr {
  Q_DECLARE_TR_FUNCTIONS(WebhookSignature)
};

constexpr qint64 blockBytes = qint64{1} << 20;
const QByteArray prefix = QByteArrayLiteral("whsec_");

QByteArray keyOf(const QString& secret) {
  const QByteArray text = secret.toUtf8();
  return QByteArray::fromBase64(text.startsWith(prefix) ? text.mid(prefix.size()) : text);
}

}  // namespace

struct WebhookSigner::State {
  EVP_MAC* algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  EVP_MAC_CTX* context = algorithm ? EVP_MAC_CTX_new(algorithm) : nullptr;

  State() = default;
  ~State() {
    EVP_MAC_CTX_free(context);
    EVP_MAC_free(algorithm);
  }
  Q_DISABLE_COPY_MOVE(State)
};

WebhookSigner::WebhookSigner(const QString& secret, const QByteArray& id, qint64 timestampS)
    : m(std::make_unique<State>()) {
  const QByteArray key = keyOf(secret);
  std::array<char, 7> digest = {"SHA256"};
  const std::array<OSSL_PARAM, 2> parameters = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0), OSSL_PARAM_construct_end()};
  // libcrypto can refuse only where memory has run out or its own files are broken.
  if (!m->context || EVP_MAC_init(m->context, reinterpret_cast<const unsigned char*>(key.constData()),
                                  static_cast<size_t>(key.size()), parameters.data()) != 1) {
    qFatal("libcrypto offers no HMAC");
  }
  const QByteArray head = id + '.' + QByteArray::number(timestampS) + '.';
  add({head.constData(), static_cast<size_t>(head.size())});
}

WebhookSigner::~WebhookSigner() = default;

void WebhookSigner::add(std::string_view bytes) {
  if (EVP_MAC_update(m->context, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()) != 1) {
    qFatal("libcrypto failed at HMAC");
  }
}

QByteArray WebhookSigner::finish() {
  QByteArray mac(static_cast<qsizetype>(EVP_MAC_CTX_get_mac_size(m->context)), Qt::Uninitialized);
  size_t written = 0;
  if (EVP_MAC_final(m->context, reinterpret_cast<unsigned char*>(mac.data()), &written,
                    static_cast<size_t>(mac.size())) != 1) {
    qFatal("libcrypto failed at HMAC");
  }
  return "v1," + mac.toBase64();
}

Expected<HeaderList> webhookHeaders(const QString& bodyPath, const QString& secret, const QByteArray& id,
                                    qint64 timestampS) {
  QFile body(bodyPath);
  const auto unreadable = [&] {
    return Error::of(ErrorKind::Storage,
                     WebhookSignatureTr::tr("The kept body cannot be read, so it cannot be signed."),
                     body.errorString());
  };
  if (!body.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) return unreadable();
  WebhookSigner signer(secret, id, timestampS);
  QByteArray block(blockBytes, Qt::Uninitialized);
  for (;;) {
    const qint64 got = body.read(block.data(), blockBytes);
    if (got < 0) return unreadable();
    if (got == 0) break;
    signer.add({block.constData(), static_cast<size_t>(got)});
  }
  return HeaderList{{"webhook-id", id},
                    {"webhook-timestamp", QByteArray::number(timestampS)},
                    {"webhook-signature", signer.finish()}};
}

HeaderList maskedWebhookHeaders(const QByteArray& id) {
  return {{"webhook-id", id},
          {"webhook-timestamp", "\xE2\x80\xA6"},
          {"webhook-signature", "v1,\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2"}};
}

}  // namespace courier
