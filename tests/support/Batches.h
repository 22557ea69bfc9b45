#pragma once

#include <string>

#include "models/data/Column.h"
#include "models/data/ColumnBatch.h"

namespace courier::testing {

/// The columns of numberedBatch(), which leave their types to the values.
inline Columns numberedColumns() {
  Columns columns(2);
  columns[0].name = QStringLiteral("number");
  columns[1].name = QStringLiteral("text");
  return columns;
}

/// Rows `first` … `first + count - 1`: the row's number, and "row N".
inline ColumnBatchPtr numberedBatch(qint64 first, int count) {
  ColumnBatchBuilder builder(2, count + 1);
  for (qint64 row = first; row < first + count; ++row) {
    builder.appendInteger(0, row);
    builder.appendText(1, "row " + std::to_string(row));
    builder.endRow();
  }
  return builder.take();
}

}  // namespace courier::testing
