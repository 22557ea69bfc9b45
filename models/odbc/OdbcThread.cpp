#include "models/odbc/OdbcThread.h"

#include <QCoreApplication>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <system_error>
#include <utility>

namespace courier {
namespace {

struct OdbcThreadTr {
  Q_DECLARE_TR_FUNCTIONS(OdbcThread)
};

constexpr int kMostLeft = 8;
/// How long a driver has to obey. A query's own watch gives up a little later.
constexpr auto kObeyWithin = std::chrono::milliseconds(100);

std::atomic<int> s_left = 0;

Error noMoreThreads() {
  return Error::of(ErrorKind::Internal,
                   OdbcThreadTr::tr("The query could not be started: this computer has no more threads. Stop another "
                                    "query first."));
}

}  // namespace

struct OdbcThread::State {
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::function<void()>> jobs;
  int posted = 0;
  int ended = 0;
  bool isClosed = false;
  bool isLeft = false;

  void post(std::function<void()> job) {
    const std::scoped_lock lock(mutex);
    jobs.push_back(std::move(job));
    ++posted;
    changed.notify_all();
  }
  void work() {
    std::unique_lock lock(mutex);
    for (;;) {
      changed.wait(lock, [this] { return isClosed || !jobs.empty(); });
      if (jobs.empty()) break;
      std::function<void()> job = std::move(jobs.front());
      jobs.pop_front();
      lock.unlock();
      job();
      // What it held goes on this thread, and before its end is told.
      job = nullptr;
      lock.lock();
      ++ended;
      changed.notify_all();
    }
    if (isLeft) --s_left;
  }
};

Expected<std::unique_ptr<OdbcThread>> OdbcThread::start() {
  if (s_left >= kMostLeft)
    return Error::of(ErrorKind::Busy, OdbcThreadTr::tr("%1 stopped queries still wait for their ODBC drivers. Wait "
                                                       "until the servers answer, or restart the program.")
                                          .arg(kMostLeft));
  std::unique_ptr<OdbcThread> thread(new OdbcThread);
  thread->m_state = std::make_shared<State>();
  try {
    thread->m_thread = std::thread([state = thread->m_state] { state->work(); });
  } catch (const std::system_error&) {
    return noMoreThreads();
  }
  return thread;
}

OdbcThread::~OdbcThread() {
  if (!m_thread.joinable()) return;
  {
    const std::scoped_lock lock(m_state->mutex);
    m_state->isClosed = true;
    m_state->changed.notify_all();
  }
  m_thread.join();
}

bool OdbcThread::run(std::function<void()> job, const CancelToken& cancel, QDeadlineTimer limit,
                     const std::function<void()>& stop) {
  State& state = *m_state;
  state.post(std::move(job));
  const auto watch = cancel.onCancel([held = m_state] {
    const std::scoped_lock lock(held->mutex);
    held->changed.notify_all();
  });
  std::unique_lock lock(state.mutex);
  const auto hasEnded = [&state] { return state.ended == state.posted; };
  const auto isOver = [&] { return hasEnded() || cancel.isCancelled(); };
  if (limit.isForever()) {
    state.changed.wait(lock, isOver);
  } else {
    state.changed.wait_until(lock, limit.deadline<std::chrono::steady_clock>(), isOver);
  }
  if (hasEnded()) return true;
  lock.unlock();
  stop();
  lock.lock();
  return state.changed.wait_for(lock, kObeyWithin, hasEnded);
}

void OdbcThread::last(std::function<void()> job, int limitMs) {
  State& state = *m_state;
  state.post(std::move(job));
  std::unique_lock lock(state.mutex);
  state.isClosed = true;
  if (state.changed.wait_for(lock, std::chrono::milliseconds(limitMs), [&] { return state.ended == state.posted; }))
    return;
  state.isLeft = true;
  ++s_left;
  m_thread.detach();
}

int OdbcThread::leftCount() {
  return s_left;
}

}  // namespace courier
