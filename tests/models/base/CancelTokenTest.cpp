#include "models/base/CancelToken.h"

#include <gtest/gtest.h>

namespace courier {
namespace {

TEST(CancelToken, CopiesAreTheSameRequest) {
  const CancelToken token;
  const CancelToken copy = token;
  EXPECT_FALSE(copy.isCancelled());
  token.cancel();
  EXPECT_TRUE(copy.isCancelled());
}

TEST(CancelToken, RunsCallbacksOnce) {
  const CancelToken token;
  int calls = 0;
  const auto registration = token.onCancel([&] { ++calls; });
  token.cancel();
  token.cancel();
  EXPECT_EQ(calls, 1);
}

TEST(CancelToken, RunsACallbackAtOnceWhenAlreadyCancelled) {
  const CancelToken token;
  token.cancel();
  int calls = 0;
  const auto registration = token.onCancel([&] { ++calls; });
  EXPECT_EQ(calls, 1);
}

TEST(CancelToken, AReleasedRegistrationIsSilent) {
  const CancelToken token;
  int calls = 0;
  {
    const auto registration = token.onCancel([&] { ++calls; });
  }
  auto moved = token.onCancel([&] { ++calls; });
  moved = {};
  token.cancel();
  EXPECT_EQ(calls, 0);
}

}  // namespace
}  // namespace courier
