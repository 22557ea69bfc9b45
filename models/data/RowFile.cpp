#include "models/data/RowFile.h"

#include <QCoreApplication>
#include <QDir>
#include <QIODevice>
#include <algorithm>
#include <utility>

namespace courier {
namespace {

struct RowFileTr {
  Q_DECLARE_TR_FUNCTIONS(RowFile)
};

/// A batch as raw bytes in the computer's own byte order, for files that do not outlive the process.

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

/// Writes at the device's position; false when the device did not take everything.
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

/// Reads what writeBatch() wrote, from the device's position; null when it is not there whole.
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

}  // namespace

RowFile::RowFile(QString folder, size_t memoryLimit) : m_folder(std::move(folder)), m_memoryLimit(memoryLimit) {}

Expected<void> RowFile::append(const ColumnBatchPtr& batch) {
  if (batch->rowCount() == 0) return {};
  Entry entry;
  entry.firstRow = m_rowCount;
  const size_t size = batch->byteSize();
  if (m_memoryBytes + size <= m_memoryLimit) {
    entry.inMemory = batch;
    m_memoryBytes += size;
  } else {
    entry.fileOffset = m_fileEnd;
    if (auto written = write(*batch); !written) return written;
  }
  m_entries.push_back(std::move(entry));
  m_rowCount += batch->rowCount();
  return {};
}

Expected<ColumnBatchPtr> RowFile::batch(size_t index) const {
  const Entry& entry = m_entries[index];
  if (entry.inMemory) return entry.inMemory;
  const std::scoped_lock lock(m_file->mutex);
  QTemporaryFile& device = m_file->device;
  if (device.seek(entry.fileOffset)) {
    if (ColumnBatchPtr batch = readBatch(device)) return batch;
  }
  return Error::of(ErrorKind::Storage,
                   RowFileTr::tr("Rows kept in a temporary file in “%1” could not be read back. "
                                 "Check that disk and run the query again.")
                       .arg(QDir::toNativeSeparators(m_folder)),
                   device.errorString());
}

RowFile::Position RowFile::find(qint64 row) const {
  const auto next = std::upper_bound(m_entries.begin(), m_entries.end(), row,
                                     [](qint64 wanted, const Entry& entry) { return wanted < entry.firstRow; });
  const auto entry = next - 1;
  return {static_cast<size_t>(entry - m_entries.begin()), static_cast<int>(row - entry->firstRow)};
}

void RowFile::clear() {
  m_entries.clear();
  m_file.reset();
  m_fileEnd = 0;
  m_memoryBytes = 0;
  m_rowCount = 0;
}

Expected<void> RowFile::openFile() {
  if (m_file) return {};
  auto file = std::make_shared<File>();
  // Qt makes temporary files readable and writable by their owner alone.
  file->device.setFileTemplate(m_folder + QStringLiteral("/rows-XXXXXX.tmp"));
  if (!file->device.open()) return writeError(file->device.errorString());
  m_file = std::move(file);
  return {};
}

Expected<void> RowFile::write(const ColumnBatch& batch) {
  if (auto opened = openFile(); !opened) return opened;
  const std::scoped_lock lock(m_file->mutex);
  QTemporaryFile& device = m_file->device;
  if (!device.seek(m_fileEnd) || !writeBatch(batch, device) || !device.flush()) {
    const QString reason = device.errorString();
    device.unsetError();
    return writeError(reason);
  }
  m_fileEnd = device.pos();
  return {};
}

Error RowFile::writeError(const QString& reason) const {
  return Error::of(ErrorKind::Storage,
                   RowFileTr::tr("The rows do not fit in memory, and a temporary file in “%1” could "
                                 "not be written (%2). Make room there or ask for fewer rows.")
                       .arg(QDir::toNativeSeparators(m_folder), reason),
                   reason);
}

}  // namespace courier
