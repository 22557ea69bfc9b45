#pragma once

#include <atomic>

#include "models/data/BatchSink.h"

namespace courier {

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
