#pragma once

#include <QtGlobal>
#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "models/base/CancelToken.h"
#include "models/base/Expected.h"
#include "models/data/ResultSnapshot.h"
#include "models/explore/RowList.h"

namespace courier {

/// What a person who stops looking gets.
[[nodiscard]] Error cancelledLook();

/// Gives `work(thread, index)` every index below `count`, each once, on as many threads as the machine has, this one
/// among them; `thread` is 0 … threads-1. The first Error ends it, and Cancelled once `cancel` is.
template <class Work>
[[nodiscard]] Expected<void> inParallel(size_t count, const CancelToken& cancel, Work work) {
  const size_t threads = std::clamp<size_t>(std::thread::hardware_concurrency(), 1, std::max<size_t>(count, 1));
  std::atomic<size_t> next = 0;
  std::atomic<bool> stops = false;
  std::mutex mutex;
  std::optional<Error> failure;
  const auto run = [&](size_t thread) {
    for (size_t index = next++; index < count && !stops; index = next++) {
      Expected<void> done = cancel.isCancelled() ? Expected<void>(cancelledLook()) : work(thread, index);
      if (done) continue;
      const std::scoped_lock lock(mutex);
      if (!failure) failure = done.error();
      stops = true;
    }
  };
  std::vector<std::thread> others;
  for (size_t thread = 1; thread < threads; ++thread) others.emplace_back(run, thread);
  run(0);
  for (std::thread& each : others) each.join();
  if (failure) return *failure;
  return {};
}

/// How many threads inParallel() takes at most.
[[nodiscard]] inline size_t threadsAtMost() {
  return std::max<size_t>(1, std::thread::hardware_concurrency());
}

/// Gives `work(thread, index, batch, firstRow)` every batch of the snapshot, in no order, in parallel.
template <class Work>
[[nodiscard]] Expected<void> eachBatch(const ResultSnapshot& rows, const CancelToken& cancel, RowProgress& progress,
                                       Work work) {
  return inParallel(rows.batchCount(), cancel, [&](size_t thread, size_t index) -> Expected<void> {
    auto placed = rows.batchAt(index);
    if (!placed) return placed.error();
    work(thread, index, *placed->batch, placed->firstRow);
    progress.done += placed->batch->rowCount();
    return {};
  });
}

/// Reads single rows of a snapshot in any order; keeps the batch of the last one. One thread.
class RowReader {
 public:
  explicit RowReader(const ResultSnapshot& rows) : m_rows(rows) {}
  /// Null where the row cannot be read; error() says why.
  [[nodiscard]] const ColumnBatch* at(qint64 row) {
    if (!m_batch || row < m_first || row >= m_first + m_batch->rowCount()) {
      auto placed = m_rows.batchAt(m_rows.find(row).batch);
      if (!placed) {
        m_error = placed.error();
        m_batch.reset();
        return nullptr;
      }
      m_batch = placed->batch;
      m_first = placed->firstRow;
    }
    m_place = static_cast<int>(row - m_first);
    return m_batch.get();
  }
  /// The row's place in the batch that at() gave.
  [[nodiscard]] int place() const { return m_place; }
  [[nodiscard]] const ColumnBatchPtr& batch() const { return m_batch; }
  [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

 private:
  const ResultSnapshot& m_rows;
  ColumnBatchPtr m_batch;
  qint64 m_first = 0;
  int m_place = 0;
  std::optional<Error> m_error;
};

}  // namespace courier
