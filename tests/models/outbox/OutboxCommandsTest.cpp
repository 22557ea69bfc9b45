#include "models/outbox/OutboxCommands.h"

#include "tests/models/outbox/OutboxFixture.h"

namespace courier {
namespace {

using testing::await;

/// A paused target with what came meanwhile: three results for one path, two for another.
class OutboxCommandsTest : public testing::OutboxFixture {
 protected:
  OutboxCommandsTest() {
    target = addTarget(QStringLiteral("myweb"), QStringLiteral("webs://a.example/"));
    answer(queue(target, path("x")), 401);
    for (const char* to : {"y", "x", "x", "y"}) queue(target, path(to));
  }
  static QString path(const char* tail) { return QStringLiteral("webs://a.example/") + QLatin1String(tail); }
  QString states() {
    QStringList words;
    for (qint64 id = 1; id <= 5; ++id) words.append(deliveryStateKey(state({id})));
    return words.join(QLatin1Char(' '));
  }
  QString targetState() { return database.value(QStringLiteral("SELECT state FROM target WHERE id = 1")).toString(); }
  TargetId target;
};

TEST_F(OutboxCommandsTest, IsCountedBeforeAnythingChanges) {
  const auto backlog = await(outbox.backlog(target));
  ASSERT_TRUE(backlog.ok());
  EXPECT_EQ(backlog->targetText, QStringLiteral("myweb"));
  EXPECT_EQ(backlog->held, 5);
  EXPECT_EQ(backlog->lanes, 2);
  EXPECT_EQ(states(), QStringLiteral("held held held held held"));
  EXPECT_EQ(targetState(), QStringLiteral("paused"));
  EXPECT_EQ(await(outbox.backlog({99})).error().kind, ErrorKind::NotFound);
}

TEST_F(OutboxCommandsTest, SendAllLetsEachGoInItsTurn) {
  const auto outcome = await(outbox.resumeWith(target, BacklogChoice::SendAll));
  EXPECT_EQ(outcome->sent, 5);
  EXPECT_EQ(outcome->dropped, 0);
  EXPECT_EQ(states(), QStringLiteral("waiting waiting waiting waiting waiting"));
  EXPECT_EQ(targetState(), QStringLiteral("active"));
  EXPECT_EQ(due(), (QVector<qint64>{1, 2})) << "the oldest of each address first";
}

TEST_F(OutboxCommandsTest, SendNewestKeepsOneOfEachAddress) {
  int changes = 0;
  QObject::connect(&outbox, &Outbox::changed, &outbox, [&changes] { ++changes; });
  const auto outcome = await(outbox.resumeWith(target, BacklogChoice::SendNewest));
  EXPECT_EQ(outcome->sent, 2);
  EXPECT_EQ(outcome->dropped, 3);
  EXPECT_EQ(states(), QStringLiteral("cancelled cancelled cancelled waiting waiting"));
  EXPECT_EQ(find({1}).reasonKind, ReasonKind::Superseded);
  EXPECT_EQ(find({1}).finishedMs, clock.nowMs());
  EXPECT_EQ(due(), (QVector<qint64>{4, 5}));
  EXPECT_TRUE(testing::waitUntil([&] { return changes == 1; })) << "one transaction";
}

TEST_F(OutboxCommandsTest, DropAllCancelsAndResumes) {
  const auto outcome = await(outbox.resumeWith(target, BacklogChoice::DropAll));
  EXPECT_EQ(outcome->sent, 0);
  EXPECT_EQ(outcome->dropped, 5);
  EXPECT_EQ(states(), QStringLiteral("cancelled cancelled cancelled cancelled cancelled"));
  EXPECT_EQ(find({1}).reasonKind, ReasonKind::None);
  EXPECT_EQ(targetState(), QStringLiteral("active"));
}

TEST_F(OutboxCommandsTest, WhatAGuardHoldsIsNeitherSentNorDropped) {
  database.change(QStringLiteral("UPDATE delivery SET reason_kind = 'guard' WHERE id = 4"));
  EXPECT_EQ(await(outbox.backlog(target))->held, 4);
  ASSERT_TRUE(await(outbox.resumeWith(target, BacklogChoice::SendNewest)).ok());
  EXPECT_EQ(states(), QStringLiteral("cancelled cancelled waiting held waiting"));
}

TEST_F(OutboxCommandsTest, ReleasedOnesSignInAsTheTargetDoesToday) {
  database.change(QStringLiteral("UPDATE target SET user_name = 'carol', secret_key = 'new' WHERE id = 1"));
  ASSERT_TRUE(await(outbox.resumeWith(target, BacklogChoice::SendNewest)).ok());
  EXPECT_EQ(find({4}).to.user, QStringLiteral("carol"));
  EXPECT_EQ(find({4}).to.secretKey, QStringLiteral("new"));
  EXPECT_EQ(find({1}).to.user, QString()) << "what was dropped stays as it was";
}

TEST_F(OutboxCommandsTest, OverwrittenIsALaterResultThatWasDeliveredThere) {
  ASSERT_TRUE(await(outbox.resumeWith(target, BacklogChoice::DropAll)).ok());
  database.change(
      QStringLiteral("INSERT INTO job (id, kind, state, sql, source_job_id, created_at) VALUES (2, 'on_demand', "
                     "'success', 'SELECT 2', NULL, 0), (3, 'export', 'success', 'SELECT 1', 1, 0)"));
  const auto send = [this](qint64 job, const char* tail) {
    const auto id = await(testing::enqueue(outbox, requestTo(target, path(tail)), {job}, bodyFile()));
    answer(*id, 201);
    return *id;
  };
  const DeliveryId first = send(1, "x");
  EXPECT_FALSE(await(outbox.overwritten(first))->has_value());
  send(1, "x");
  send(3, "x");
  EXPECT_FALSE(await(outbox.overwritten(first))->has_value()) << "the same result, again and exported";
  const DeliveryId later = send(2, "x");
  EXPECT_EQ((*await(outbox.overwritten(first)))->id, later);
  EXPECT_FALSE(await(outbox.overwritten(later))->has_value());
  EXPECT_EQ((*await(outbox.overwrittenAt(path("x"), {1})))->id, later);
  EXPECT_FALSE(await(outbox.overwrittenAt(path("y"), {1}))->has_value());
  EXPECT_FALSE(await(outbox.overwrittenAt(path("x"), {2}))->has_value());
}

}  // namespace
}  // namespace courier
