#include "widgets/connections/LongestRise.h"

#include <gtest/gtest.h>

namespace courier {
namespace {

TEST(LongestRiseTest, KeepsAsManyAsPossibleInTheirOrder) {
  using Bits = std::vector<bool>;
  EXPECT_EQ(longestRise({}), Bits());
  EXPECT_EQ(longestRise({0, 1, 2}), (Bits{true, true, true}));
  EXPECT_EQ(longestRise({2, 0, 1}), (Bits{false, true, true})) << "one that went to the front";
  EXPECT_EQ(longestRise({1, 2, 0}), (Bits{true, true, false})) << "one that went to the end";
  EXPECT_EQ(longestRise({-1, 0, -1, 1}), (Bits{false, true, false, true})) << "new ones are not of it";
  EXPECT_EQ(longestRise({-1, -1}), (Bits{false, false}));
}

}  // namespace
}  // namespace courier
