#include "models/delivery/OriginBackoff.h"

#include <gtest/gtest.h>

namespace courier {
namespace {

const QString origin = QStringLiteral("http://a:80");

TEST(OriginBackoff, RestsAfterTenFailuresInARow) {
  OriginBackoff backoff;
  for (int i = 0; i < 9; ++i) backoff.failed(origin, 1000);
  EXPECT_TRUE(backoff.resting(1000).isEmpty());
  EXPECT_EQ(backoff.msUntilNext(1000), -1);
  backoff.failed(origin, 1000);
  EXPECT_TRUE(backoff.resting(1000).contains(origin));
  EXPECT_TRUE(backoff.resting(60'999).contains(origin));
  EXPECT_EQ(backoff.msUntilNext(31'000), 30'000);
  EXPECT_TRUE(backoff.resting(61'000).isEmpty());
}

TEST(OriginBackoff, OnceAMinuteWhateverTheNumberOfLanes) {
  OriginBackoff backoff;
  for (int i = 0; i < 10; ++i) backoff.failed(origin, 0);
  EXPECT_TRUE(backoff.resting(60'000).isEmpty());
  backoff.begun(origin, 60'000);
  EXPECT_TRUE(backoff.resting(60'000).contains(origin)) << "a second lane of the origin waits";
}

TEST(OriginBackoff, AnAnswerEndsIt) {
  OriginBackoff backoff;
  for (int i = 0; i < 12; ++i) backoff.failed(origin, 0);
  backoff.answered(origin);
  EXPECT_TRUE(backoff.resting(1).isEmpty());
  backoff.begun(origin, 1);
  backoff.failed(origin, 1);
  EXPECT_TRUE(backoff.resting(1).isEmpty());
}

TEST(OriginBackoff, OriginsAreApart) {
  OriginBackoff backoff;
  for (int i = 0; i < 10; ++i) backoff.failed(origin, 0);
  backoff.begun(QStringLiteral("http://b:80"), 0);
  EXPECT_EQ(backoff.resting(1), QSet<QString>{origin});
}

}  // namespace
}  // namespace courier
