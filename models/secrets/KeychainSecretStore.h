#pragma once

#include <deque>

#include "models/secrets/SecretStore.h"

namespace courier {

class KeychainOperation;
struct KeychainRequest;

/// The operating system's keychain through QtKeychain: Secret Service, macOS Keychain, Windows Credential Manager.
/// Lives on the main thread, whose event loop answers. Every call has a time limit, after which it is SecretLocked
/// ("The keychain is locked"); writes and deletes are read back (QtKeychain 0.13 reports success for a delete in a
/// locked keyring that did nothing). Calls are answered one after the other. Insecure fallback is never on. Binary
/// items only. A call still unanswered when the store goes is answered with Cancelled.
class KeychainSecretStore final : public SecretStore {
  Q_OBJECT
 public:
  /// `service`: the name under which items are filed, e.g. "Query Courier".
  explicit KeychainSecretStore(QString service, int timeLimitMs = 20'000, QObject* parent = nullptr);
  [[nodiscard]] Place place() const override { return Place::Keychain; }
  [[nodiscard]] QFuture<Expected<Secret>> read(const QString& key) override;
  [[nodiscard]] QFuture<Expected<Place>> write(const QString& key, const Secret& secret, Fallback fallback) override;
  [[nodiscard]] QFuture<Expected<void>> remove(const QString& key) override;

 private:
  [[nodiscard]] QFuture<Expected<QByteArray>> ask(KeychainRequest request);
  void enqueue(KeychainOperation* operation);
  void startNext();

  QString m_service;
  int m_timeLimitMs;
  std::deque<KeychainOperation*> m_waiting;  ///< children; each leaves when it has answered
  KeychainOperation* m_running = nullptr;
};

}  // namespace courier
