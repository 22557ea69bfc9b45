#include "models/targets/DeliveryState.h"

#include <gtest/gtest.h>

#include <QPair>
#include <QVector>

#include "tests/support/TempDatabase.h"

namespace courier {
namespace {

TEST(DeliveryStateTest, StateKeysAreThoseOfTheTableAndComeBack) {
  const QVector<QPair<DeliveryState, QString>> expected = {
      {DeliveryState::Waiting, QStringLiteral("waiting")},     {DeliveryState::Sending, QStringLiteral("sending")},
      {DeliveryState::Held, QStringLiteral("held")},           {DeliveryState::Delivered, QStringLiteral("delivered")},
      {DeliveryState::Refused, QStringLiteral("refused")},     {DeliveryState::Expired, QStringLiteral("expired")},
      {DeliveryState::Cancelled, QStringLiteral("cancelled")},
  };
  for (const auto& [state, key] : expected) {
    EXPECT_EQ(deliveryStateKey(state), key);
    EXPECT_EQ(deliveryStateFromKey(key), state);
  }
  EXPECT_FALSE(deliveryStateFromKey(QStringLiteral("WAITING")));
  EXPECT_FALSE(deliveryStateFromKey(QString()));
}

TEST(DeliveryStateTest, FinalStatesAreThoseThatBlockNoLane) {
  for (const auto state : {DeliveryState::Waiting, DeliveryState::Sending, DeliveryState::Held})
    EXPECT_FALSE(isFinal(state)) << deliveryStateKey(state).toStdString();
  for (const auto state :
       {DeliveryState::Delivered, DeliveryState::Refused, DeliveryState::Expired, DeliveryState::Cancelled})
    EXPECT_TRUE(isFinal(state)) << deliveryStateKey(state).toStdString();
}

TEST(DeliveryStateTest, OpenStatesAreWrittenAsTheIndexOfLanesWantsThem) {
  EXPECT_EQ(openDeliveryStates(), QStringLiteral("('waiting', 'sending', 'held')"));
  testing::TempDatabase database;
  const QString index =
      database.value(QStringLiteral("SELECT sql FROM sqlite_master WHERE name = 'delivery_lane'")).toString();
  EXPECT_TRUE(index.endsWith(QStringLiteral("WHERE state IN ") + openDeliveryStates())) << index.toStdString();
}

}  // namespace
}  // namespace courier
