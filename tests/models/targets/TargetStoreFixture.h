#pragma once

#include <gtest/gtest.h>

#include "models/jobs/JobRows.h"
#include "models/outbox/OutboxRows.h"
#include "models/targets/TargetStore.h"
#include "tests/support/Await.h"
#include "tests/support/Deliveries.h"
#include "tests/support/FakeClock.h"
#include "tests/support/TempDatabase.h"

namespace courier::testing {

/// Targets on a fresh courier.db that has one job.
class TargetStoreFixture : public ::testing::Test {
 protected:
  TargetStoreFixture() {
    m_database.change(
        QStringLiteral("INSERT INTO job (kind, state, sql, created_at) VALUES ('on_demand', 'success', '', 0)"));
  }
  static TargetUrl url(const char* text) { return urlOf(QString::fromUtf8(text)); }
  static Target target(const QString& name, const char* address = "webs://h.example/in") {
    return targetAt(name, QString::fromUtf8(address));
  }
  void addDelivery(const Target& to, const QString& state, qint64 rows = 1, qint64 finished = 0) {
    m_database.change(
        QStringLiteral(
            "INSERT INTO delivery (idempotency_key, job_id, target_id, target_text, address, origin, user_name, "
            "secret_key, method, state, spool_name, content_type, body_bytes, body_sha256, rows, created_at, "
            "next_try_at, give_up_at, finished_at) "
            "VALUES (hex(randomblob(8)), 1, ?, '', ?, ?, ?, ?, 'PUT', ?, 's', '', 1, x'00', ?, 0, 0, 0, ?)"),
        {to.id.value, to.to.url.address(), to.to.url.origin(), to.to.user, to.to.secretKey, state, rows,
         finished == 0 ? QVariant() : QVariant(finished)});
  }
  void addJob(const Target& to, const QString& state) {
    m_database.change(
        QStringLiteral("INSERT INTO job (kind, state, sql, created_at, plan) "
                       "VALUES ('on_demand', ?, '', 0, json_object('targetId', ?, 'address', ?, 'user', ?, "
                       "'secretKey', ?))"),
        {state, to.id.value, to.to.url.address(), to.to.user, to.to.secretKey});
  }

  TempDatabase m_database;
  FakeClock m_clock;
  TargetStore m_store{*m_database, m_clock, nullptr, {outboxrows::followTarget, jobrows::followTarget}};
};

}  // namespace courier::testing
