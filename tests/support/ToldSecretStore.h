#pragma once

#include <QPromise>
#include <atomic>
#include <optional>

#include "models/secrets/SecretStore.h"

namespace courier::testing {

/// A keychain that gives its one item, else an error of this kind, or never answers; counts how often it is asked.
class ToldSecretStore final : public SecretStore {
 public:
  [[nodiscard]] Place place() const override { return Place::Keychain; }
  [[nodiscard]] QFuture<Expected<Secret>> read(const QString&) override {
    ++reads;
    if (silent) return m_never.future();
    if (item) return done<Secret>(*item);
    return done<Secret>(Error::of(kind, QStringLiteral("told so")));
  }
  [[nodiscard]] QFuture<Expected<Place>> write(const QString&, const Secret&, Fallback) override {
    return done<Place>(Error::of(kind, {}));
  }
  [[nodiscard]] QFuture<Expected<void>> remove(const QString&) override { return done<void>(Expected<void>()); }

  std::optional<Secret> item;
  std::atomic<ErrorKind> kind = ErrorKind::SecretLocked;
  std::atomic<bool> silent = false;
  std::atomic<int> reads = 0;

 private:
  template <class Value>
  static QFuture<Expected<Value>> done(Expected<Value> result) {
    QPromise<Expected<Value>> promise;
    promise.start();
    promise.addResult(std::move(result));
    promise.finish();
    return promise.future();
  }
  QPromise<Expected<Secret>> m_never;
};

}  // namespace courier::testing
