#include "models/delivery/DeliveryPace.h"

#include <gtest/gtest.h>

#include "tests/support/FakeClock.h"

namespace courier {
namespace {

const QString origin = QStringLiteral("https://a:443");

class DeliveryPaceTest : public ::testing::Test {
 protected:
  testing::FakeClock clock;
  DeliveryPace pace{clock};
};

TEST_F(DeliveryPaceTest, SleepsUntilTheNextIsDueThirtySecondsAtMost) {
  EXPECT_EQ(pace.sleepMs(0), 30'000);
  EXPECT_EQ(pace.sleepMs(clock.nowMs() + 5'000), 5'000);
  EXPECT_EQ(pace.sleepMs(clock.nowMs() + 500'000), 30'000);
  EXPECT_EQ(pace.sleepMs(clock.nowMs() - 5), 20);
}

TEST_F(DeliveryPaceTest, AFailingOriginIsLeftAloneForAMinute) {
  for (int i = 0; i < 10; ++i) {
    EXPECT_TRUE(pace.begin(origin));
    pace.failed(origin);
  }
  EXPECT_FALSE(pace.begin(origin));
  EXPECT_TRUE(pace.scope({}).exceptOrigins.contains(origin));
  EXPECT_EQ(pace.sleepMs(0), 30'000);
  clock.advance(50'000);
  EXPECT_EQ(pace.sleepMs(0), 10'020);
  clock.advance(10'000);
  EXPECT_TRUE(pace.begin(origin));
  EXPECT_FALSE(pace.begin(origin)) << "one for all its lanes";
  pace.answered(origin);
  EXPECT_TRUE(pace.begin(origin));
}

TEST_F(DeliveryPaceTest, TheReturnOfTheNetworkForgetsFailures) {
  for (int i = 0; i < 10; ++i) pace.failed(origin);
  EXPECT_FALSE(pace.setOffline(false)) << "it was there";
  EXPECT_FALSE(pace.setOffline(true));
  EXPECT_TRUE(pace.scope({}).offline);
  EXPECT_TRUE(pace.setOffline(false));
  EXPECT_FALSE(pace.scope({}).offline);
  pace.forgetFailures();
  EXPECT_TRUE(pace.begin(origin));
}

TEST_F(DeliveryPaceTest, MoreThanTenSecondsLateMeansAsleep) {
  EXPECT_FALSE(pace.wokeUpLate());
  pace.sleepBegins(30'000);
  clock.advance(40'000);
  EXPECT_FALSE(pace.wokeUpLate());
  pace.sleepBegins(30'000);
  clock.advance(40'001);
  EXPECT_TRUE(pace.wokeUpLate());
  EXPECT_FALSE(pace.wokeUpLate()) << "said once";
  pace.sleepBegins(30'000);
  clock.jumpTo(clock.nowMs() + 3'600'000);
  EXPECT_FALSE(pace.wokeUpLate()) << "a jump of the wall clock is no sleep";
}

}  // namespace
}  // namespace courier
