#pragma once

#include <QDeadlineTimer>
#include <functional>
#include <memory>
#include <thread>

#include "models/base/CancelToken.h"
#include "models/base/Expected.h"

namespace courier {

/// A thread on which one session makes its driver's calls, because they can be neither interrupted nor bounded. Who
/// asks waits for their end, or gives up on them: then the thread is left to itself and ends when its driver lets it.
/// Those left are counted, and no more than a few may be. Used by one thread.
class OdbcThread {
 public:
  /// Busy where too many were left.
  [[nodiscard]] static Expected<std::unique_ptr<OdbcThread>> start();
  /// Waits a moment for the last job.
  ~OdbcThread();
  OdbcThread(const OdbcThread&) = delete;
  OdbcThread& operator=(const OdbcThread&) = delete;

  /// Runs the job there; true when it has ended. Once the token is cancelled or the limit is over, calls `stop`, and
  /// waits a moment only. What the job uses must belong to it: it may go on. Behind a false there is only last().
  [[nodiscard]] bool run(std::function<void()> job, const CancelToken& cancel, QDeadlineTimer limit,
                         const std::function<void()>& stop);
  /// What is done there at the end, without being waited for longer than `limitMs`.
  void last(std::function<void()> job, int limitMs);
  /// How many run on by themselves, in the whole program.
  [[nodiscard]] static int leftCount();

 private:
  struct State;
  OdbcThread() = default;
  std::shared_ptr<State> m_state;
  std::thread m_thread;
};

}  // namespace courier
