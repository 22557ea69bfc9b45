// The delivery loop without a network, and when it or the computer comes back.
#include <atomic>

#include "models/delivery/NetworkWatch.h"
#include "tests/models/delivery/DeliveryLoopFixture.h"

namespace courier {
namespace {

using testing::await;
using testing::FaultyServer;
using testing::Reaction;
using testing::SeenRequest;
using testing::staysTrue;
using testing::waitUntil;
using State = NetworkWatch::State;

/// A network that comes and goes as it is told.
class FakeNetwork final : public NetworkWatch {
 public:
  [[nodiscard]] State state() const override { return m_state; }
  void set(State state) {
    m_state = state;
    Q_EMIT changed(state);
  }

 private:
  std::atomic<State> m_state = State::Unknown;
};

class DeliveryLoopNetworkTest : public testing::DeliveryLoopFixture {
 protected:
  [[nodiscard]] DeliveryLoopOptions withNetwork() {
    DeliveryLoopOptions loopOptions = options();
    loopOptions.network = &network;
    return loopOptions;
  }
  FakeNetwork network;
};

TEST_F(DeliveryLoopNetworkTest, OfflineSpendsNoAttemptButForNearServers) {
  network.set(State::Disconnected);
  const TargetId far = addTarget(QStringLiteral("far"), QStringLiteral("webs://reports.invalid/"));
  DeliveryRequest request = requestTo(far, QStringLiteral("webs://reports.invalid/x"));
  const DeliveryId near = queueBody(target(), QStringLiteral("/a"));
  const DeliveryId away = *await(testing::enqueue(outbox, request, JobId{1}, bodyFile(find(near).spoolName)));
  database.change(QStringLiteral("UPDATE delivery SET body_bytes = (SELECT MAX(body_bytes) FROM delivery)"));
  const auto loop = start(withNetwork());
  ASSERT_TRUE(reaches(near, DeliveryState::Delivered)) << "this computer is never offline";
  clock.advance(3'600'000);
  loop->wake();
  EXPECT_TRUE(staysTrue([&] { return find(away).attempts == 0; }, 200));
  EXPECT_EQ(state(away), DeliveryState::Waiting);
  network.set(State::Connected);
  ASSERT_TRUE(waitUntil([&] { return find(away).attempts == 1; })) << "tried at once";
}

TEST_F(DeliveryLoopNetworkTest, TheReturnOfTheNetworkTriesAtOnceAndDoesNotCount) {
  const TargetId myweb = target();
  const DeliveryId id = queueBody(myweb, QStringLiteral("/a"));
  const DeliveryId told = queueBody(myweb, QStringLiteral("/told"));
  server.setScript([](const SeenRequest& head) {
    return head.target == "/told" ? Reaction::answer(503, {}, {{"Retry-After", "3600"}}) : Reaction::answer(503);
  });
  const auto loop = start(withNetwork());
  ASSERT_TRUE(hasAttempts(id, 1));
  ASSERT_TRUE(hasAttempts(told, 1));
  const qint64 counted = find(id).nextTryMs;
  network.set(State::Disconnected);
  network.set(State::Connected);
  ASSERT_TRUE(hasAttempts(id, 2));
  EXPECT_EQ(find(id).retries, 1);
  EXPECT_GE(find(id).nextTryMs, counted);
  EXPECT_TRUE(await(outbox.attempts(id))->at(1).early);
  EXPECT_TRUE(staysTrue([&] { return find(told).attempts == 1; }, 100)) << "never before a Retry-After";
  network.set(State::Unknown);
  network.set(State::Connected);
  EXPECT_TRUE(staysTrue([&] { return find(id).attempts == 2; }, 100)) << "only a return from offline";
}

TEST_F(DeliveryLoopNetworkTest, ALateTimerMeansTheComputerSlept) {
  const DeliveryId later = queueBody(target(), QStringLiteral("/a"));
  FaultyServer other;
  const TargetId elsewhere = addTarget(QStringLiteral("other"), other.address());
  const DeliveryId soon = queue(elsewhere, other.address());
  database.change(QStringLiteral("UPDATE delivery SET next_try_at = ? WHERE id = ?"),
                  {clock.nowMs() + 7'200'000, later.value});
  database.change(QStringLiteral("UPDATE delivery SET next_try_at = ? WHERE id = ?"),
                  {clock.nowMs() + 4'000, soon.value});
  const auto loop = start(options());
  // The loop lies down for four seconds; much more time passes for the computer's clock meanwhile.
  (void)waitUntil([] { return false; }, 2'000);
  clock.advance(20'000);
  ASSERT_TRUE(reaches(later, DeliveryState::Delivered)) << "two hours before its time";
  EXPECT_TRUE(await(outbox.attempts(later))->first().early);
}

TEST_F(DeliveryLoopNetworkTest, APathGoesOutAsItWasTyped) {
  const TargetId myweb = target();
  for (const char* path : {"//a//b", "/a/../b?", "/%7e;+%2f", "/x"}) {
    const DeliveryId id = queueBody(myweb, QString::fromLatin1(path));
    DeliveryLoopOptions own = options();
    own.scope.lanes = {find(id).to.url.lane()};
    const auto loop = start(own);
    ASSERT_TRUE(reaches(id, DeliveryState::Delivered)) << path;
    EXPECT_EQ(server.requests().last().target, path);
  }
}

}  // namespace
}  // namespace courier
