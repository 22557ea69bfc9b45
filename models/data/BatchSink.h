#pragma once

#include <atomic>
#include <memory>
#include <utility>
#include <vector>

#include "models/base/Expected.h"
#include "models/data/Column.h"
#include "models/data/ColumnBatch.h"

namespace courier {

/// Where a running query's rows go. All calls come from the query's thread: begin() once for each statement that gives
/// rows (a second begin() discards what came before: the last result is the result), then append() for its batches. An
/// Error stops the query and becomes its error. The caller that ran the query reports its end; the sink does not.
class BatchSink {
 public:
  virtual ~BatchSink() = default;
  virtual Expected<void> begin(const Columns& columns) = 0;
  virtual Expected<void> append(const ColumnBatchPtr& batch) = 0;
};

/// Gives each row to several sinks, in their order; the first Error stops all.
class TeeSink final : public BatchSink {
 public:
  explicit TeeSink(std::vector<std::shared_ptr<BatchSink>> sinks) : m_sinks(std::move(sinks)) {}

  Expected<void> begin(const Columns& columns) override {
    return each([&](BatchSink& sink) { return sink.begin(columns); });
  }
  Expected<void> append(const ColumnBatchPtr& batch) override {
    return each([&](BatchSink& sink) { return sink.append(batch); });
  }

 private:
  template <class Call>
  Expected<void> each(Call call) {
    for (const auto& sink : m_sinks) {
      if (auto done = call(*sink); !done) return done;
    }
    return {};
  }
  std::vector<std::shared_ptr<BatchSink>> m_sinks;
};

/// Counts the rows that a running query has given so far. Filled from the query's thread, read from any.
class RowCounter final : public BatchSink {
 public:
  Expected<void> begin(const Columns&) override {
    m_rows = 0;
    return {};
  }
  Expected<void> append(const ColumnBatchPtr& batch) override {
    m_rows += batch->rowCount();
    return {};
  }
  [[nodiscard]] qint64 rows() const { return m_rows; }

 private:
  std::atomic<qint64> m_rows = 0;
};

}  // namespace courier
