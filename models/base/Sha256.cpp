#include "models/base/Sha256.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

namespace courier {

namespace {

/// SHA-256 as libcrypto implements it, fetched once in a process. libcrypto can refuse only where memory has run out or
/// its own files are broken; nothing could be sent then.
const EVP_MD* sha256() {
  static const EVP_MD* const digest = [] {
    const EVP_MD* fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    if (!fetched) qFatal("libcrypto offers no SHA-256");
    // Fetching leaves an error state on the thread that came first. That may be a pool's, which Qt takes for ended
    // before libcrypto has freed it, so it is given back now.
    OPENSSL_thread_stop();
    return fetched;
  }();
  return digest;
}

}  // namespace

struct Sha256::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();

  State() { start(); }
  ~State() { EVP_MD_CTX_free(context); }
  Q_DISABLE_COPY_MOVE(State)
  void start() {
    if (EVP_DigestInit_ex(context, sha256(), nullptr) != 1) qFatal("libcrypto failed at SHA-256");
  }
};

Sha256::Sha256() : m(std::make_unique<State>()) {}
Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) {
  if (EVP_DigestUpdate(m->context, bytes.data(), bytes.size()) != 1) qFatal("libcrypto failed at SHA-256");
}

QByteArray Sha256::finish() {
  QByteArray digest(EVP_MD_get_size(sha256()), Qt::Uninitialized);
  if (EVP_DigestFinal_ex(m->context, reinterpret_cast<unsigned char*>(digest.data()), nullptr) != 1) {
    qFatal("libcrypto failed at SHA-256");
  }
  m->start();
  return digest;
}

}  // namespace courier
