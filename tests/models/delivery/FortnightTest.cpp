// A simulated fortnight of outages: outbox, retry policy and the loop's input on a clock that is told the time.
#include <QMap>
#include <cstdio>
#include <functional>
#include <map>
#include <random>

#include "models/delivery/DeliveryPace.h"
#include "tests/models/outbox/OutboxFixture.h"

namespace courier {
namespace {

using testing::await;
using testing::day;
using testing::hour;
using testing::minute;
using testing::second;

/// What a server says at a time (ms since the fortnight's begin), and how long it takes.
struct Said {
  int status = 201;  ///< 0: no answer at all
  qint64 retryAfterMs = -1;
  qint64 tookMs = 40;
};
using Server = std::function<Said(qint64 atMs)>;

struct TriedAt {
  qint64 id;
  int number;
  bool early;
  qint64 atMs;
};

class FortnightTest : public testing::OutboxFixture {
 protected:
  FortnightTest() : m_plan(std::in_place, clock), beganMs(clock.nowMs()) {
    database.change(QStringLiteral("PRAGMA synchronous = OFF"));
  }

  [[nodiscard]] qint64 sinceBeginMs() const { return clock.nowMs() - beganMs; }

  /// One attempt from its begin to its record, as Flight makes it.
  void attempt(const Delivery& delivery) {
    const bool early = delivery.nextTryMs > clock.nowMs();
    Attempt begun = begin(delivery.id, early);
    tried.append({delivery.id.value, begun.number, early, clock.nowMs()});
    EXPECT_FALSE(isOffline && delivery.to.url.host() != QStringLiteral("10.0.0.5")) << "nothing is sent while offline";
    EXPECT_GE(clock.nowMs(), toldToWait.value(delivery.id.value)) << "never before a Retry-After";
    const QString origin = delivery.to.url.origin();
    const Said said = servers.at(origin)(sinceBeginMs());
    clock.advance(said.tookMs);
    AttemptReport report =
        said.status > 0 ? testing::answered(said.status) : testing::unanswered(AttemptOutcome::NotSent);
    report.retryAfterMs = said.retryAfterMs;
    if (said.status == 429) toldToWait[delivery.id.value] = clock.nowMs() + minute;
    if (said.retryAfterMs > 0)
      toldToWait[delivery.id.value] =
          std::max(toldToWait.value(delivery.id.value), clock.nowMs() + std::min(said.retryAfterMs, day));
    const double jitter = std::uniform_real_distribution<double>(0, 1)(chance);
    begun.report = report;
    const auto decision = retrypolicy::decide(report, delivery, early, clock.nowMs(), jitter);
    const auto after = await(outbox.finishAttempt(begun, decision, QStringLiteral("because")));
    ASSERT_TRUE(after.ok());
    const bool failing = decision.reason == ReasonKind::Unreachable || decision.reason == ReasonKind::ServerBusy ||
                         decision.reason == ReasonKind::GaveUp;
    if (failing) {
      m_plan->failed(origin);
    } else {
      m_plan->answered(origin);
    }
    if (after->state == DeliveryState::Delivered) landed[delivery.to.url.lane()].append(delivery.id.value);
  }

  /// Looks until nothing more can begin; gives the time of the next look.
  qint64 look() {
    EXPECT_TRUE(await(outbox.expireOld()).ok());
    for (;;) {
      const auto view = await(outbox.look(m_plan->scope({}), 6, newestId));
      if (!view) qFatal("%s", qUtf8Printable(view.error().message));
      newestId = view->newestId;
      bool began = false;
      for (const Delivery& delivery : view->due) {
        // As in the loop, what an earlier attempt of this round changed is looked at anew.
        if (!m_plan->begin(delivery.to.url.origin())) continue;
        attempt(delivery);
        began = true;
        break;
      }
      if (began || !view->due.isEmpty()) continue;
      const qint64 sleepMs = m_plan->sleepMs(view->nextDueMs);
      // Looks that would find nothing are left out of the simulation.
      const bool isIdle = sleepMs == DeliveryPace::longestSleepMs && m_plan->scope({}).exceptOrigins.isEmpty();
      if (!isIdle) return clock.nowMs() + sleepMs;
      return view->nextDueMs > 0 ? view->nextDueMs : clock.nowMs() + day;
    }
  }

  void network(bool offline) {
    isOffline = offline;
    if (m_plan->setOffline(offline)) wakeAll();
  }
  void wakeAll() {
    m_plan->forgetFailures();
    ASSERT_TRUE(await(outbox.tryAllEarly()).ok());
  }

  std::optional<DeliveryPace> m_plan;
  const qint64 beganMs;
  std::mt19937 chance{20260101};
  qint64 newestId = -1;
  bool isOffline = false;
  std::map<QString, Server> servers;
  QMap<qint64, qint64> toldToWait;
  QMap<QString, QVector<qint64>> landed;
  QVector<TriedAt> tried;
};

bool between(qint64 atMs, qint64 from, qint64 to) {
  return atMs >= from && atMs < to;
}

TEST_F(FortnightTest, NothingIsLostAndEveryPromiseKept) {
  const QStringList hosts = {QStringLiteral("webs://steady.example.org"), QStringLiteral("webs://busy.example.org"),
                             QStringLiteral("webs://bursts.example.org"), QStringLiteral("web://10.0.0.5"),
                             QStringLiteral("webs://dead.example.org")};
  const auto originOf = [](const QString& host) { return url(host + QStringLiteral("/x")).origin(); };
  // Down for nine hours on the second day, and for ten minutes every six hours.
  servers[originOf(hosts[0])] = [](qint64 at) {
    const bool down = between(at, day + 8 * hour, day + 17 * hour) || at % (6 * hour) < 10 * minute;
    return down ? Said{0, -1, 10 * second} : Said{};
  };
  // 503 with a Retry-After of two hours on the third day, of forty hours (obeyed for 24) once on the fifth.
  servers[originOf(hosts[1])] = [](qint64 at) {
    if (between(at, 2 * day, 2 * day + 5 * hour)) return Said{503, 2 * hour};
    if (between(at, 4 * day, 4 * day + 30 * minute)) return Said{503, 40 * hour};
    return Said{};
  };
  // Two of three answers are 429 in the first half of every hour.
  servers[originOf(hosts[2])] = [n = 0](qint64 at) mutable {
    return at % hour < 30 * minute && ++n % 3 != 0 ? Said{429} : Said{};
  };
  // In the private network, which stays; busy every morning.
  servers[originOf(hosts[3])] = [](qint64 at) { return between(at % day, 6 * hour, 7 * hour) ? Said{500} : Said{}; };
  // Dead from the first day to the end of the tenth: what is older than its ten retries or 7 days expires.
  servers[originOf(hosts[4])] = [](qint64 at) {
    return between(at, hour, 10 * day) ? Said{0, -1, 10 * second} : Said{};
  };

  QVector<TargetId> targets;
  for (int i = 0; i < hosts.size(); ++i) targets.append(addTarget(QString::number(i), hosts[i] + QStringLiteral("/")));
  QMap<QString, QVector<qint64>> queued;
  QMap<qint64, qint64> createdAt;
  qint64 nextQueueMs = 0;
  int laneTurn = 0;
  bool closed = false;
  while (sinceBeginMs() < 21 * day) {
    const qint64 at = sinceBeginMs();
    // The program is closed on the seventh day: nothing is done, nothing is spent.
    if (between(at, 6 * day, 7 * day)) {
      clock.advance(7 * day - at);
      m_plan.emplace(clock);
      isOffline = false;
      newestId = -1;
      ASSERT_TRUE(await(outbox.recover()).ok());
      closed = true;
      continue;
    }
    // Offline from 23:00 to 06:00 every night.
    const qint64 ofDay = at % day;
    const bool night = ofDay >= 23 * hour || ofDay < 6 * hour;
    if (night != isOffline) network(night);
    // Every three hours of the fortnight one result for each host, to two lanes in turn.
    if (at >= nextQueueMs && at < 14 * day) {
      nextQueueMs = at + 3 * hour;
      ++laneTurn;
      for (int i = 0; i < hosts.size(); ++i) {
        const QString address = hosts[i] + QStringLiteral("/lane%1").arg(laneTurn % 2);
        const DeliveryId id = queue(targets[i], address);
        queued[url(address).lane()].append(id.value);
        createdAt[id.value] = clock.nowMs();
      }
    }
    const qint64 next = look();
    // The next event: a look, a change of the network, a new result.
    qint64 wake = next;
    const qint64 now = sinceBeginMs();
    if (now < 14 * day) wake = std::min(wake, beganMs + nextQueueMs);
    const qint64 untilChange = night ? (6 * hour - now % day + day) % day : 23 * hour - now % day;
    if (untilChange > 0) wake = std::min(wake, clock.nowMs() + untilChange);
    // Nothing waits any more: the rest of the time is skipped.
    const auto counts = await(outbox.counts());
    if (counts->waiting == 0 && now >= 14 * day) break;
    clock.advance(std::max<qint64>(wake - clock.nowMs(), 1));
  }
  EXPECT_TRUE(closed);

  int delivered = 0;
  int expired = 0;
  for (auto lane = queued.cbegin(); lane != queued.cend(); ++lane) {
    qint64 lastFinishedMs = 0;
    QVector<qint64> order;
    for (const qint64 id : lane.value()) {
      const Delivery delivery = find(DeliveryId{id});
      ASSERT_TRUE(isFinal(delivery.state)) << "delivery " << id << " is stuck";
      EXPECT_GE(delivery.finishedMs, lastFinishedMs) << "the lane's order";
      lastFinishedMs = delivery.finishedMs;
      if (delivery.state == DeliveryState::Delivered) {
        ++delivered;
        order.append(id);
        continue;
      }
      ++expired;
      EXPECT_EQ(delivery.state, DeliveryState::Expired);
      EXPECT_TRUE(delivery.to.url.host().startsWith(QStringLiteral("dead"))) << delivery.to.url.host().toStdString();
      const bool old = delivery.finishedMs - createdAt[id] >= retrypolicy::maxAgeMs;
      EXPECT_TRUE(delivery.retries == retrypolicy::maxRetries || old)
          << "expired after " << delivery.retries << " retries and " << delivery.finishedMs - createdAt[id] << " ms";
    }
    EXPECT_EQ(landed.value(lane.key()), order) << "an older result never lands after a newer one";
  }
  QMap<qint64, int> counted;
  QMap<qint64, int> all;
  for (const TriedAt& one : std::as_const(tried)) {
    all[one.id] += 1;
    EXPECT_EQ(one.number, all[one.id]) << "every attempt is in the history, in order";
    if (!one.early) counted[one.id] += 1;
  }
  for (auto it = counted.cbegin(); it != counted.cend(); ++it)
    EXPECT_LE(it.value(), retrypolicy::maxRetries + 1) << "delivery " << it.key();
  EXPECT_EQ(database.value(QStringLiteral("SELECT COUNT(*) FROM attempt")).toLongLong(), tried.size());
  EXPECT_EQ(database.value(QStringLiteral("SELECT COUNT(*) FROM attempt WHERE ended_at IS NULL")).toInt(), 0);
  EXPECT_EQ(delivered + expired, createdAt.size());
  EXPECT_GT(expired, 0) << "the dead server's first results are given up";
  RecordProperty("deliveries", static_cast<int>(createdAt.size()));
  RecordProperty("attempts", static_cast<int>(tried.size()));
  RecordProperty("expired", expired);
  std::printf("fortnight: %d deliveries, %d attempts, %d delivered, %d expired\n", static_cast<int>(createdAt.size()),
              static_cast<int>(tried.size()), delivered, expired);
}

TEST_F(FortnightTest, AnOriginThatFailsIsTriedOnceAMinuteByAllItsLanes) {
  const QString host = QStringLiteral("webs://down.example.org");
  servers[url(host + QStringLiteral("/x")).origin()] = [](qint64) { return Said{0, -1, 0}; };
  const TargetId target = addTarget(QStringLiteral("down"), host + QStringLiteral("/"));
  for (int lane = 0; lane < 40; ++lane) queue(target, host + QStringLiteral("/lane%1").arg(lane));
  const qint64 until = clock.nowMs() + 2 * hour;
  while (clock.nowMs() < until) {
    const qint64 next = look();
    clock.advance(std::max<qint64>(next - clock.nowMs(), 1));
  }
  ASSERT_GT(tried.size(), 100);
  for (qsizetype i = 11; i < tried.size(); ++i)
    EXPECT_GE(tried[i].atMs - tried[i - 1].atMs, minute) << "attempt " << i + 1;
}

}  // namespace
}  // namespace courier
