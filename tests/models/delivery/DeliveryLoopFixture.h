#pragma once

#include <QPromise>
#include <atomic>

#include "models/delivery/DeliveryLoop.h"
#include "models/secrets/SecretStore.h"
#include "tests/models/outbox/OutboxFixture.h"
#include "tests/support/FaultyServer.h"
#include "tests/support/ToldSecretStore.h"

namespace courier::testing {

/// A delivery loop on a database and a spool folder of its own, and the server that it sends to.
class DeliveryLoopFixture : public OutboxFixture {
 protected:
  DeliveryLoopFixture() { QDir().mkpath(spoolFolder()); }

  [[nodiscard]] QString spoolFolder() const { return database.folder() + QStringLiteral("/spool"); }

  [[nodiscard]] DeliveryLoopOptions options() const {
    DeliveryLoopOptions loopOptions;
    loopOptions.spoolFolder = spoolFolder();
    loopOptions.jitter = [] { return 0.5; };
    return loopOptions;
  }
  [[nodiscard]] std::unique_ptr<DeliveryLoop> start(DeliveryLoopOptions loopOptions) {
    return start(std::move(loopOptions), secrets);
  }
  [[nodiscard]] std::unique_ptr<DeliveryLoop> start(DeliveryLoopOptions loopOptions, SecretStore& store) {
    auto loop = std::make_unique<DeliveryLoop>(outbox, store, clock, std::move(loopOptions));
    loop->start();
    return loop;
  }

  /// Queues a body that the spool folder really holds.
  DeliveryId queueBody(TargetId target, const QString& path, const QByteArray& bytes = "{\"data\":[]}",
                       const QString& key = {}) {
    const SpoolFile body = keptBody(spoolFolder(), QStringLiteral("body%1.json").arg(++m_bodies), bytes, 7);
    DeliveryRequest request = requestTo(target, server.address(path));
    if (!key.isEmpty()) request.to.user = QStringLiteral("ada");
    request.to.secretKey = key;
    const auto id = await(enqueue(outbox, request, JobId{1}, body));
    if (!id) qFatal("%s", qUtf8Printable(id.error().message));
    return *id;
  }
  TargetId target() { return addTarget(QStringLiteral("myweb"), server.address(QStringLiteral("/"))); }

  [[nodiscard]] bool reaches(DeliveryId id, DeliveryState wanted, int limitMs = 20'000) {
    return waitUntil([&] { return state(id) == wanted; }, limitMs);
  }
  [[nodiscard]] bool hasAttempts(DeliveryId id, int count) {
    return waitUntil([&] {
      const Delivery delivery = find(id);
      return delivery.attempts == count && delivery.state != DeliveryState::Sending;
    });
  }
  /// Attempts in the whole history, and those that the server answered.
  [[nodiscard]] int attemptCount() { return database.value(QStringLiteral("SELECT COUNT(*) FROM attempt")).toInt(); }
  [[nodiscard]] int answeredCount() {
    return database.value(QStringLiteral("SELECT COUNT(*) FROM attempt WHERE outcome = 'answered'")).toInt();
  }

  SessionSecretStore secrets;
  FaultyServer server;

 private:
  int m_bodies = 0;
};

}  // namespace courier::testing
