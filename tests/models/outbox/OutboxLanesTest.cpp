#include "models/outbox/OutboxLanes.h"
#include "tests/models/outbox/OutboxFixture.h"

namespace courier {
namespace {

using testing::await;

class OutboxLanesTest : public testing::OutboxFixture {
 protected:
  DeliveryId queueIn(const QString& address, const char* state) {
    const DeliveryId id = queue(m_target, address);
    database.change(QStringLiteral("UPDATE delivery SET state = ? WHERE id = ?"),
                    {QString::fromLatin1(state), id.value});
    return id;
  }
  qint64 before(DeliveryId id) {
    const auto found = await(outbox.deliveredBefore(id));
    EXPECT_TRUE(found.ok());
    return found && *found ? (*found)->id.value : 0;
  }
  const QString m_here = QStringLiteral("webs://a.example/x");
  TargetId m_target = addTarget(QStringLiteral("myweb"), QStringLiteral("webs://a.example/"));
};

TEST_F(OutboxLanesTest, TheLastDeliveredToTheSameAddressComesBefore) {
  const DeliveryId first = queueIn(m_here, "delivered");
  const DeliveryId second = queueIn(m_here, "delivered");
  queueIn(m_here, "refused");
  queueIn(QStringLiteral("webs://a.example/y"), "delivered");
  const DeliveryId third = queueIn(m_here, "waiting");
  queueIn(m_here, "delivered");
  EXPECT_EQ(before(first), 0);
  EXPECT_EQ(before(second), first.value);
  EXPECT_EQ(before(third), second.value) << "neither the refused one nor another address's nor a later one";
}

TEST_F(OutboxLanesTest, OneWhoseBodyIsGoneIsStillTheLast) {
  const DeliveryId kept = queueIn(m_here, "delivered");
  const DeliveryId gone = queueIn(m_here, "delivered");
  database.change(QStringLiteral("UPDATE delivery SET spool_name = '' WHERE id = ?"), {gone.value});
  const auto found = await(outbox.deliveredBefore(queueIn(m_here, "waiting")));
  ASSERT_TRUE(found.ok() && found->has_value());
  EXPECT_EQ((*found)->id, gone);
  EXPECT_TRUE((*found)->spoolName.isEmpty());
  EXPECT_EQ(before(gone), kept.value);
}

TEST_F(OutboxLanesTest, ThereIsNoSuchDelivery) {
  const auto found = await(outbox.deliveredBefore(DeliveryId{99}));
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().kind, ErrorKind::NotFound);
}

TEST_F(OutboxLanesTest, KnowsTheLastDeliveredBodyOfAnAddressAlone) {
  const QString address = QStringLiteral("web://reports.example.org/in");
  const TargetId target = addTarget(QStringLiteral("reports"), address);
  const TargetUrl url = TargetUrl::parse(address)->url;
  EXPECT_FALSE(await(outbox.deliveredBefore(url))->has_value());
  const auto id = await(testing::enqueue(outbox, requestTo(target, address), JobId{1}, bodyFile()));
  ASSERT_TRUE(id);
  EXPECT_FALSE(await(outbox.deliveredBefore(url))->has_value());
  database.change(
      QStringLiteral("UPDATE delivery SET state = 'delivered', finished_at = 1234 WHERE id = %1").arg(id->value));
  const auto before = await(outbox.deliveredBefore(url));
  ASSERT_TRUE(before && before->has_value());
  EXPECT_EQ((*before)->deliveredMs, 1234);
  EXPECT_EQ((*before)->body.rows, bodyFile().rows);
  EXPECT_TRUE((*before)->isWhatServerHolds);
  EXPECT_FALSE(await(outbox.deliveredBefore(TargetUrl::parse(address + QStringLiteral("/x"))->url))->has_value());
}

}  // namespace
}  // namespace courier
