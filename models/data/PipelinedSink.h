#pragma once

#include <memory>

#include "models/data/BatchSink.h"

namespace courier {

/// Gives each row to another sink on a thread of its own, so that the next rows are fetched while the last ones are
/// encoded and written. At most a few batches wait; a slower sink holds the query back. An Error of the other sink
/// stops the query at its next batch, or comes from drain().
class PipelinedSink final : public BatchSink {
 public:
  explicit PipelinedSink(std::shared_ptr<BatchSink> next);
  /// Drops what still waits.
  ~PipelinedSink() override;

  Expected<void> begin(const Columns& columns) override;
  Expected<void> append(const ColumnBatchPtr& batch) override;
  /// Waits until the other sink has taken all rows, or failed. To be called once the query has ended; any thread.
  [[nodiscard]] Expected<void> drain();

 private:
  struct State;
  std::unique_ptr<State> m;
};

}  // namespace courier
