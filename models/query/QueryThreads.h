#pragma once

#include <QObject>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "models/base/CancelToken.h"
#include "models/base/WorkerThread.h"

namespace courier {

/// The threads of a QueryRunner: starts one per query, gives up on those that go on after they were cancelled, and
/// lets go of those that never end. Thread-safe; shared with its threads, so that it outlives the runner where one of
/// them does.
class QueryThreads : public std::enable_shared_from_this<QueryThreads> {
 public:
  /// `home`: where released() happens, until close().
  explicit QueryThreads(QObject* home);

  /// Runs `work` on a thread of its own; calls `giveUp` when it still runs some time after a cancel. False when the
  /// system has no more threads, or after close().
  [[nodiscard]] bool start(const CancelToken& cancel, std::function<void()> work, std::function<void()> giveUp);
  /// Drops `object` on the home thread, or here where there is no home any more.
  void release(std::shared_ptr<void> object);
  /// Cancels all, waits up to `limitMs`, then gives up on the rest. Called once, on the home thread.
  void close(int limitMs);

 private:
  struct Entry {
    CancelToken cancel;
    std::function<void()> giveUp;
    CancelToken::Registration watch;
    std::thread thread;
    bool hasEnded = false;
  };
  void ended(int key);
  void joinEnded();

  std::mutex m_mutex;
  std::condition_variable m_someEnded;
  QObject* m_home;
  int m_nextKey = 1;
  int m_running = 0;
  std::map<int, Entry> m_entries;
  std::unique_ptr<WorkerThread> m_watchdog;
};

}  // namespace courier
