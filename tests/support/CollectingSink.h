#pragma once

#include <functional>
#include <vector>

#include "models/data/BatchSink.h"

namespace courier::testing {

/// A BatchSink that keeps everything it was given of the last result. One thread at a time.
class CollectingSink final : public BatchSink {
 public:
  Expected<void> begin(const Columns& begunColumns) override {
    ++begins;
    columns = begunColumns;
    batches.clear();
    return {};
  }
  Expected<void> append(const ColumnBatchPtr& batch) override {
    batches.push_back(batch);
    if (whenAppended) whenAppended();
    return {};
  }

  [[nodiscard]] qint64 rowCount() const {
    qint64 rows = 0;
    for (const auto& batch : batches) rows += batch->rowCount();
    return rows;
  }
  /// Of a row that is there.
  [[nodiscard]] Cell cell(qint64 row, int column) const {
    auto batch = batches.begin();
    while (row >= (*batch)->rowCount()) row -= (*batch++)->rowCount();
    return (*batch)->cell(static_cast<int>(row), column);
  }

  int begins = 0;
  Columns columns;
  std::vector<ColumnBatchPtr> batches;
  std::function<void()> whenAppended;
};

}  // namespace courier::testing
