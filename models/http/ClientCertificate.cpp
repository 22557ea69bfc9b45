#include "models/http/ClientCertificate.h"

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

#include <QCoreApplication>
#include <QFile>
#include <QScopeGuard>
#include <QSslCertificate>
#include <QSslKey>
#include <algorithm>
#include <cstring>
#include <memory>

namespace courier {
namespace {

struct ClientCertificateTr {
  Q_DECLARE_TR_FUNCTIONS(Transport)
};

constexpr qint64 largestKeyFile = qint64{1} << 20;
constexpr const char* pemMark = "-----BEGIN ";

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeX509 {
  void operator()(X509* certificate) const { X509_free(certificate); }
};
struct FreeSignature {
  void operator()(X509_SIG* signature) const { X509_SIG_free(signature); }
};
struct FreePkcs12 {
  void operator()(PKCS12* file) const { PKCS12_free(file); }
};
using Bio = std::unique_ptr<BIO, FreeBio>;
using PrivateKey = std::unique_ptr<EVP_PKEY, FreeKey>;

Error wrongFile(const QString& message, const QString& path, const QString& detail = {}) {
  return Error::invalidInput(message.arg(path), detail);
}

Expected<QByteArray> readKeyFile(const QString& path) {
  QFile file(path);
  if (file.open(QIODevice::ReadOnly)) return file.read(largestKeyFile);
  return wrongFile(
      ClientCertificateTr::tr("The client certificate's file “%1” cannot be read. Put it back, or choose another."),
      path, file.errorString());
}

Bio reading(const QByteArray& bytes) {
  return Bio(BIO_new_mem_buf(bytes.constData(), static_cast<int>(bytes.size())));
}

/// libcrypto asks for a passphrase only where the key has one.
struct Passphrase {
  QByteArray text;
  bool wasAsked = false;

  static int give(char* to, int size, int, void* self) {
    auto* passphrase = static_cast<Passphrase*>(self);
    passphrase->wasAsked = true;
    const int length = static_cast<int>(passphrase->text.size());
    if (length == 0 || length > size) return -1;
    std::memcpy(to, passphrase->text.constData(), static_cast<size_t>(length));
    return length;
  }
};

PrivateKey keyOf(const QByteArray& file, Passphrase& passphrase) {
  if (file.contains(pemMark))
    return PrivateKey(PEM_read_bio_PrivateKey(reading(file).get(), nullptr, &Passphrase::give, &passphrase));
  const auto* bytes = reinterpret_cast<const unsigned char*>(file.constData());
  const auto* at = bytes;
  if (std::unique_ptr<X509_SIG, FreeSignature> locked(d2i_X509_SIG(nullptr, &at, file.size())); locked) {
    return PrivateKey(d2i_PKCS8PrivateKey_bio(reading(file).get(), nullptr, &Passphrase::give, &passphrase));
  }
  at = bytes;
  return PrivateKey(d2i_AutoPrivateKey(nullptr, &at, file.size()));
}

bool isPkcs12(const QByteArray& file) {
  const auto* at = reinterpret_cast<const unsigned char*>(file.constData());
  return std::unique_ptr<PKCS12, FreePkcs12>(d2i_PKCS12(nullptr, &at, file.size())) != nullptr;
}

QString pkcs12Text() {
  return ClientCertificateTr::tr(
      "The file “%1” is a PKCS#12 file. Make a PEM file of it: openssl pkcs12 -in FILE -out client.pem.");
}

/// Whether libcrypto gave up because it does not know the cipher any more, as with DES.
bool isOldCipher() {
  bool isOld = false;
  while (const unsigned long code = ERR_get_error())
    isOld = isOld || (ERR_GET_LIB(code) == ERR_LIB_EVP && ERR_GET_REASON(code) == ERR_R_UNSUPPORTED);
  return isOld;
}

/// Why there is no key in a file, and the mend; %1: the file.
QString unreadableText(const QByteArray& file, const Passphrase& given) {
  if (!given.wasAsked)
    return isPkcs12(file)
               ? pkcs12Text()
               : ClientCertificateTr::tr("The file “%1” contains no readable key. Choose the key's PEM or DER file.");
  if (given.text.isEmpty()) return ClientCertificateTr::tr("The key in “%1” has a passphrase. Enter it.");
  if (isOldCipher())
    return ClientCertificateTr::tr(
        "The key in “%1” is encrypted in a way that is too old. Encrypt it anew: openssl pkcs8 -topk8 -v2 "
        "aes-256-cbc.");
  return ClientCertificateTr::tr("The passphrase does not open the key in “%1”. Enter the right one.");
}

/// Qt reads a plain PKCS#8 PEM with every TLS library that it can be built for; null for kinds that it does not know.
QSslKey qtKey(EVP_PKEY* key) {
  const int id = EVP_PKEY_get_base_id(key);
  if (id != EVP_PKEY_RSA && id != EVP_PKEY_EC && id != EVP_PKEY_DSA) return {};
  const Bio out(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_PKCS8PrivateKey(out.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1) return {};
  char* text = nullptr;
  const long size = BIO_get_mem_data(out.get(), &text);
  QByteArray pem(text, size);
  OPENSSL_cleanse(text, static_cast<size_t>(size));
  const auto kind = id == EVP_PKEY_RSA ? QSsl::Rsa : id == EVP_PKEY_EC ? QSsl::Ec : QSsl::Dsa;
  QSslKey made(pem, kind, QSsl::Pem, QSsl::PrivateKey);
  OPENSSL_cleanse(pem.data(), static_cast<size_t>(pem.size()));
  return made;
}

bool belongsTo(const QSslCertificate& certificate, EVP_PKEY* key) {
  const QByteArray der = certificate.toDer();
  const auto* at = reinterpret_cast<const unsigned char*>(der.constData());
  const std::unique_ptr<X509, FreeX509> read(d2i_X509(nullptr, &at, der.size()));
  return read && X509_check_private_key(read.get(), key) == 1;
}

}  // namespace

Expected<void> addClientCertificate(QSslConfiguration& ssl, const TlsOptions& tls, const QString& passphrase) {
  if (tls.clientCertificateFile.isEmpty()) return {};
  const auto clearErrors = qScopeGuard([] {
    ERR_clear_error();
    // What libcrypto keeps for a thread: this may be a pool's.
    OPENSSL_thread_stop();
  });
  const auto file = readKeyFile(tls.clientCertificateFile);
  if (!file) return file.error();
  QList<QSslCertificate> chain = QSslCertificate::fromData(*file, file->contains(pemMark) ? QSsl::Pem : QSsl::Der);
  if (chain.isEmpty() || chain.first().isNull()) {
    return wrongFile(isPkcs12(*file) ? pkcs12Text()
                                     : ClientCertificateTr::tr("The file “%1” contains no client certificate. Choose a "
                                                               "PEM file that begins with BEGIN CERTIFICATE."),
                     tls.clientCertificateFile);
  }
  const QString keyFile = tls.clientKeyFile.isEmpty() ? tls.clientCertificateFile : tls.clientKeyFile;
  const auto keyBytes = readKeyFile(keyFile);
  if (!keyBytes) return keyBytes.error();
  Passphrase given{passphrase.toUtf8()};
  const PrivateKey key = keyOf(*keyBytes, given);
  if (!key) return wrongFile(unreadableText(*keyBytes, given), keyFile);
  const auto own = std::find_if(chain.begin(), chain.end(),
                                [&](const QSslCertificate& certificate) { return belongsTo(certificate, key.get()); });
  if (own == chain.end()) {
    return Error::invalidInput(
        ClientCertificateTr::tr("The key in “%1” belongs to another certificate than the one in “%2”. Choose the key "
                                "that the certificate was made with.")
            .arg(keyFile, tls.clientCertificateFile));
  }
  // The key's own certificate is shown first, wherever the file has it.
  std::rotate(chain.begin(), own, own + 1);
  const QSslKey shown = qtKey(key.get());
  if (shown.isNull()) {
    return wrongFile(
        ClientCertificateTr::tr("The key in “%1” is of a kind that is not supported here. Use an RSA key, or one on an "
                                "elliptic curve (EC)."),
        keyFile);
  }
  ssl.setLocalCertificateChain(chain);
  ssl.setPrivateKey(shown);
  return {};
}

}  // namespace courier
