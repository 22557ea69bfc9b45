#pragma once

#include "models/data/BatchSink.h"

namespace courier {

/// Rows that can be read from their first to their last again and again: a result, or what a person has made of one.
/// Thread-safe.
class RowSource {
 public:
  virtual ~RowSource() = default;
  /// As the engine described them.
  [[nodiscard]] virtual Columns columns() const = 0;
  [[nodiscard]] virtual qint64 rowCount() const = 0;
  /// Gives every row in order to `sink`: begin(), then append() for each batch, up to `rowLimit` rows (0: all) of those
  /// there are at the call. Blocking, on a thread of the caller's choice.
  [[nodiscard]] virtual Expected<void> replay(BatchSink& sink, qint64 rowLimit = 0) const = 0;
};

}  // namespace courier
