#include "tests/models/targets/TargetStoreFixture.h"

namespace courier {
namespace {

using testing::await;

/// An address typed in place that has a secret, until nothing needs the secret any more.
class SecretRelease : public testing::TargetStoreFixture {
 protected:
  SecretRelease() {
    m_target = target(QString());
    m_target.to.secretKey = QStringLiteral("k1");
    m_target = await(m_store.findOrCreateUnnamed(m_target))->target;
  }
  QStringList released() { return QStringList(*await(m_store.releaseUnusedSecretKeys())); }
  Target m_target;
};

TEST_F(SecretRelease, WaitsForTheLastDelivery) {
  addDelivery(m_target, QStringLiteral("delivered"));
  addDelivery(m_target, QStringLiteral("held"));
  EXPECT_EQ(released(), QStringList());
  m_database.change(QStringLiteral("UPDATE delivery SET state = 'refused'"));
  EXPECT_EQ(released(), QStringList(QStringLiteral("k1")));
  EXPECT_EQ(await(m_store.find(m_target.id))->to.secretKey, QString());
  EXPECT_EQ(released(), QStringList()) << "once";
}

TEST_F(SecretRelease, WaitsForJobsAndSchedules) {
  addDelivery(m_target, QStringLiteral("delivered"));
  addJob(m_target, QStringLiteral("running"));
  EXPECT_EQ(released(), QStringList());
  m_database.change(QStringLiteral("UPDATE job SET state = 'error'"));
  m_database.change(QStringLiteral("INSERT INTO schedule (name, cron, zone, sql, plan, created_at) "
                                   "VALUES ('s', '', 'UTC', '', json_object('targetId', ?), 0)"),
                    {m_target.id.value});
  EXPECT_EQ(released(), QStringList());
  m_database.change(QStringLiteral("UPDATE schedule SET deleted_at = 1"));
  EXPECT_EQ(released(), QStringList(QStringLiteral("k1")));
}

TEST_F(SecretRelease, LeavesAKeyAloneWhoseResultMayBeUnderWay) {
  EXPECT_EQ(released(), QStringList());
  m_clock.advance(3'600'000);
  EXPECT_EQ(released(), QStringList(QStringLiteral("k1")));
}

TEST_F(SecretRelease, NeverTouchesANamedTarget) {
  Target named = target(QStringLiteral("a"));
  named.to.secretKey = QStringLiteral("k2");
  named.id = *await(m_store.create(named));
  addDelivery(named, QStringLiteral("delivered"));
  m_clock.advance(qint64{1000} * 3'600'000);
  EXPECT_EQ(released(), QStringList(QStringLiteral("k1")));
  EXPECT_EQ(await(m_store.find(named.id))->to.secretKey, QStringLiteral("k2"));
}

TEST_F(SecretRelease, GivesUpARemovedTargetsKeyOnceNothingWaitsForIt) {
  Target named = target(QStringLiteral("a"));
  named.to.secretKey = QStringLiteral("k2");
  named.id = *await(m_store.create(named));
  addDelivery(named, QStringLiteral("waiting"));
  ASSERT_TRUE(await(m_store.remove(named.id)).ok());
  EXPECT_EQ(released(), QStringList());
  m_database.change(QStringLiteral("UPDATE delivery SET state = 'delivered'"));
  EXPECT_EQ(released(), QStringList(QStringLiteral("k2")));
}

}  // namespace
}  // namespace courier
