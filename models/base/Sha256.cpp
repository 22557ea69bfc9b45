#include "models/base/Sha256.h"

#include <openssl/evp.h>

namespace courier {

struct Sha256::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();

  State() { start(); }
  ~State() { EVP_MD_CTX_free(context); }
  Q_DISABLE_COPY_MOVE(State)
  // libcrypto can refuse only where memory has run out or its own files are broken; nothing could be sent then.
  void start() {
    if (EVP_DigestInit_ex(context, EVP_sha256(), nullptr) != 1) qFatal("libcrypto offers no SHA-256");
  }
};

Sha256::Sha256() : m(std::make_unique<State>()) {}
Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) {
  if (EVP_DigestUpdate(m->context, bytes.data(), bytes.size()) != 1) qFatal("libcrypto failed at SHA-256");
}

QByteArray Sha256::finish() {
  QByteArray digest(EVP_MD_get_size(EVP_sha256()), Qt::Uninitialized);
  if (EVP_DigestFinal_ex(m->context, reinterpret_cast<unsigned char*>(digest.data()), nullptr) != 1) {
    qFatal("libcrypto failed at SHA-256");
  }
  m->start();
  return digest;
}

}  // namespace courier
