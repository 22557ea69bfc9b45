#include "models/data/ColumnBatch.h"

namespace courier {

size_t ColumnBatch::byteSize() const {
  size_t size = sizeof(ColumnBatch) + m_columns.capacity() * sizeof(ColumnData);
  for (const ColumnData& column : m_columns) {
    size += column.kinds.capacity() * sizeof(CellKind) + column.words.capacity() * sizeof(quint64) +
            column.bytes.capacity();
  }
  return size;
}

}  // namespace courier
