#include "models/data/ColumnBatch.h"

#include <algorithm>

namespace courier {

size_t ColumnBatch::byteSize() const {
  size_t size = sizeof(ColumnBatch) + m_columns.capacity() * sizeof(ColumnData);
  for (const ColumnData& column : m_columns) {
    size += column.kinds.capacity() * sizeof(CellKind) + column.words.capacity() * sizeof(quint64) +
            column.bytes.capacity();
  }
  return size;
}

ColumnBatchPtr firstRows(const ColumnBatchPtr& batch, int rowCount) {
  if (rowCount >= batch->rowCount()) return batch;
  std::vector<ColumnBatch::ColumnData> columns(static_cast<size_t>(batch->columnCount()));
  for (int index = 0; index < batch->columnCount(); ++index) {
    const ColumnBatch::ColumnData& source = batch->column(index);
    ColumnBatch::ColumnData& copy = columns[static_cast<size_t>(index)];
    copy.kinds.assign(source.kinds.begin(), source.kinds.begin() + rowCount);
    copy.words.assign(source.words.begin(), source.words.begin() + rowCount);
    std::ptrdiff_t bytes = 0;
    for (int row = 0; row < rowCount; ++row) {
      const std::string_view value = batch->cell(row, index).bytes;
      if (!value.empty()) bytes = std::max(bytes, value.data() + value.size() - source.bytes.data());
    }
    copy.bytes.assign(source.bytes.begin(), source.bytes.begin() + bytes);
  }
  return std::make_shared<const ColumnBatch>(std::move(columns), rowCount);
}

}  // namespace courier
