#include "models/jobs/BodyRetention.h"

#include "models/jobs/JobStore.h"
#include "tests/models/outbox/OutboxFixture.h"

namespace courier {
namespace {

using bodyretention::KeptBody;
using bodyretention::keptUntil;
using bodyretention::releasable;
using testing::await;

using testing::day;

TEST(RetentionTest, EachOptionKeepsForItsTime) {
  struct Row {
    Retention retention;
    bool isDelivered;
    std::optional<int> longestDays;
    int days;
  };
  const Row table[] = {
      {Retention::Days90, true, {}, 90},        {Retention::Days90, false, {}, 90},
      {Retention::Days7, true, {}, 7},          {Retention::Days7, false, {}, 7},
      {Retention::UntilDelivered, true, {}, 0}, {Retention::UntilDelivered, false, {}, 90},
      {Retention::Days90, true, 30, 30},        {Retention::Days90, true, 365, 90},
      {Retention::Days7, true, 30, 7},          {Retention::Days7, true, 3, 3},
      {Retention::UntilDelivered, true, 30, 0}, {Retention::UntilDelivered, false, 30, 30},
      {Retention::Days90, true, 0, 0},          {Retention::UntilDelivered, false, 0, 0},
  };
  for (const Row& row : table) {
    RetentionRule rule;
    rule.longestDays = row.longestDays;
    EXPECT_EQ(keptUntil(row.retention, row.isDelivered, 1000, rule), 1000 + row.days * day)
        << static_cast<int>(row.retention) << row.isDelivered << row.longestDays.value_or(-1);
  }
}

TEST(RetentionTest, ChoosesWhatGoes) {
  struct Row {
    const char* what;
    QVector<KeptBody> kept;
    qint64 capBytes;
    bool everything;
    const char* gone;  ///< names, joined by spaces
  };
  const auto body = [](const char* name, qint64 bytes, bool isNeeded, qint64 finalMs, qint64 untilMs) {
    return KeptBody{QString::fromLatin1(name), bytes, isNeeded, finalMs, untilMs};
  };
  const Row table[] = {
      {"nothing", {}, 10, false, ""},
      {"its time has come to the millisecond",
       {body("a", 1, false, 1, 100), body("b", 1, false, 1, 101)},
       10,
       false,
       "a"},
      {"never what is needed", {body("a", 1, true, 1, 1)}, 0, true, ""},
      {"all at a person's word",
       {body("b", 1, false, 2, 999), body("a", 1, false, 1, 999), body("c", 1, true, 0, 0)},
       10,
       true,
       "a b"},
      {"just the cap", {body("a", 5, false, 1, 999), body("b", 5, false, 2, 999)}, 10, false, ""},
      {"the oldest until the rest fits",
       {body("c", 5, false, 3, 999), body("a", 5, false, 1, 999), body("b", 5, false, 2, 999)},
       9,
       false,
       "a b"},
      {"what is due makes room first", {body("a", 5, false, 1, 999), body("b", 5, false, 2, 50)}, 5, false, "b"},
      {"needed ones count and stay", {body("a", 20, true, 0, 0), body("b", 1, false, 2, 999)}, 10, false, "b"},
  };
  for (const Row& row : table) {
    RetentionRule rule;
    rule.capBytes = row.capBytes;
    rule.everything = row.everything;
    QStringList gone;
    for (const KeptBody& released : releasable(row.kept, rule, 100)) gone.append(released.name);
    EXPECT_EQ(gone.join(u' ').toStdString(), row.gone) << row.what;
  }
  EXPECT_EQ(RetentionRule{}.capBytes, 2'000'000'000);
}

class BodyRetentionTest : public testing::OutboxFixture {
 protected:
  BodyRetentionTest() { m_target = addTarget(QStringLiteral("myweb"), address); }

  /// A job that ended now, with a kept result of its own or none.
  JobId addJob(const QString& file, const QString& state = QStringLiteral("success"), JobId source = {}) {
    const bool hasEnded = state == QStringLiteral("success");
    database.change(
        QStringLiteral("INSERT INTO job (kind, state, sql, created_at, ended_at, source_job_id, spool_name, "
                       "spool_bytes) VALUES ('on_demand', ?, 'S', 0, ?, ?, ?, 3)"),
        {state, hasEnded ? QVariant(clock.nowMs()) : QVariant(),
         source.value == 0 ? QVariant() : QVariant(source.value), file});
    return JobId{database.value(QStringLiteral("SELECT MAX(id) FROM job")).toLongLong()};
  }
  DeliveryId deliver(JobId job, const QString& file, Retention retention, const QString& state) {
    DeliveryRequest request = requestTo(m_target, address);
    request.to.options.retention = retention;
    const auto id = await(testing::enqueue(outbox, request, job, bodyFile(file)));
    if (!id) qFatal("%s", qUtf8Printable(id.error().message));
    setState(*id, state);
    return *id;
  }
  void setState(DeliveryId id, const QString& state) {
    const bool isFinal =
        state != QStringLiteral("waiting") && state != QStringLiteral("sending") && state != QStringLiteral("held");
    database.change(QStringLiteral("UPDATE delivery SET state = ?, finished_at = ? WHERE id = ?"),
                    {state, isFinal ? QVariant(clock.nowMs()) : QVariant(), id.value});
  }
  /// The names released by now, in their order, joined by spaces.
  std::string released(RetentionRule rule = {}) {
    const auto bodies = await(jobs.releaseBodies(rule));
    if (!bodies) return bodies.error().detail.toStdString();
    QStringList names(bodies->names);
    names.sort();
    return names.join(u' ').toStdString();
  }
  void days(double count) { clock.advance(static_cast<qint64>(count * day)); }

  const QString address = QStringLiteral("webs://reports.example.org/a");
  TargetId m_target;
  JobStore jobs{*database, clock};
};

TEST_F(BodyRetentionTest, ABodyGoesByItsDeliverysOwnOptions) {
  struct Row {
    Retention retention;
    const char* state;
    double keptDays;  ///< -1: for ever
  };
  const Row table[] = {
      {Retention::Days90, "delivered", 90},        {Retention::Days90, "refused", 90},
      {Retention::Days90, "expired", 90},          {Retention::Days90, "cancelled", 90},
      {Retention::Days7, "delivered", 7},          {Retention::Days7, "refused", 7},
      {Retention::UntilDelivered, "delivered", 0}, {Retention::UntilDelivered, "refused", 90},
      {Retention::UntilDelivered, "expired", 90},  {Retention::UntilDelivered, "cancelled", 90},
      {Retention::Days90, "waiting", -1},          {Retention::Days7, "sending", -1},
      {Retention::UntilDelivered, "held", -1},     {Retention::UntilDelivered, "waiting", -1},
  };
  for (const Row& row : table) {
    const DeliveryId id = deliver(addJob({}), QStringLiteral("b"), row.retention, QString::fromLatin1(row.state));
    const auto what = [&] { return std::string(row.state) + " " + std::to_string(static_cast<int>(row.retention)); };
    if (row.keptDays > 0) {
      days(row.keptDays - 0.001);
      EXPECT_EQ(released(), "") << what();
      days(0.001);
    }
    if (row.keptDays < 0) days(10'000);
    EXPECT_EQ(released(), row.keptDays < 0 ? "" : "b") << what();
    EXPECT_EQ(find(id).spoolName, row.keptDays < 0 ? QStringLiteral("b") : QString()) << what();
    EXPECT_EQ(find(id).bodySha256.size(), 32) << "the record stays";
    if (row.keptDays < 0) {
      setState(id, QStringLiteral("cancelled"));
      days(91);
      EXPECT_EQ(released(), "b");
    }
  }
}

TEST_F(BodyRetentionTest, ASharedBodyGoesWithTheLastThatWantsIt) {
  const JobId job = addJob(QStringLiteral("s"));
  deliver(job, QStringLiteral("s"), Retention::UntilDelivered, QStringLiteral("delivered"));
  const DeliveryId waiting = deliver(job, QStringLiteral("s"), Retention::UntilDelivered, QStringLiteral("waiting"));
  days(100);
  EXPECT_EQ(released(), "");
  setState(waiting, QStringLiteral("delivered"));
  const JobId other = addJob({});
  deliver(other, QStringLiteral("s"), Retention::Days7, QStringLiteral("delivered"));
  EXPECT_EQ(released(), "");
  days(7);
  EXPECT_EQ(released(), "s");
  EXPECT_EQ(database.value(QStringLiteral("SELECT COUNT(*) FROM job WHERE spool_name <> ''")).toInt(), 0);
  EXPECT_EQ(await(outbox.sendAgain(waiting)).error().kind, ErrorKind::InvalidInput);
}

TEST_F(BodyRetentionTest, SentAgainAndDeliveredCountsAsDelivered) {
  const JobId job = addJob({});
  const DeliveryId refused = deliver(job, QStringLiteral("b"), Retention::UntilDelivered, QStringLiteral("refused"));
  const auto again = await(outbox.sendAgain(refused));
  ASSERT_TRUE(again);
  EXPECT_EQ(released(), "");
  setState(*again, QStringLiteral("delivered"));
  EXPECT_EQ(released(), "b");
}

TEST_F(BodyRetentionTest, AJobsOwnResultGoesWithItsDeliveries) {
  const JobId alone = addJob(QStringLiteral("alone"));
  const JobId private_ = addJob(QStringLiteral("own"));
  deliver(private_, QStringLiteral("sent"), Retention::UntilDelivered, QStringLiteral("delivered"));
  const DeliveryId second =
      deliver(private_, QStringLiteral("sent2"), Retention::UntilDelivered, QStringLiteral("waiting"));
  EXPECT_EQ(released(), "sent");
  setState(second, QStringLiteral("delivered"));
  EXPECT_EQ(released(), "own sent2");
  const JobId mixed = addJob(QStringLiteral("mixed"));
  deliver(mixed, QStringLiteral("m1"), Retention::UntilDelivered, QStringLiteral("delivered"));
  deliver(mixed, QStringLiteral("m2"), Retention::Days7, QStringLiteral("delivered"));
  EXPECT_EQ(released(), "m1");
  days(7);
  EXPECT_EQ(released(), "m2 mixed");
  EXPECT_EQ(database.value(QStringLiteral("SELECT spool_name FROM job WHERE id = ?"), {alone.value}).toString(),
            QStringLiteral("alone"));
  days(83);
  EXPECT_EQ(released(), "alone");
}

TEST_F(BodyRetentionTest, WhatRunsKeepsItsBodies) {
  const JobId source = addJob(QStringLiteral("source"));
  deliver(source, QStringLiteral("sent"), Retention::Days7, QStringLiteral("delivered"));
  addJob({}, QStringLiteral("queued"), source);
  const JobId running = addJob(QStringLiteral("running"), QStringLiteral("running"));
  deliver(running, QStringLiteral("early"), Retention::UntilDelivered, QStringLiteral("delivered"));
  days(1000);
  RetentionRule tight;
  tight.capBytes = 0;
  tight.everything = true;
  EXPECT_EQ(released(tight), "");
  database.change(QStringLiteral("UPDATE job SET state = 'success', ended_at = ? WHERE ended_at IS NULL"),
                  {clock.nowMs()});
  EXPECT_EQ(released(), "early running sent source");
}

TEST_F(BodyRetentionTest, TheCapAndTheAdministratorsLimit) {
  const JobId job = addJob({});
  for (const char* name : {"b1", "b2", "b3"}) {
    deliver(job, QString::fromLatin1(name), Retention::Days90, QStringLiteral("delivered"));
    clock.advance(1);
  }
  deliver(job, QStringLiteral("needed"), Retention::Days90, QStringLiteral("held"));
  RetentionRule rule;
  rule.capBytes = 9;  // of 12
  EXPECT_EQ(released(rule), "b1");
  EXPECT_EQ(released(rule), "");
  rule.longestDays = 3;
  days(2);
  EXPECT_EQ(released(rule), "");
  days(1);
  EXPECT_EQ(released(rule), "b2 b3");
}

/// Work that grew with the square of the history would pass the limit of await().
TEST_F(BodyRetentionTest, ALongHistoryOfOneAddressIsLookedThrough) {
  database.change(
      QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 41000) INSERT INTO "
                     "job (id, kind, state, sql, created_at, ended_at) SELECT i, 'on_demand', 'success', 'S', 0, 0 "
                     "FROM n"));
  deliver(addJob({}), QStringLiteral("b"), Retention::Days90, QStringLiteral("delivered"));
  database.change(QStringLiteral(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000) INSERT INTO "
      "delivery (idempotency_key, job_id, target_id, target_text, address, origin, method, state, "
      "spool_name, content_type, body_bytes, body_sha256, rows, created_at, next_try_at, give_up_at, "
      "finished_at) SELECT 'k' || i, 1000 + i, d.target_id, d.target_text, d.address, d.origin, d.method, "
      "'delivered', 'b' || i, d.content_type, 3, d.body_sha256, 7, 0, 0, 0, d.finished_at FROM n, "
      "(SELECT * FROM delivery LIMIT 1) d"));
  days(1);
  EXPECT_EQ(released(), "");
}

TEST_F(BodyRetentionTest, AllAtOnceSaysHowManyBytes) {
  const JobId job = addJob(QStringLiteral("r"));
  deliver(job, QStringLiteral("b"), Retention::Days90, QStringLiteral("delivered"));
  deliver(addJob({}), QStringLiteral("needed"), Retention::Days90, QStringLiteral("waiting"));
  RetentionRule rule;
  rule.everything = true;
  const auto bodies = await(jobs.releaseBodies(rule));
  ASSERT_TRUE(bodies);
  EXPECT_EQ(bodies->names.size(), 2);
  EXPECT_EQ(bodies->bytes, 6);
  EXPECT_EQ(await(jobs.unnamedFiles({QStringLiteral("b"), QStringLiteral("needed"), QStringLiteral("x")})).value(),
            (QVector<QString>{QStringLiteral("b"), QStringLiteral("x")}));
}

TEST_F(BodyRetentionTest, WhatWouldBeDeletedIsSaidBefore) {
  const RetentionRule everything{.capBytes = 0, .longestDays = {}, .everything = true};
  const DeliveryId id = deliver(addJob({}), QStringLiteral("b"), Retention::Days90, QStringLiteral("held"));
  EXPECT_EQ(await(jobs.releasableBodies(everything))->names.size(), 0) << "held deliveries need their bodies";
  ASSERT_TRUE(await(outbox.cancel(id)).ok());
  const auto going = await(jobs.releasableBodies(everything));
  EXPECT_EQ(going->names, QVector<QString>{QStringLiteral("b")});
  EXPECT_EQ(going->bytes, 3);
  EXPECT_EQ(find(id).spoolName, QStringLiteral("b")) << "nothing was released";
}

}  // namespace
}  // namespace courier
