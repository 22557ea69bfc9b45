#pragma once

#include "models/base/Expected.h"
#include "models/data/Column.h"
#include "models/data/ColumnBatch.h"

namespace courier {

/// Where a running query's rows go. All calls come from the query's thread: begin() once for each statement that
/// gives rows (a second begin() discards what came before: the last result is the result), then append() for its
/// batches. An Error stops the query and becomes its error. The end is told by whoever ran the query.
class BatchSink {
 public:
  virtual ~BatchSink() = default;
  virtual Expected<void> begin(const Columns& columns) = 0;
  virtual Expected<void> append(const ColumnBatchPtr& batch) = 0;
};

}  // namespace courier
