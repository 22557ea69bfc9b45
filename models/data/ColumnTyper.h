#pragma once

#include <vector>

#include "models/data/Column.h"
#include "models/data/ColumnBatch.h"

namespace courier {

/// Finds the type each column has in the body (DESIGN section 5) from declarations and from every sent value. Pure.
/// A column's type depends on the declaration and on the set of kinds of its values, never on their order:
///  - Fixed: the engine's type, whatever comes.
///  - Declared: the declaration, while every value fits it (a long holds integers; a double holds reals and integers up
///    to ±2^53; a boolean holds 0 and 1; an array holds arrays; a string holds all), else as Values.
///  - Values: boolean where there are only booleans, else the narrowest of long, double and string that holds them all;
///    double holds integers up to ±2^53. No value but NULL: string.
class ColumnTyper {
 public:
  /// `wide integers as strings` and such are the writer's business: this is about types alone.
  explicit ColumnTyper(const Columns& columns);

  /// Takes rows [0, rowCount) of the batch into account; true when a type that a value had settled changed by it.
  bool add(const ColumnBatch& batch, int rowCount);
  [[nodiscard]] ColumnType type(int column) const { return m_columns[column].type; }
  /// True when no value but NULL has been seen: the type came only from a want of values.
  [[nodiscard]] bool isUnsettled(int column) const;
  /// True when no value that may yet come can change the type.
  [[nodiscard]] bool isFinal(int column) const;
  /// Columns with `type` as found so far.
  [[nodiscard]] const Columns& columns() const { return m_columns; }

 private:
  Columns m_columns;
  std::vector<ColumnType> m_declared;
  std::vector<quint16> m_seen;  ///< one set of bits per column: which kinds and ranges occurred
};

}  // namespace courier
