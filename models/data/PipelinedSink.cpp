#include "models/data/PipelinedSink.h"

#include <QCoreApplication>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

namespace courier {
namespace {

struct PipelinedSinkTr {
  Q_DECLARE_TR_FUNCTIONS(PipelinedSink)
};

/// Enough that neither side waits for the other's every batch; little enough to be no memory to speak of.
constexpr size_t waitingBatches = 3;

Expected<void> guarded(BatchSink& sink, const ColumnBatchPtr& batch) {
  try {
    return sink.append(batch);
  } catch (const std::exception& exception) {
    const QString what = QString::fromLocal8Bit(exception.what());
    return Error::of(
        ErrorKind::Internal,
        PipelinedSinkTr::tr("The rows could not be processed (%1). Ask for fewer rows, or restart the program.")
            .arg(what),
        what);
  }
}

}  // namespace

struct PipelinedSink::State {
  explicit State(std::shared_ptr<BatchSink> sink) : next(std::move(sink)) {}

  void work();
  Expected<void> waitUntilTaken();
  [[nodiscard]] Expected<void> outcome() const { return failure ? Expected<void>(*failure) : Expected<void>(); }

  std::shared_ptr<BatchSink> next;
  std::thread worker;  ///< begun with the first batch
  std::mutex mutex;    ///< of all that follows
  std::condition_variable changed;
  std::deque<ColumnBatchPtr> waiting;  ///< the first one is being taken and stays until it was
  std::optional<Error> failure;
  bool isEnding = false;
};

void PipelinedSink::State::work() {
  std::unique_lock lock(mutex);
  while (true) {
    changed.wait(lock, [this] { return isEnding || !waiting.empty(); });
    if (isEnding) return;
    const ColumnBatchPtr batch = waiting.front();
    lock.unlock();
    const Expected<void> taken = guarded(*next, batch);
    lock.lock();
    waiting.pop_front();
    if (!taken) {
      failure = taken.error();
      waiting.clear();
    }
    changed.notify_all();
  }
}

Expected<void> PipelinedSink::State::waitUntilTaken() {
  std::unique_lock lock(mutex);
  changed.wait(lock, [this] { return waiting.empty(); });
  return outcome();
}

PipelinedSink::PipelinedSink(std::shared_ptr<BatchSink> next) : m(std::make_unique<State>(std::move(next))) {}

PipelinedSink::~PipelinedSink() {
  {
    const std::lock_guard lock(m->mutex);
    m->isEnding = true;
  }
  m->changed.notify_all();
  if (m->worker.joinable()) m->worker.join();
}

Expected<void> PipelinedSink::begin(const Columns& columns) {
  if (auto taken = m->waitUntilTaken(); !taken) return taken;
  return m->next->begin(columns);
}

Expected<void> PipelinedSink::append(const ColumnBatchPtr& batch) {
  if (!m->worker.joinable()) {
    try {
      m->worker = std::thread([state = m.get()] { state->work(); });
    } catch (const std::system_error&) {
      // No more threads: slower, but right.
      return m->next->append(batch);
    }
  }
  std::unique_lock lock(m->mutex);
  m->changed.wait(lock, [this] { return m->waiting.size() < waitingBatches || m->failure; });
  if (m->failure) return *m->failure;
  m->waiting.push_back(batch);
  lock.unlock();
  m->changed.notify_all();
  return {};
}

Expected<void> PipelinedSink::drain() {
  return m->waitUntilTaken();
}

}  // namespace courier
