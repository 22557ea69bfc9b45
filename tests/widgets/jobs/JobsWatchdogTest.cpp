#include <QComboBox>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QScrollBar>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <utility>

#include "tests/widgets/jobs/JobsFixture.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define COURIER_SANITIZED 1
#endif

namespace courier {
namespace {

using testing::await;
using testing::staysTrue;
using testing::waitUntil;

constexpr int kJobs = 100'000;
constexpr int kWaiting = 10'000;
constexpr int kFinal = kJobs - kWaiting - kWaiting / 49 - 1;  ///< of the older jobs, whose deliveries have ended
#ifdef COURIER_SANITIZED
constexpr qint64 kLongestMs = 5'000;
#else
constexpr qint64 kLongestMs = 500;
#endif

/// Ticks on the main thread; what passes between two ticks beyond the interval is a stall.
class Watchdog {
 public:
  Watchdog() {
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(kTickMs);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { look(); });
    m_since.start();
    m_timer.start();
  }
  /// The longest stall since the last call, in milliseconds.
  qint64 takeLongest() {
    look();
    return std::exchange(m_longest, 0);
  }

 private:
  static constexpr int kTickMs = 2;
  void look() { m_longest = std::max(m_longest, m_since.restart() - kTickMs); }
  QTimer m_timer;
  QElapsedTimer m_since;
  qint64 m_longest = 0;
};

/// 100,000 jobs, the newest 10,000 with a delivery that waits.
class JobsWatchdogTest : public testing::JobsFixture {
 protected:
  void fillLong() {
    web();
    const auto filled = await(m_database->transaction([now = m_clock.nowMs()](Session& session) -> Expected<void> {
      const auto jobs = session.change(
          QStringLiteral("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
                         "INSERT INTO job (kind, state, query_name, sql, plan, created_at, started_at, ended_at, rows, "
                         "columns, spool_name, spool_bytes) SELECT 'on_demand', CASE WHEN i % 50 = 0 THEN 'error' ELSE "
                         "'success' END, 'query ' || (i % 97), 'SELECT code, COUNT(*) AS cnt FROM www_access GROUP BY "
                         "code -- ' || i, '{}', ? - (? - i) * 60000, ? - (? - i) * 60000, ? - (? - i) * 60000, 3, "
                         "'[]', CASE WHEN i % 50 = 0 THEN '' ELSE 'job-' || i || '.json' END, 62 FROM n"),
          {kJobs, now, kJobs, now, kJobs, now, kJobs});
      if (!jobs) return jobs.error();
      const auto deliveries = session.change(
          QStringLiteral(
              "INSERT INTO delivery (idempotency_key, job_id, target_id, target_text, address, origin, method, state, "
              "reason, reason_kind, spool_name, content_type, body_bytes, body_sha256, rows, created_at, next_try_at, "
              "give_up_at, attempts, finished_at) SELECT 'key-' || id, id, 1, 'myweb:p' || (id % 100), "
              "'webs://reports.example.org/base/p' || (id % 100), 'webs://reports.example.org', 'PUT', CASE WHEN id > "
              "? THEN 'waiting' WHEN id % 100 = 7 THEN 'refused' ELSE 'delivered' END, '', '', 'job-' || id || "
              "'.json', 'application/json', 62, x'00', 3, created_at, created_at, created_at + 604800000, 1, CASE "
              "WHEN id > ? THEN NULL ELSE created_at END FROM job WHERE state = 'success'"),
          {kFinal, kFinal});
      if (!deliveries) return deliveries.error();
      return {};
    }),
                              300'000);
    ASSERT_TRUE(filled.ok()) << qUtf8Printable(filled.error().detail);
  }
  void report(const char* what) {
    const qint64 longest = m_watchdog->takeLongest();
    std::printf("[ WATCHDOG ] %-28s longest stall %lld ms, answered after %lld ms\n", what,
                static_cast<long long>(longest), static_cast<long long>(m_answered.elapsed()));
    m_longest = std::max(m_longest, longest);
  }
  void begin() {
    m_watchdog->takeLongest();
    m_answered.start();
  }
  std::unique_ptr<Watchdog> m_watchdog;
  QElapsedTimer m_answered;
  qint64 m_longest = 0;
};

TEST_F(JobsWatchdogTest, ALongHistoryOpensFiltersAndScrollsWithoutAStall) {
  fillLong();
  const auto totals = await(m_jobs.totals());
  ASSERT_EQ(totals->jobs, kJobs);
  ASSERT_GE(totals->waiting, kWaiting);
  m_watchdog = std::make_unique<Watchdog>();
  begin();
  open();
  ASSERT_EQ(rows(), 200);
  report("opens");

  begin();
  for (int goal : {400, 600, 1'000, 2'000, 4'000}) {
    ASSERT_TRUE(waitUntil(
        [&] {
          if (rows() < goal) table()->scrollToBottom();
          return rows() >= goal;
        },
        120'000));
  }
  report("scrolls to 4,000 lines");

  m_database.change(QStringLiteral("UPDATE job SET query_name = 'again' WHERE id = ?"), {kJobs});
  begin();
  m_page->reload();
  ASSERT_TRUE(waitUntil([this] { return cell(0, JobTableModel::QueryColumn) == QStringLiteral("again"); }, 60'000));
  EXPECT_TRUE(staysTrue([this] { return rows() >= 4'000; }, 200)) << rows();
  report("reads these again");

  begin();
  click(group(QStringLiteral("Waiting")));
  ASSERT_TRUE(waitUntil(
      [this] { return cell(0, JobTableModel::DeliveryColumn) == QStringLiteral("waiting") && rows() >= 200; }, 60'000));
  report("shows what waits");

  const auto pick = [this](const char* box, const char* text) {
    auto* combo = part<QComboBox>(*m_page, box);
    combo->setCurrentIndex(combo->findText(QString::fromUtf8(text)));
    Q_EMIT combo->activated(combo->currentIndex());
  };
  begin();
  click(part<Button>(*m_page, "reset"));
  pick("state", "refused");
  ASSERT_TRUE(
      waitUntil([this] { return cell(0, JobTableModel::DeliveryColumn) == QStringLiteral("refused"); }, 60'000));
  report("filters by state");
  begin();
  pick("target", "myweb");
  pick("span", "Last 7 days");
  // All of these days still wait, so nothing of them was refused.
  ASSERT_TRUE(waitUntil([this] { return rows() == 0; }, 60'000));
  pick("span", "Last 30 days");
  ASSERT_TRUE(waitUntil([this] { return rows() == 200; }, 60'000));
  report("filters by target and time");
  begin();
  click(part<Button>(*m_page, "reset"));
  part<QLineEdit>(*m_page, "search")->setText(QStringLiteral("nothing holds this text"));
  ASSERT_TRUE(waitUntil([this] { return rows() == 0; }, 120'000));
  report("searches all of it in vain");
  std::printf("[ WATCHDOG ] longest stall of all: %lld ms (bound %lld ms)\n", static_cast<long long>(m_longest),
              static_cast<long long>(kLongestMs));
  EXPECT_LT(m_longest, kLongestMs);
}

}  // namespace
}  // namespace courier
