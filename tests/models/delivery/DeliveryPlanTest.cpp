#include "models/delivery/DeliveryPlan.h"

#include <gtest/gtest.h>

#include "tests/support/FakeClock.h"

namespace courier {
namespace {

const QString origin = QStringLiteral("https://a:443");

class DeliveryPlanTest : public ::testing::Test {
 protected:
  testing::FakeClock clock;
  DeliveryPlan plan{clock};
};

TEST_F(DeliveryPlanTest, SleepsUntilTheNextIsDueThirtySecondsAtMost) {
  EXPECT_EQ(plan.sleepMs(0), 30'000);
  EXPECT_EQ(plan.sleepMs(clock.nowMs() + 5'000), 5'000);
  EXPECT_EQ(plan.sleepMs(clock.nowMs() + 500'000), 30'000);
  EXPECT_EQ(plan.sleepMs(clock.nowMs() - 5), 20);
}

TEST_F(DeliveryPlanTest, AFailingOriginIsLeftAloneForAMinute) {
  for (int i = 0; i < 10; ++i) {
    EXPECT_TRUE(plan.begin(origin));
    plan.failed(origin);
  }
  EXPECT_FALSE(plan.begin(origin));
  EXPECT_TRUE(plan.scope({}).exceptOrigins.contains(origin));
  EXPECT_EQ(plan.sleepMs(0), 30'000);
  clock.advance(50'000);
  EXPECT_EQ(plan.sleepMs(0), 10'020);
  clock.advance(10'000);
  EXPECT_TRUE(plan.begin(origin));
  EXPECT_FALSE(plan.begin(origin)) << "one for all its lanes";
  plan.answered(origin);
  EXPECT_TRUE(plan.begin(origin));
}

TEST_F(DeliveryPlanTest, TheReturnOfTheNetworkForgetsFailures) {
  for (int i = 0; i < 10; ++i) plan.failed(origin);
  EXPECT_FALSE(plan.setOffline(false)) << "it was there";
  EXPECT_FALSE(plan.setOffline(true));
  EXPECT_TRUE(plan.scope({}).offline);
  EXPECT_TRUE(plan.setOffline(false));
  EXPECT_FALSE(plan.scope({}).offline);
  plan.forgetFailures();
  EXPECT_TRUE(plan.begin(origin));
}

TEST_F(DeliveryPlanTest, MoreThanTenSecondsLateMeansAsleep) {
  EXPECT_FALSE(plan.wokeUpLate());
  plan.sleepBegins(30'000);
  clock.advance(40'000);
  EXPECT_FALSE(plan.wokeUpLate());
  plan.sleepBegins(30'000);
  clock.advance(40'001);
  EXPECT_TRUE(plan.wokeUpLate());
  EXPECT_FALSE(plan.wokeUpLate()) << "said once";
  plan.sleepBegins(30'000);
  clock.jumpTo(clock.nowMs() + 3'600'000);
  EXPECT_FALSE(plan.wokeUpLate()) << "a jump of the wall clock is no sleep";
}

}  // namespace
}  // namespace courier
