#include "models/targets/TargetStore.h"

#include "tests/models/targets/TargetStoreFixture.h"

namespace courier {
namespace {

using testing::await;

class TargetStoreTest : public testing::TargetStoreFixture {
 protected:
  QStringList column(const QString& sql) {
    const auto rows = await(m_database->run([sql](Session& session) {
      return session.rows(sql, {}, [](const QSqlQuery& query) { return query.value(0).toString(); });
    }));
    return QStringList(*rows);
  }
};

TEST_F(TargetStoreTest, GivesBackEveryField) {
  Target wanted = target(QStringLiteral("myweb"), "web://h.example:8080/a%20b?x=1");
  wanted.to.user = QStringLiteral("ann");
  wanted.to.secretKey = QStringLiteral("k1");
  wanted.to.method = HttpMethod::Post;
  wanted.to.rowCap = 5'000'000'000;
  const auto id = await(m_store.create(wanted));
  ASSERT_TRUE(id.ok());
  for (const auto& found : {await(m_store.find(*id)), await(m_store.findByName(QStringLiteral("myweb")))}) {
    ASSERT_TRUE(found.ok());
    EXPECT_EQ(found->id, *id);
    EXPECT_EQ(found->name, wanted.name);
    EXPECT_EQ(found->to.url, wanted.to.url);
    EXPECT_EQ(found->to.user, wanted.to.user);
    EXPECT_EQ(found->to.secretKey, wanted.to.secretKey);
    EXPECT_EQ(found->to.method, HttpMethod::Post);
    EXPECT_EQ(found->to.rowCap, wanted.to.rowCap);
    EXPECT_EQ(found->state, TargetState::Active);
  }
}

TEST_F(TargetStoreTest, ReadsTheStateThatDeliveriesLeft) {
  const auto id = await(m_store.create(target(QStringLiteral("a"))));
  m_database.change(QStringLiteral("UPDATE target SET state = 'paused', state_reason = '401', state_since = 7"));
  Target found = *await(m_store.find(*id));
  EXPECT_EQ(found.state, TargetState::Paused);
  EXPECT_EQ(found.stateReason, QStringLiteral("401"));
  EXPECT_EQ(found.stateSinceMs, 7);
  found.state = TargetState::Active;
  ASSERT_TRUE(await(m_store.update(found)).ok());
  EXPECT_EQ(await(m_store.find(*id))->state, TargetState::Paused) << "the state is not update()'s";
}

TEST_F(TargetStoreTest, RefusesWhatCannotBeATarget) {
  Target noAddress = target(QStringLiteral("a"));
  noAddress.to.url = {};
  Target badCap = target(QStringLiteral("a"));
  badCap.to.rowCap = -1;
  for (const Target& bad :
       {target(QString()), target(QStringLiteral("web")), target(QStringLiteral("a b")), noAddress, badCap}) {
    const auto made = await(m_store.create(bad));
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().kind, ErrorKind::InvalidInput);
  }
}

TEST_F(TargetStoreTest, NamesAreTakenOnceUntilTheyAreFreed) {
  const auto a = await(m_store.create(target(QStringLiteral("a"))));
  EXPECT_EQ(await(m_store.create(target(QStringLiteral("a")))).error().kind, ErrorKind::AlreadyExists);
  ASSERT_TRUE(await(m_store.remove(*a)).ok());
  EXPECT_EQ(await(m_store.remove(*a)).error().kind, ErrorKind::NotFound);
  EXPECT_EQ(await(m_store.find(*a)).error().kind, ErrorKind::NotFound);
  Target gone = target(QStringLiteral("b"));
  gone.id = *a;
  EXPECT_EQ(await(m_store.update(gone)).error().kind, ErrorKind::NotFound);
  EXPECT_TRUE(await(m_store.create(target(QStringLiteral("a")))).ok());
}

TEST_F(TargetStoreTest, AnUnknownNameIsAnsweredWithSomeThatAreKnown) {
  EXPECT_EQ(await(m_store.findByName(QString())).error().kind, ErrorKind::NotFound);
  (void)await(m_store.create(target(QStringLiteral("b"))));
  (void)await(m_store.create(target(QStringLiteral("a"))));
  (void)await(m_store.findOrCreateUnnamed(target(QString())));
  EXPECT_EQ(await(m_store.findByName(QStringLiteral("x"))).error().message,
            QStringLiteral("There is no target named 'x'. Targets: a, b."));
  EXPECT_EQ(await(m_store.findByName(QString())).error().kind, ErrorKind::NotFound) << "not the unnamed one";
  EXPECT_EQ(await(m_store.all())->size(), 2);
}

TEST_F(TargetStoreTest, AnAddressTypedInPlaceIsOneRowPerUser) {
  Target wanted = target(QString());
  wanted.to.secretKey = QStringLiteral("k1");
  wanted.to.user = QStringLiteral("ann");
  const auto first = await(m_store.findOrCreateUnnamed(wanted));
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->replacedSecretKey, QString());
  wanted.to.secretKey = QStringLiteral("k2");
  wanted.to.rowCap = 5;
  wanted.to.method = HttpMethod::Post;
  const auto second = await(m_store.findOrCreateUnnamed(wanted));
  EXPECT_EQ(second->target.id, first->target.id);
  EXPECT_EQ(second->target.to.secretKey, QStringLiteral("k2"));
  EXPECT_EQ(second->target.to.rowCap, 5);
  EXPECT_EQ(second->target.to.method, HttpMethod::Post);
  EXPECT_EQ(second->replacedSecretKey, QStringLiteral("k1"));
  wanted.to.secretKey.clear();
  const auto third = await(m_store.findOrCreateUnnamed(wanted));
  EXPECT_EQ(third->target.to.secretKey, QStringLiteral("k2")) << "none given: the stored one stays";
  EXPECT_EQ(third->replacedSecretKey, QString());
  wanted.to.user = QStringLiteral("bob");
  EXPECT_NE(await(m_store.findOrCreateUnnamed(wanted))->target.id, first->target.id);
}

TEST_F(TargetStoreTest, WhatWaitsTakesANewSignInAlongButOnlyToWhereItGoes) {
  Target one = target(QStringLiteral("a"), "webs://old.example/in");
  one.to.user = QStringLiteral("ann");
  one.to.secretKey = QStringLiteral("k1");
  one.id = *await(m_store.create(one));
  for (const char* state : {"waiting", "held", "sending", "delivered", "refused"})
    addDelivery(one, QLatin1String(state));
  addJob(one, QStringLiteral("queued"));
  addJob(one, QStringLiteral("success"));
  one.to.secretKey = QStringLiteral("k2");
  one.to.user = QStringLiteral("bob");
  ASSERT_TRUE(await(m_store.update(one)).ok());
  EXPECT_EQ(column(QStringLiteral("SELECT user_name || secret_key FROM delivery ORDER BY id")).join(QLatin1Char(' ')),
            QStringLiteral("bobk2 bobk2 bobk2 annk1 annk1"));
  EXPECT_EQ(column(QStringLiteral("SELECT plan ->> 'user' || (plan ->> 'secretKey') FROM job WHERE id > 1 ORDER BY id"))
                .join(QLatin1Char(' ')),
            QStringLiteral("bobk2 annk1"));
  one.to.url = url("webs://new.example/in");
  one.to.secretKey = QStringLiteral("k3");
  ASSERT_TRUE(await(m_store.update(one)).ok());
  EXPECT_FALSE(column(QStringLiteral("SELECT secret_key FROM delivery")).contains(QStringLiteral("k3")));
  EXPECT_FALSE(column(QStringLiteral("SELECT plan FROM job")).join(QString()).contains(QStringLiteral("k3")));
}

TEST_F(TargetStoreTest, OverviewsTellTheLastDeliveryAndWhatWaits) {
  Target a = target(QStringLiteral("A"));
  a.id = *await(m_store.create(a));
  Target b = target(QStringLiteral("b"));
  b.id = *await(m_store.create(b));
  addDelivery(a, QStringLiteral("delivered"), 3, 100);
  addDelivery(a, QStringLiteral("waiting"));
  addDelivery(a, QStringLiteral("held"));
  addDelivery(a, QStringLiteral("refused"), 12, 200);
  const auto overviews = await(m_store.overviews());
  ASSERT_TRUE(overviews.ok());
  ASSERT_EQ(overviews->size(), 2);
  EXPECT_EQ(overviews->at(0).target.id, a.id);
  EXPECT_EQ(overviews->at(0).lastState, DeliveryState::Refused);
  EXPECT_EQ(overviews->at(0).lastFinishedMs, 200);
  EXPECT_EQ(overviews->at(0).lastRows, 12);
  EXPECT_EQ(overviews->at(0).waiting, 2);
  EXPECT_EQ(overviews->at(1).target.id, b.id);
  EXPECT_EQ(overviews->at(1).lastState, std::nullopt);
  EXPECT_EQ(overviews->at(1).waiting, 0);
}

TEST_F(TargetStoreTest, KnowsTheSchedulesThatSendThere) {
  const TargetId used = *await(m_store.create(target(QStringLiteral("used"))));
  const TargetId other = *await(m_store.create(target(QStringLiteral("other"))));
  const auto add = [this](const char* name, TargetId to, bool deleted) {
    m_database.change(QStringLiteral("INSERT INTO schedule (name, cron, zone, sql, plan, created_at, "
                                     "deleted_at) VALUES (?, '', 'UTC', 'SELECT 1', ?, 0, ?)"),
                      {QString::fromLatin1(name),
                       to.isValid() ? QStringLiteral("{\"targetId\":%1}").arg(to.value) : QStringLiteral("{}"),
                       deleted ? QVariant(1) : QVariant()});
  };
  add("nightly", used, false);
  add("Hourly", used, false);
  add("gone", used, true);
  add("nowhere", {}, false);
  EXPECT_EQ(*await(m_store.schedulesUsing(used)), QStringList({QStringLiteral("Hourly"), QStringLiteral("nightly")}));
  EXPECT_EQ(*await(m_store.schedulesUsing(other)), QStringList());
  const auto overviews = *await(m_store.overviews());
  EXPECT_EQ(overviews[0].schedules, QStringList());
  EXPECT_EQ(overviews[1].schedules, QStringList({QStringLiteral("Hourly"), QStringLiteral("nightly")}));
}

TEST_F(TargetStoreTest, KnowsWhenItsPresentSecretWasUsed) {
  Target one = target(QStringLiteral("myweb"));
  one.to.secretKey = QStringLiteral("key");
  one.id = *await(m_store.create(one));
  const auto used = [&] { return await(m_store.find(one.id))->secretUsedMs; };
  EXPECT_EQ(used(), 0);
  ASSERT_TRUE(await(m_store.noteSecretUsed(one.id, QStringLiteral("another"))));
  EXPECT_EQ(used(), 0);
  const qint64 first = m_clock.nowMs();
  ASSERT_TRUE(await(m_store.noteSecretUsed(one.id, one.to.secretKey)));
  EXPECT_EQ(used(), first);
  m_clock.advance(59'000);
  ASSERT_TRUE(await(m_store.noteSecretUsed(one.id, one.to.secretKey)));
  EXPECT_EQ(used(), first) << "a minute's grain";
  m_clock.advance(1'000);
  ASSERT_TRUE(await(m_store.noteSecretUsed(one.id, one.to.secretKey)));
  EXPECT_EQ(used(), m_clock.nowMs());
  one.to.secretKey = QStringLiteral("new");
  ASSERT_TRUE(await(m_store.update(one)));
  EXPECT_EQ(used(), 0) << "the new one was not used yet";
}

}  // namespace
}  // namespace courier
