#include "models/data/BatchFormat.h"

#include <QIODevice>

namespace courier {

namespace {

struct Head {
  quint32 rows = 0;
  quint32 columns = 0;
  quint64 length = 0;  ///< of everything behind the head
};

template <class Value>
bool writeValues(const std::vector<Value>& values, QIODevice& device) {
  const auto size = static_cast<qint64>(values.size() * sizeof(Value));
  return device.write(reinterpret_cast<const char*>(values.data()), size) == size;
}

template <class Value>
bool readValues(std::vector<Value>& values, size_t count, QIODevice& device) {
  values.resize(count);
  const auto size = static_cast<qint64>(count * sizeof(Value));
  return device.read(reinterpret_cast<char*>(values.data()), size) == size;
}

}  // namespace

bool writeBatch(const ColumnBatch& batch, QIODevice& device) {
  std::vector<quint64> sizes;
  Head head{static_cast<quint32>(batch.rowCount()), static_cast<quint32>(batch.columnCount()), 0};
  for (int index = 0; index < batch.columnCount(); ++index) {
    sizes.push_back(batch.column(index).bytes.size());
    head.length += sizeof(quint64) + head.rows * (sizeof(CellKind) + sizeof(quint64)) + sizes.back();
  }
  if (device.write(reinterpret_cast<const char*>(&head), sizeof(head)) != sizeof(head)) return false;
  if (!writeValues(sizes, device)) return false;
  for (int index = 0; index < batch.columnCount(); ++index) {
    const ColumnBatch::ColumnData& column = batch.column(index);
    if (!writeValues(column.kinds, device) || !writeValues(column.words, device) || !writeValues(column.bytes, device))
      return false;
  }
  return true;
}

ColumnBatchPtr readBatch(QIODevice& device) {
  Head head;
  if (device.read(reinterpret_cast<char*>(&head), sizeof(head)) != sizeof(head)) return nullptr;
  // What the file cannot hold is not allocated for.
  if (head.length > static_cast<quint64>(device.size() - device.pos())) return nullptr;
  quint64 length = head.columns * (sizeof(quint64) + head.rows * (sizeof(CellKind) + sizeof(quint64)));
  if (length > head.length) return nullptr;
  std::vector<quint64> sizes;
  if (!readValues(sizes, head.columns, device)) return nullptr;
  for (const quint64 size : sizes) {
    if (size > head.length - length) return nullptr;
    length += size;
  }
  if (length != head.length) return nullptr;
  std::vector<ColumnBatch::ColumnData> columns(head.columns);
  for (size_t index = 0; index < columns.size(); ++index) {
    ColumnBatch::ColumnData& column = columns[index];
    if (!readValues(column.kinds, head.rows, device) || !readValues(column.words, head.rows, device) ||
        !readValues(column.bytes, sizes[index], device))
      return nullptr;
  }
  return std::make_shared<const ColumnBatch>(std::move(columns), static_cast<int>(head.rows));
}

}  // namespace courier
