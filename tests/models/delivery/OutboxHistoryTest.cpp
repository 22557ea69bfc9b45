#include "tests/models/delivery/OutboxFixture.h"

namespace courier {
namespace {

using testing::await;

class OutboxHistoryTest : public testing::OutboxFixture {
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

TEST_F(OutboxHistoryTest, TheLastDeliveredToTheSameAddressComesBefore) {
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

TEST_F(OutboxHistoryTest, OneWhoseBodyIsGoneIsStillTheLast) {
  const DeliveryId kept = queueIn(m_here, "delivered");
  const DeliveryId gone = queueIn(m_here, "delivered");
  database.change(QStringLiteral("UPDATE delivery SET spool_name = '' WHERE id = ?"), {gone.value});
  const auto found = await(outbox.deliveredBefore(queueIn(m_here, "waiting")));
  ASSERT_TRUE(found.ok() && found->has_value());
  EXPECT_EQ((*found)->id, gone);
  EXPECT_TRUE((*found)->spoolName.isEmpty());
  EXPECT_EQ(before(gone), kept.value);
}

TEST_F(OutboxHistoryTest, ThereIsNoSuchDelivery) {
  const auto found = await(outbox.deliveredBefore(DeliveryId{99}));
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().kind, ErrorKind::NotFound);
}

}  // namespace
}  // namespace courier
