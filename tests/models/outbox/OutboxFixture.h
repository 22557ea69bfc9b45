#pragma once

#include <gtest/gtest.h>

#include <QCryptographicHash>
#include <QDir>
#include <QFile>

#include "models/outbox/Outbox.h"
#include "tests/support/Await.h"
#include "tests/support/Deliveries.h"
#include "tests/support/Enqueue.h"
#include "tests/support/FakeClock.h"
#include "tests/support/TempDatabase.h"

namespace courier::testing {

/// A database with one job, an outbox on it, a standing clock, and short ways to make targets and deliveries.
class OutboxFixture : public ::testing::Test {
 protected:
  OutboxFixture() : outbox(*database, clock) {
    database.change(
        QStringLiteral("INSERT INTO job (id, kind, state, sql, created_at, ended_at) VALUES (1, "
                       "'on_demand', 'success', 'SELECT 1', 0, 0)"));
  }

  [[nodiscard]] static TargetUrl url(const QString& address) { return urlOf(address); }

  TargetId addTarget(const QString& name, const QString& address, const QString& user = {}, const QString& key = {}) {
    database.change(
        QStringLiteral("INSERT INTO target (name, address, user_name, secret_key, created_at) VALUES (?, ?, ?, ?, 0)"),
        {name, url(address).address(), user, key});
    return TargetId{database.value(QStringLiteral("SELECT MAX(id) FROM target")).toLongLong()};
  }

  [[nodiscard]] static DeliveryRequest requestTo(TargetId target, const QString& address) {
    DeliveryRequest request;
    request.targetId = target;
    request.targetText = QStringLiteral("myweb");
    request.to.url = url(address);
    return request;
  }

  [[nodiscard]] static SpoolFile bodyFile(const QString& name = QStringLiteral("body.json")) {
    return testing::bodyFile(name, "abc", 7);
  }

  /// Queues a body; the clock goes on by a millisecond, so that ages differ.
  DeliveryId queue(TargetId target, const QString& address, const SpoolFile& body = bodyFile()) {
    const auto id = await(enqueue(outbox, requestTo(target, address), JobId{1}, body));
    if (!id) qFatal("%s", qUtf8Printable(id.error().message + id.error().detail));
    clock.advance(1);
    return *id;
  }

  [[nodiscard]] Delivery find(DeliveryId id) {
    const auto found = await(outbox.find(id));
    if (!found) qFatal("%s", qUtf8Printable(found.error().message));
    return *found;
  }
  [[nodiscard]] DeliveryState state(DeliveryId id) { return find(id).state; }

  [[nodiscard]] QVector<qint64> due(const LaneScope& scope = {}, int limit = 100) {
    const auto found = await(outbox.look(scope, limit, -1));
    if (!found) qFatal("%s", qUtf8Printable(found.error().message));
    QVector<qint64> ids;
    for (const Delivery& delivery : found->due) ids.append(delivery.id.value);
    return ids;
  }

  [[nodiscard]] qint64 nextDueMs(const LaneScope& scope = {}) {
    const auto found = await(outbox.look(scope, 0, -1));
    if (!found) qFatal("%s", qUtf8Printable(found.error().message));
    return found->nextDueMs;
  }

  Attempt begin(DeliveryId id, bool early = false) {
    const auto attempt = await(outbox.beginAttempt(id, early));
    if (!attempt) qFatal("%s", qUtf8Printable(attempt.error().message));
    return *attempt;
  }

  /// Ends an attempt as the policy decides about `report`, without jitter.
  Delivery end(Attempt attempt, const AttemptReport& report) {
    attempt.report = report;
    const Delivery delivery = find(attempt.deliveryId);
    const RetryDecision decision = retrypolicy::decide(report, delivery, attempt.early, clock.nowMs(), 0.5);
    const auto after = await(outbox.finishAttempt(attempt, decision, QStringLiteral("because")));
    if (!after) qFatal("%s", qUtf8Printable(after.error().message));
    return *after;
  }
  Delivery answer(DeliveryId id, int status, bool early = false) { return end(begin(id, early), answered(status)); }

  const QString addressA = QStringLiteral("web://127.0.0.1:8080/a");
  const QString addressB = QStringLiteral("web://127.0.0.1:8080/b");
  const QString elsewhere = QStringLiteral("webs://reports.example.org/c");
  TempDatabase database;
  FakeClock clock;
  Outbox outbox;
};

}  // namespace courier::testing
