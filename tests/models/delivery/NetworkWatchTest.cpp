#include "models/delivery/NetworkWatch.h"

#include <gtest/gtest.h>

namespace courier {
namespace {

TEST(NetworkWatch, TheSystemsAnswersAndNeverBlocks) {
  const SystemNetworkWatch watch;
  // Without a source it is unknown, which is online.
  const auto state = watch.state();
  EXPECT_TRUE(state == NetworkWatch::State::Unknown || state == NetworkWatch::State::Connected ||
              state == NetworkWatch::State::Disconnected);
}

}  // namespace
}  // namespace courier
