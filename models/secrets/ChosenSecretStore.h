#pragma once

#include <atomic>

#include "models/secrets/KeychainSecretStore.h"
#include "models/secrets/SecretStore.h"

namespace courier {

/// The keychain where there is one, this session's memory where there is none. Asks the keychain only when the first
/// secret is needed, so that nobody is prompted without cause. Reads look into the session first: what was typed
/// while there was no keychain is there. Main thread; callable from every thread.
class ChosenSecretStore final : public SecretStore {
  Q_OBJECT
 public:
  explicit ChosenSecretStore(QString service, int timeLimitMs = 20'000, QObject* parent = nullptr);
  /// Keychain until a call has found none.
  [[nodiscard]] Place place() const override;
  [[nodiscard]] QFuture<Expected<Secret>> read(const QString& key) override;
  [[nodiscard]] QFuture<Expected<Place>> write(const QString& key, const Secret& secret, Fallback fallback) override;
  [[nodiscard]] QFuture<Expected<void>> remove(const QString& key) override;

 private:
  void noteAnswer(const Error* error);

  std::atomic<bool> m_keychainMissing = false;
  SessionSecretStore m_session;
  KeychainSecretStore m_keychain;  ///< last: its unfinished calls are answered before the others go
};

}  // namespace courier
