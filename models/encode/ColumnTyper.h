#pragma once

#include <vector>

#include "models/data/Column.h"
#include "models/data/ColumnBatch.h"

namespace courier {

/// Finds the type each column has in the body (DESIGN section 5) from declarations and from every sent value. Pure.
/// A type only ever widens while values come: long → double → string; boolean → long → …; no value yet → the
/// declaration's, or string.
class ColumnTyper {
 public:
  /// `wide integers as strings` and such are the writer's business: this is about types alone.
  explicit ColumnTyper(const Columns& columns);

  /// Takes rows [0, rowCount) of the batch into account; true when a type that a value had settled changed by it.
  bool add(const ColumnBatch& batch, int rowCount);
  [[nodiscard]] ColumnType type(int column) const;
  /// True when no value but NULL has been seen: the type came only from a want of values.
  [[nodiscard]] bool isUnsettled(int column) const;
  /// Columns with `type` as found so far.
  [[nodiscard]] Columns columns() const;

 private:
  Columns m_columns;
  std::vector<quint8> m_seen;  ///< one set of bits per column: which kinds and ranges occurred
};

}  // namespace courier
