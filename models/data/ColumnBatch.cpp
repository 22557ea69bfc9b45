#include "models/data/ColumnBatch.h"

#include <algorithm>
#include <limits>

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

ColumnBatchBuilder::ColumnBatchBuilder(int columnCount, int maxRows, size_t maxBytes)
    : m_columns(static_cast<size_t>(columnCount)), m_maxRows(maxRows), m_maxBytes(maxBytes) {}

void ColumnBatchBuilder::appendNull(int column) {
  append(column, CellKind::Null, 0);
}

void ColumnBatchBuilder::appendInteger(int column, qint64 value) {
  append(column, CellKind::Integer, static_cast<quint64>(value));
}

void ColumnBatchBuilder::appendReal(int column, double value) {
  append(column, CellKind::Real, std::bit_cast<quint64>(value));
}

void ColumnBatchBuilder::appendBoolean(int column, bool value) {
  append(column, CellKind::Boolean, value ? 1 : 0);
}

void ColumnBatchBuilder::appendText(int column, std::string_view bytes) {
  appendBytes(column, CellKind::Text, bytes);
}

void ColumnBatchBuilder::appendBlob(int column, std::string_view bytes) {
  appendBytes(column, CellKind::Blob, bytes);
}

void ColumnBatchBuilder::appendArray(int column, std::string_view jsonText) {
  appendBytes(column, CellKind::Array, jsonText);
}

void ColumnBatchBuilder::endRow() {
  ++m_rowCount;
  m_byteCount += m_columns.size() * (sizeof(CellKind) + sizeof(quint64));
#ifndef QT_NO_DEBUG
  for (const auto& column : m_columns) Q_ASSERT(column.kinds.size() == static_cast<size_t>(m_rowCount));
#endif
}

bool ColumnBatchBuilder::isFull() const {
  return m_rowCount >= m_maxRows || m_byteCount >= m_maxBytes;
}

ColumnBatchPtr ColumnBatchBuilder::take() {
  std::vector<ColumnBatch::ColumnData> columns(m_columns.size());
  for (size_t index = 0; index < m_columns.size(); ++index) {
    ColumnBatch::ColumnData& source = m_columns[index];
    ColumnBatch::ColumnData& copy = columns[index];
    copy.kinds = source.kinds;
    copy.words = source.words;
    source.kinds.clear();
    source.words.clear();
    // A huge value is given away rather than copied, and its memory not held on to.
    if (source.bytes.size() > m_maxBytes) {
      copy.bytes = std::exchange(source.bytes, {});
    } else {
      copy.bytes = source.bytes;
      source.bytes.clear();
    }
  }
  m_byteCount = 0;
  return std::make_shared<const ColumnBatch>(std::move(columns), std::exchange(m_rowCount, 0));
}

void ColumnBatchBuilder::append(int column, CellKind kind, quint64 word) {
  ColumnBatch::ColumnData& data = m_columns[static_cast<size_t>(column)];
  data.kinds.push_back(kind);
  data.words.push_back(word);
}

void ColumnBatchBuilder::appendBytes(int column, CellKind kind, std::string_view bytes) {
  auto& data = m_columns[static_cast<size_t>(column)].bytes;
  const size_t offset = data.size();
  Q_ASSERT(offset + bytes.size() <= std::numeric_limits<quint32>::max());
  data.insert(data.end(), bytes.begin(), bytes.end());
  append(column, kind, static_cast<quint64>(offset) | (static_cast<quint64>(bytes.size()) << 32U));
  m_byteCount += bytes.size();
}

}  // namespace courier
