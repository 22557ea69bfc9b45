#include "models/base/Clock.h"

#include <gtest/gtest.h>

namespace courier {
namespace {

TEST(ClockTest, AProgramThatStandsStillIsNoComputerThatSleeps) {
  const SystemClock clock;
  const qint64 asleep = clock.asleepMs();
  const qint64 began = clock.monotonicMs();
  EXPECT_GE(asleep, 0);
  while (clock.monotonicMs() < began + 50) {
  }
  EXPECT_LT(clock.asleepMs() - asleep, 20);
}

}  // namespace
}  // namespace courier
