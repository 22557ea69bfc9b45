#pragma once

#include <QFuture>
#include <QHash>
#include <QObject>
#include <QString>
#include <mutex>

#include "models/base/Expected.h"

namespace courier {

/// What people see in place of a secret.
inline constexpr char maskedSecret[] = "\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2";

/// One item of the keychain: the secrets of one target or one connection, by field ("password", "token",
/// "signing_secret", "proxy_password", "key_passphrase"). Kept as a small JSON of at most 2,560 bytes.
struct Secret {
  QHash<QString, QString> fields;
  [[nodiscard]] QString password() const { return fields.value(QStringLiteral("password")); }
  [[nodiscard]] static Secret ofPassword(const QString& password);
  /// JSON with sorted keys, UTF-8; and back (Error InvalidInput when it is not such a JSON).
  [[nodiscard]] QByteArray toJson() const;
  [[nodiscard]] static Expected<Secret> fromJson(const QByteArray& json);
  bool operator==(const Secret&) const = default;
};

/// What Windows allows an item; the same limit holds everywhere, so that a target can move between computers.
inline constexpr qsizetype kMaxSecretBytes = 2560;

/// The secret's JSON as it is stored; InvalidInput when it is larger than kMaxSecretBytes.
[[nodiscard]] Expected<QByteArray> encodedSecret(const Secret& secret);

/// Where secrets are. Callable from every thread; answers arrive through futures, at most a time limit later. A
/// secret that cannot be read is an Error (SecretLocked, SecretMissing, SecretUnavailable), never an empty Secret:
/// nothing is sent "without authentication" because of it.
class SecretStore : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;
  /// Where a secret is kept: in the keychain, or in this process's memory until it ends.
  enum class Place { Keychain, Session };
  /// What a writer accepts where there is no keychain.
  enum class Fallback { None, Session };

  /// Where secrets written now would go, as far as is known without asking the keychain.
  [[nodiscard]] virtual Place place() const = 0;
  /// `key`: a random name made by newSecretKey(), stored with the target or connection.
  [[nodiscard]] virtual QFuture<Expected<Secret>> read(const QString& key) = 0;
  /// Done only once the value was read back and compared; says where it is now. SecretUnavailable where there is no
  /// keychain and `fallback` is None.
  [[nodiscard]] virtual QFuture<Expected<Place>> write(const QString& key, const Secret& secret, Fallback fallback) = 0;
  /// Done only once reading finds nothing; a key that was never there is no error.
  [[nodiscard]] virtual QFuture<Expected<void>> remove(const QString& key) = 0;
};

/// A fresh random key (128 bits, hexadecimal).
[[nodiscard]] QString newSecretKey();

/// Secrets in this process's memory alone, for computers without a keychain (and for tests). Thread-safe; gone with
/// the process.
class SessionSecretStore final : public SecretStore {
  Q_OBJECT
 public:
  /// `place`: what it says of itself; Session refuses writes that ask for the keychain.
  explicit SessionSecretStore(Place place = Place::Session, QObject* parent = nullptr);
  [[nodiscard]] Place place() const override { return m_place; }
  [[nodiscard]] QFuture<Expected<Secret>> read(const QString& key) override;
  [[nodiscard]] QFuture<Expected<Place>> write(const QString& key, const Secret& secret, Fallback fallback) override;
  [[nodiscard]] QFuture<Expected<void>> remove(const QString& key) override;

 private:
  Place m_place;
  std::mutex m_mutex;
  QHash<QString, Secret> m_secrets;
};

}  // namespace courier
