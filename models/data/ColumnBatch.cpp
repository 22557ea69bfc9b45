#include "models/data/ColumnBatch.h"

#include <limits>

#include "models/data/ColumnPacker.h"

namespace courier {

ColumnBatchPtr firstRows(const ColumnBatchPtr& batch, int rowCount) {
  if (rowCount >= batch->rowCount()) return batch;
  return std::make_shared<const ColumnBatch>(batch->m_block, rowCount);
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
  auto batch = std::make_shared<const ColumnBatch>(packColumns(m_columns, m_rowCount), m_rowCount);
  for (CollectedColumn& column : m_columns) {
    column.kinds.clear();
    column.words.clear();
    column.bytes.clear();
    // The memory of a huge value is not held on to.
    if (column.bytes.capacity() > 2 * m_maxBytes) column.bytes.shrink_to_fit();
  }
  m_byteCount = 0;
  m_rowCount = 0;
  return batch;
}

void ColumnBatchBuilder::append(int column, CellKind kind, quint64 word) {
  CollectedColumn& data = m_columns[static_cast<size_t>(column)];
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
