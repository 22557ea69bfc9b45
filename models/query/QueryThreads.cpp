#include "models/query/QueryThreads.h"

#include <QTimer>
#include <chrono>
#include <system_error>
#include <utility>

namespace courier {

namespace {
/// How long an engine has to obey; what is left of the promised 200 ms is for the future to be heard of.
constexpr auto kObeyWithin = std::chrono::milliseconds(120);
}  // namespace

QueryThreads::QueryThreads(QObject* home)
    : m_home(home), m_watchdog(std::make_unique<WorkerThread>(QStringLiteral("query watchdog"))) {}

bool QueryThreads::start(const CancelToken& cancel, std::function<void()> work, std::function<void()> giveUp) {
  joinEnded();
  QObject* watchdog = nullptr;
  int key = 0;
  {
    const std::scoped_lock lock(m_mutex);
    if (m_home == nullptr) return false;
    watchdog = m_watchdog->context();
    key = m_nextKey++;
    Entry& entry = m_entries[key];
    entry.cancel = cancel;
    entry.giveUp = giveUp;
    try {
      entry.thread = std::thread([self = shared_from_this(), key, work = std::move(work)]() mutable {
        work();
        // What the work held goes before its end is told.
        work = nullptr;
        self->ended(key);
      });
    } catch (const std::system_error&) {
      m_entries.erase(key);
      return false;
    }
    ++m_running;
  }
  // Outside the lock: the callback may run at once, and a cancel that runs callbacks must not wait for this class.
  auto watch = cancel.onCancel([watchdog, giveUp = std::move(giveUp)] {
    QMetaObject::invokeMethod(
        watchdog, [watchdog, giveUp] { QTimer::singleShot(kObeyWithin, Qt::PreciseTimer, watchdog, giveUp); },
        Qt::QueuedConnection);
  });
  const std::scoped_lock lock(m_mutex);
  const auto entry = m_entries.find(key);
  if (entry != m_entries.end() && !entry->second.hasEnded) entry->second.watch = std::move(watch);
  return true;
}

void QueryThreads::release(std::shared_ptr<void> object) {
  const std::scoped_lock lock(m_mutex);
  if (m_home == nullptr) return;
  QMetaObject::invokeMethod(
      m_home, [object = std::move(object)]() mutable { object.reset(); }, Qt::QueuedConnection);
}

void QueryThreads::close(int limitMs) {
  std::vector<CancelToken> tokens;
  {
    const std::scoped_lock lock(m_mutex);
    for (const auto& [key, entry] : m_entries) {
      if (!entry.hasEnded) tokens.push_back(entry.cancel);
    }
  }
  for (const CancelToken& token : tokens) token.cancel();
  std::map<int, Entry> entries;
  {
    std::unique_lock lock(m_mutex);
    m_someEnded.wait_for(lock, std::chrono::milliseconds(limitMs), [this] { return m_running == 0; });
    m_home = nullptr;
    entries = std::exchange(m_entries, {});
  }
  for (auto& [key, entry] : entries) {
    if (entry.hasEnded) {
      entry.thread.join();
    } else {
      entry.giveUp();
      entry.thread.detach();
    }
  }
  // Their registrations first: no cancel may reach the watchdog once it is gone.
  entries.clear();
  m_watchdog.reset();
}

void QueryThreads::ended(int key) {
  CancelToken::Registration watch;
  const std::scoped_lock lock(m_mutex);
  --m_running;
  if (const auto entry = m_entries.find(key); entry != m_entries.end()) {
    entry->second.hasEnded = true;
    entry->second.giveUp = nullptr;
    watch = std::move(entry->second.watch);
  }
  m_someEnded.notify_all();
}

void QueryThreads::joinEnded() {
  std::vector<std::thread> threads;
  {
    const std::scoped_lock lock(m_mutex);
    for (auto entry = m_entries.begin(); entry != m_entries.end();) {
      if (entry->second.hasEnded) {
        threads.push_back(std::move(entry->second.thread));
        entry = m_entries.erase(entry);
      } else {
        ++entry;
      }
    }
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace courier
