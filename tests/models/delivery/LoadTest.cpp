// Many small deliveries in many lanes to one server, a fifth of which fail at first. COURIER_LOAD_DELIVERIES and
// COURIER_LOAD_LANES choose the numbers: 1,000 in 50 lanes by default, 10,000 in 100 where a whole day's load is asked.
#include <QElapsedTimer>
#include <QHash>
#include <QMap>
#include <cstdio>

#include "tests/models/delivery/DeliveryLoopFixture.h"

namespace courier {
namespace {

using testing::await;
using testing::Reaction;
using testing::SeenRequest;
using testing::waitUntil;

#if defined(__SANITIZE_ADDRESS__)
constexpr qint64 growthLimit = qint64{1} << 40;  // the sanitizer keeps what was freed
#else
constexpr qint64 growthLimit = 16 << 20;
#endif

int chosen(const char* variable, int otherwise) {
  bool isNumber = false;
  const int number = qEnvironmentVariableIntValue(variable, &isNumber);
  return isNumber && number > 0 ? number : otherwise;
}

/// Anonymous memory of this process, where the system tells (Linux); else 0.
qint64 anonymousBytes() {
  QFile status(QStringLiteral("/proc/self/status"));
  if (!status.open(QIODevice::ReadOnly)) return 0;
  for (const QByteArray& line : status.readAll().split('\n')) {
    if (line.startsWith("RssAnon:")) return line.mid(8).simplified().split(' ').first().toLongLong() * 1024;
  }
  return 0;
}

class LoadTest : public testing::DeliveryLoopFixture {
 protected:
  const int count = chosen("COURIER_LOAD_DELIVERIES", 1'000);
  const int lanes = chosen("COURIER_LOAD_LANES", 50);

  /// `count` deliveries of one spool file, in turn to all lanes, in one transaction.
  void queueAll(TargetId target) {
    QFile file(spoolFolder() + QStringLiteral("/shared.json"));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write("{\"data\":[]}");
    file.close();
    SpoolFile body = bodyFile(QStringLiteral("shared.json"));
    body.bytes = 11;
    body.sha256 = QCryptographicHash::hash("{\"data\":[]}", QCryptographicHash::Sha256);
    QVector<DeliveryRequest> requests;
    for (int lane = 0; lane < lanes; ++lane)
      requests.append(requestTo(target, server.address(QStringLiteral("/lane%1").arg(lane))));
    const auto queued = await(database->transaction([&](Session& session) -> Expected<void> {
      for (int i = 0; i < count; ++i) {
        const auto id = Outbox::enqueueIn(session, requests[i % lanes], JobId{1}, body, clock.nowMs());
        if (!id) return id.error();
      }
      return {};
    }),
                              120'000);
    ASSERT_TRUE(queued.ok());
  }
  [[nodiscard]] int delivered() {
    return database.value(QStringLiteral("SELECT COUNT(*) FROM delivery WHERE state = 'delivered'")).toInt();
  }
};

TEST_F(LoadTest, AllAreDeliveredInOrderAndMemoryStaysFlat) {
  queueAll(target());
  // Every fifth delivery fails once.
  std::atomic<int> failed = 0;
  // On the server's thread, and read once all is over: the keys of each lane in the order of their requests.
  QMap<QByteArray, QVector<size_t>> arrived;
  server.forgetComplete();
  server.setScript([&](const SeenRequest& head) {
    arrived[head.target].append(qHash(head.header("Idempotency-Key")));
    const bool fifth = head.header("Query-Courier-Attempt") == "1" && qHash(head.header("Idempotency-Key")) % 5 == 0;
    if (fifth) ++failed;
    return Reaction::answer(fifth ? 503 : 201);
  });
  QElapsedTimer elapsed;
  elapsed.start();
  const auto loop = start(options());
  int seen = 0;
  qint64 atAQuarter = 0;
  ASSERT_TRUE(waitUntil(
      [&] {
        seen = delivered();
        if (atAQuarter == 0 && seen >= count / 4) atAQuarter = anonymousBytes();
        // A failed head's 5 s pass at once.
        clock.advance(1000);
        loop->wake();
        QThread::msleep(20);
        return seen == count;
      },
      60'000 + count * 60))
      << seen << " of " << count;
  const qint64 tookMs = elapsed.elapsed();
  const qint64 growth = anonymousBytes() - atAQuarter;
  EXPECT_LT(growth, growthLimit);
  std::printf(
      "load: %d deliveries in %d lanes, %d failed at first, %lld ms (%.2f ms each), RssAnon %+lld kB since a "
      "quarter\n",
      count, lanes, failed.load(), static_cast<long long>(tookMs), static_cast<double>(tookMs) / count,
      static_cast<long long>(growth / 1024));

  EXPECT_EQ(attemptCount(), server.completeCount());
  EXPECT_EQ(attemptCount(), answeredCount());
  EXPECT_EQ(attemptCount(), count + failed.load());
  // In each lane the deliveries came in the order in which they were queued.
  QHash<size_t, qint64> numberOf;
  const auto keys = await(database->run([](Session& session) {
    return session.rows(QStringLiteral("SELECT idempotency_key, id FROM delivery"), {}, [](const QSqlQuery& query) {
      return std::pair{query.value(0).toByteArray(), query.value(1).toLongLong()};
    });
  }));
  ASSERT_TRUE(keys.ok());
  for (const auto& [key, id] : *keys) numberOf[qHash(key)] = id;
  ASSERT_EQ(numberOf.size(), count) << "two keys share a hash";
  for (auto lane = arrived.cbegin(); lane != arrived.cend(); ++lane) {
    qint64 last = 0;
    for (const size_t key : lane.value()) {
      EXPECT_GE(numberOf.value(key), last) << lane.key().toStdString();
      last = numberOf.value(key);
    }
  }
  EXPECT_EQ(arrived.size(), lanes);
}

TEST_F(LoadTest, AnExpiredHeadFreesItsLane) {
  const TargetId myweb = target();
  const DeliveryId head = queueBody(myweb, QStringLiteral("/a"));
  database.change(QStringLiteral("UPDATE delivery SET next_try_at = ?, give_up_at = ?"),
                  {clock.nowMs() + 3'600'000, clock.nowMs() + 1000});
  QVector<DeliveryId> behind;
  for (int i = 0; i < 3; ++i) behind.append(queueBody(myweb, QStringLiteral("/a")));
  database.change(QStringLiteral("UPDATE delivery SET early_at = 0"));
  const auto loop = start(options());
  EXPECT_EQ(state(head), DeliveryState::Waiting);
  clock.advance(61'000);
  loop->wake();
  ASSERT_TRUE(reaches(head, DeliveryState::Expired));
  for (const DeliveryId id : behind) ASSERT_TRUE(reaches(id, DeliveryState::Delivered));
  EXPECT_EQ(server.requestCount(), 3);
}

/// What one look costs: 10,000 waiting in 100 lanes, said by the test's output; the bound is a generous one.
TEST_F(LoadTest, ALookAtTenThousandWaitingIsQuick) {
  const TargetId myweb = target();
  database.change(
      QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9999) INSERT INTO "
                     "delivery (idempotency_key, job_id, target_id, target_text, address, origin, method, state, "
                     "spool_name, content_type, body_bytes, body_sha256, rows, created_at, next_try_at, give_up_at) "
                     "SELECT 'k' || i, 1, ?, 't', ? || (i % 100), ?, 'PUT', 'waiting', 's', 'c', 1, x'00', 1, 0, ?, ? "
                     "FROM n"),
      {myweb.value, server.address(QStringLiteral("/lane")), url(server.address()).origin(), clock.nowMs() + 3'600'000,
       clock.nowMs() + 9'000'000});
  const auto median = [&](auto call) {
    QVector<qint64> ns;
    for (int i = 0; i < 15; ++i) {
      QElapsedTimer timer;
      timer.start();
      EXPECT_TRUE(await(call()).ok());
      ns.append(timer.nsecsElapsed());
    }
    std::sort(ns.begin(), ns.end());
    return static_cast<double>(ns[7]) / 1e6;
  };
  const double look = median([&] { return outbox.look({}, 6, -1); });
  const double early = median([&] { return outbox.tryAllEarly(); });
  std::printf("10,000 waiting in 100 lanes: look %.2f ms, early tries %.2f ms\n", look, early);
  EXPECT_LT(look, 500);
}

}  // namespace
}  // namespace courier
