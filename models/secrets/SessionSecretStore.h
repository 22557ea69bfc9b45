#pragma once

#include <mutex>

#include "models/secrets/SecretStore.h"

namespace courier {

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
